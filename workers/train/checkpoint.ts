/**
 * Checkpoints that survive a crash at any moment.
 *
 *   checkpoints/a/state.safetensors   tensors: networks, averages, moments
 *   checkpoints/a/relabeling.json     map, votes and counters of the relabeling
 *   checkpoints/a/manifest.json       iteration, size and SHA-256 of the other two; written last
 *   checkpoints/b/...                 the generation before it
 *
 * The older generation is overwritten, its manifest removed first. So whatever is interrupted, the other generation is
 * whole, and one that is cut off or damaged is recognised by its checksums.
 */
import { z } from 'zod';
import { readSafetensors, toFloat32, writeSafetensors } from '../../models/weights/safetensors';
import type { Directory, WritableDirectory } from '../host';

/** Tensors by name in PyTorch's layout. */
export type State = Map<string, { shape: number[]; values: Float32Array }>;

export interface Checkpoint {
  /** Iterations that are done; the run goes on with this one. */
  iteration: number;
  state: State;
  /** What the relabeling needs to go on, as it was given. */
  relabeling: unknown;
}

const GENERATIONS = ['a', 'b'] as const;
const STATE_FILE = 'state.safetensors';
const RELABELING_FILE = 'relabeling.json';
const MANIFEST_FILE = 'manifest.json';

const FileSchema = z.object({ bytes: z.number().int().nonnegative(), sha256: z.string().length(64) });

const ManifestSchema = z.object({
  version: z.literal(1),
  iteration: z.number().int().nonnegative(),
  files: z.object({ [STATE_FILE]: FileSchema, [RELABELING_FILE]: FileSchema }),
});

type Manifest = z.infer<typeof ManifestSchema>;

/** No generation can be read, although there are some; the message says what is wrong with the newest. */
export class CheckpointError extends Error {
  override name = 'CheckpointError';
}

const pathOf = (generation: string, file: string) => `checkpoints/${generation}/${file}`;

/** Writes a checkpoint over the older generation. */
export async function writeCheckpoint(folder: WritableDirectory, checkpoint: Checkpoint): Promise<void> {
  const iterations = await Promise.all(
    GENERATIONS.map(async (g) => (await readManifest(folder, g).catch(() => null))?.iteration ?? -1),
  );
  const generation = GENERATIONS[iterations[0]! <= iterations[1]! ? 0 : 1];
  const contents = {
    [STATE_FILE]: writeSafetensors(checkpoint.state),
    [RELABELING_FILE]: new TextEncoder().encode(JSON.stringify(checkpoint.relabeling ?? null)),
  };
  if (await folder.file(pathOf(generation, MANIFEST_FILE))) await folder.remove(pathOf(generation, MANIFEST_FILE));
  const files = {} as Manifest['files'];
  for (const [name, bytes] of Object.entries(contents) as [keyof Manifest['files'], Uint8Array][]) {
    await folder.write(pathOf(generation, name), bytes);
    files[name] = { bytes: bytes.byteLength, sha256: await sha256(bytes) };
  }
  const manifest: Manifest = { version: 1, iteration: checkpoint.iteration, files };
  await folder.write(pathOf(generation, MANIFEST_FILE), new TextEncoder().encode(`${JSON.stringify(manifest)}\n`));
}

/**
 * The newest whole checkpoint, or null where none was ever finished. `onDamage` is told about a newer one that is not
 * whole. @throws CheckpointError where there are checkpoints but none is whole.
 */
export async function readCheckpoint(
  folder: Directory,
  onDamage: (message: string) => void,
): Promise<Checkpoint | null> {
  const damages: string[] = [];
  const found: { generation: string; manifest: Manifest }[] = [];
  for (const generation of GENERATIONS) {
    try {
      const manifest = await readManifest(folder, generation);
      if (manifest) found.push({ generation, manifest });
    } catch (error) {
      damages.push((error as Error).message);
    }
  }
  found.sort((x, y) => y.manifest.iteration - x.manifest.iteration);
  for (const { generation, manifest } of found) {
    try {
      const checkpoint = await readGeneration(folder, generation, manifest);
      for (const damage of damages) onDamage(`${damage} The run goes on from iteration ${checkpoint.iteration}.`);
      return checkpoint;
    } catch (error) {
      damages.push((error as Error).message);
    }
  }
  if (damages.length) throw new CheckpointError(`${damages.join(' ')} No checkpoint is whole: start the run again.`);
  return null;
}

/** Iterations of the newest checkpoint by its manifest alone, null where there is none; its tensors are not read. */
export async function newestIteration(folder: Directory): Promise<number | null> {
  return (await checkpointIterations(folder)).at(-1) ?? null;
}

/** Iterations of both generations by their manifests, rising. */
export async function checkpointIterations(folder: Directory): Promise<number[]> {
  const manifests = await Promise.all(GENERATIONS.map((g) => readManifest(folder, g).catch(() => null)));
  return manifests.flatMap((manifest) => (manifest ? [manifest.iteration] : [])).sort((a, b) => a - b);
}

async function readManifest(folder: Directory, generation: string): Promise<Manifest | null> {
  const path = pathOf(generation, MANIFEST_FILE);
  const file = await folder.file(path);
  if (!file) return null;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(await file.bytes()));
  } catch {
    throw new CheckpointError(`${path} is damaged (it is not JSON).`);
  }
  const result = ManifestSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new CheckpointError(`${path} is not a manifest of this lab (${issue.path.join('.')}: ${issue.message}).`);
}

async function readGeneration(folder: Directory, generation: string, manifest: Manifest): Promise<Checkpoint> {
  const read = async (name: keyof Manifest['files']) => {
    const path = pathOf(generation, name);
    const expected = manifest.files[name];
    const broken = (what: string) =>
      new CheckpointError(`The checkpoint of iteration ${manifest.iteration} is damaged: ${path} ${what}.`);
    const file = await folder.file(path);
    if (!file) throw broken('is missing');
    const bytes = await file.bytes();
    if (bytes.byteLength !== expected.bytes) throw broken(`has ${bytes.byteLength} of ${expected.bytes} bytes`);
    if ((await sha256(bytes)) !== expected.sha256) throw broken('has another checksum than its manifest says');
    return bytes;
  };
  const tensors = readSafetensors(await read(STATE_FILE));
  const relabeling: unknown = JSON.parse(new TextDecoder().decode(await read(RELABELING_FILE)));
  const state: State = new Map();
  for (const [name, tensor] of tensors) state.set(name, { shape: tensor.shape, values: toFloat32(tensor) });
  return { iteration: manifest.iteration, state, relabeling };
}

/** SHA-256 as 64 hexadecimal digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
}
