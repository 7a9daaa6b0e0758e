/** Reads a file of weights from wherever the page was told. */
import type { Host } from '../host';
import { HandleDirectory } from '../host-browser';
import type { Progress, WeightsOrigin } from '../protocol';
import { weightsCache } from './cache';
import { weightsInFolder } from './folder';
import { fetchHubWeights, findHubWeights } from './hub';

export interface OpenedWeights {
  bytes: Uint8Array<ArrayBuffer>;
  /** How messages call the file. */
  name: string;
  /** Something to be told about, such as that a download is not kept. */
  note: string | null;
}

/** @throws one sentence where the file is gone, the folder holds none, or the hub does not give it. */
export async function openWeights(
  origin: Exclude<WeightsOrigin, { kind: 'random' }>,
  host: Pick<Host, 'storage'>,
  onProgress: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<OpenedWeights> {
  if (origin.kind === 'hub') {
    const hub = { fetch: fetch.bind(globalThis), cache: weightsCache(host) };
    const { bytes, notKept } = await fetchHubWeights(await findHubWeights(origin.id, hub), hub, onProgress, signal);
    return { bytes, name: origin.id, note: notKept };
  }
  const file = origin.kind === 'file' ? origin.file : await weightsInFolder(new HandleDirectory(origin.handle));
  try {
    const bytes = 'arrayBuffer' in file ? new Uint8Array(await file.arrayBuffer()) : await file.bytes();
    return { bytes, name: file.name, note: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${file.name} cannot be read any more (${reason}); choose it again.`);
  }
}
