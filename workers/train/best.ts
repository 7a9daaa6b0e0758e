/**
 * The student of the best evaluation of a run, kept beside the checkpoints.
 *
 *   checkpoints/best/state.safetensors   its tensors, without a prefix
 *   checkpoints/best/manifest.json       iteration, mIoU, size and SHA-256; removed first and written last
 */
import { z } from 'zod';
import { readSafetensors, toFloat32, writeSafetensors } from '../../models/weights/safetensors';
import type { Directory, WritableDirectory } from '../host';
import { CheckpointError, type State, sha256 } from './checkpoint';

const STATE_PATH = 'checkpoints/best/state.safetensors';
const MANIFEST_PATH = 'checkpoints/best/manifest.json';

const ManifestSchema = z.object({
  version: z.literal(1),
  iteration: z.number().int().nonnegative(),
  miou: z.number(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().length(64),
});

export interface Best {
  /** Iterations that were done at its evaluation. */
  iteration: number;
  /** Mean IoU, 0..1. */
  miou: number;
  weights: State;
}

/** Replaces the best network. */
export async function writeBest(folder: WritableDirectory, { iteration, miou, weights }: Best): Promise<void> {
  const bytes = writeSafetensors(weights);
  if (await folder.file(MANIFEST_PATH)) await folder.remove(MANIFEST_PATH);
  await folder.write(STATE_PATH, bytes);
  const manifest: z.infer<typeof ManifestSchema> = {
    version: 1,
    iteration,
    miou,
    bytes: bytes.byteLength,
    sha256: await sha256(bytes),
  };
  await folder.write(MANIFEST_PATH, new TextEncoder().encode(`${JSON.stringify(manifest)}\n`));
}

/** The mean IoU to beat, null where there is none. A manifest that cannot be read counts as none: it is replaced. */
export async function bestScore(folder: Directory): Promise<number | null> {
  return (await readManifest(folder).catch(() => null))?.miou ?? null;
}

/** The best network, or null where no evaluation has found one. @throws CheckpointError where its files are damaged. */
export async function readBest(folder: Directory): Promise<Best | null> {
  const manifest = await readManifest(folder);
  if (!manifest) return null;
  const file = await folder.file(STATE_PATH);
  if (!file) throw new CheckpointError(`${STATE_PATH} is missing; take the student or the teacher instead.`);
  const bytes = await file.bytes();
  if (bytes.byteLength !== manifest.bytes || (await sha256(bytes)) !== manifest.sha256)
    throw new CheckpointError(`${STATE_PATH} is damaged; take the student or the teacher instead.`);
  const weights: State = new Map();
  for (const [name, tensor] of readSafetensors(bytes))
    weights.set(name, { shape: tensor.shape, values: toFloat32(tensor) });
  return { iteration: manifest.iteration, miou: manifest.miou, weights };
}

async function readManifest(folder: Directory): Promise<z.infer<typeof ManifestSchema> | null> {
  const file = await folder.file(MANIFEST_PATH);
  if (!file) return null;
  try {
    return ManifestSchema.parse(JSON.parse(new TextDecoder().decode(await file.bytes())));
  } catch {
    throw new CheckpointError(`${MANIFEST_PATH} is damaged; take the student or the teacher instead.`);
  }
}
