/**
 * The built-in city as a dataset folder: drawn once, kept in the host's storage, and opened like any other folder.
 *
 * The folder's name is a hash of the options and of many small sample pictures, so that it changes with the city's code,
 * also where only what stands in the streets has become more or less frequent. A marker is written last; a folder without it was interrupted and is drawn again, over what is there: the same options
 * give the same files.
 */
import type { Directory, WritableDirectory } from '../host';
import type { Progress } from '../protocol';
import { type CityOptions, DEMO_CITY, writeCity } from './city/dataset';
import { drawScene } from './city/scene';
import { sha256 } from './statistics';

const MARKER = 'complete.json';

/** Scenes of each look that stand for all of them; a few milliseconds each. */
const SAMPLES = 24;

export const DEMO_OPTIONS: CityOptions = { seed: 1, ...DEMO_CITY };

const drawing = new Map<string, Promise<void>>();

/**
 * @param part `source` in SYNTHIA's layout, or `target` in Cityscapes'.
 * @throws what stops the drawing, such as a full disk; and the signal's reason when it is aborted.
 */
export async function openDemo(
  storage: WritableDirectory,
  part: 'source' | 'target',
  options: CityOptions = DEMO_OPTIONS,
  onProgress: (progress: Progress) => void = () => {},
  signal?: AbortSignal,
): Promise<Directory> {
  const root = `city/${await cityKey(options)}`;
  // Both parts are asked for at the same time, but the city is drawn once.
  let busy = drawing.get(root);
  if (!busy) {
    busy = alone(root, () => drawOnce(storage, root, options, onProgress, signal)).finally(() => drawing.delete(root));
    drawing.set(root, busy);
  }
  await busy;
  const folder = await storage.directory(`${root}/${part === 'source' ? 'synthia' : 'cityscapes'}`);
  if (!folder) throw new Error(`The built-in city is not in the storage any more; start again to draw it anew.`);
  return folder;
}

/** Two tabs must not draw into the same folder; Node has no such locks, and there the files are replaced whole. */
function alone(name: string, work: () => Promise<void>): Promise<void> {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  return locks ? locks.request(`csi-lab ${name}`, work) : work();
}

async function drawOnce(
  storage: WritableDirectory,
  root: string,
  options: CityOptions,
  onProgress: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (await storage.file(`${root}/${MARKER}`)) return;
  const start = performance.now();
  const report = (done: number, total: number) => {
    const secondsLeft = done > 0 ? (((performance.now() - start) / done) * (total - done)) / 1000 : null;
    onProgress({ what: 'Drawing the city', done, total, secondsLeft });
  };
  const writer = { write: (path: string, bytes: Uint8Array) => storage.write(`${root}/${path}`, bytes) };
  await writeCity(writer, options, report, signal);
  await storage.write(`${root}/${MARKER}`, new TextEncoder().encode(JSON.stringify(options)));
}

async function cityKey(options: CityOptions): Promise<string> {
  const { seed } = options;
  const bytes = [new TextEncoder().encode(JSON.stringify(options))];
  for (const look of ['game', 'camera'] as const)
    for (let index = 0; index < SAMPLES; index++) {
      const { rgb, trainIds } = drawScene({ seed, index, width: 48, height: 24, look });
      bytes.push(new Uint8Array(rgb), new Uint8Array(trainIds));
    }
  const all = new Uint8Array(await new Blob(bytes).arrayBuffer());
  return (await sha256(all)).slice(0, 16);
}
