/** Small dataset folders on the disk, drawn by the built-in city, in the layouts of SYNTHIA and Cityscapes. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeCity } from '../workers/data/city/dataset';

export interface CityFolders {
  /** SYNTHIA's layout, labelled. */
  source: string;
  /** Cityscapes' layout with the splits train and val. */
  target: string;
}

export const emptyFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'csi-lab-'));

export async function write(path: string, contents: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}

/** Eight labelled pictures, four of the target, two to score on. */
export async function cityFolders(): Promise<CityFolders> {
  const root = await emptyFolder();
  await writeCity(
    { write: (path, bytes) => write(join(root, path), bytes) },
    {
      seed: 7,
      source: { count: 8, width: 216, height: 128 },
      target: { count: 4, width: 256, height: 128 },
      validation: { count: 2 },
    },
  );
  return { source: join(root, 'synthia'), target: join(root, 'cityscapes') };
}

/** Cuts a file off in its middle, as a copy that was interrupted does. */
export async function truncate(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.length >> 1));
}
