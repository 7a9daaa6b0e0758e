/** Loads OWL-ViT and CLIP from the lab itself, from the hub, or from a folder. */
import type { Directory, Host } from '../host';
import type { Progress } from '../protocol';
import { Clip } from './clip';
import { hubFiles, type ModelFiles, shippedFiles } from './model-files';
import { checkModelFiles, findModels, isSplit, type Role } from './model-folder';
import type { Device, FileProgress } from './network';
import { Owl } from './owl';
import { runSelfTest } from './self-test';
import { allowHub, allowMountsOnly, mount, unmount } from './virtual-hub';

export type ModelSource =
  | { kind: 'builtin'; asset: Host['asset'] }
  | { kind: 'hub'; clip: string; owl: string }
  | { kind: 'folder'; directory: Directory };

export interface Models {
  clip: Clip;
  owl: Owl;
  /** Where each came from, for people. */
  names: Record<Role, string>;
}

/** Progress is reported at most this often. */
const REPORT_INTERVAL_MS = 100;

/** The library's settings are global, so whatever uses them waits for what came before. */
let last: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work);
  last = turn.catch(() => {});
  return turn;
}

/**
 * Checks that both models are there and complete, without loading the networks.
 *
 * @returns their names. @throws a sentence that names the missing or wrong file.
 */
export function checkModels(source: ModelSource): Promise<Record<Role, string>> {
  return inTurn(async () => {
    const { clip, owl } = await filesOf(source);
    return { clip: clip.name, owl: owl.name };
  });
}

/**
 * Loads both models and runs their self-tests.
 *
 * @param onProgress bytes of all files together; the total grows as files are found.
 * @throws a sentence that names the missing or wrong file.
 */
export function loadModels(
  source: ModelSource,
  device: Device,
  onProgress: (progress: Progress) => void,
): Promise<Models> {
  return inTurn(async () => {
    const files = await filesOf(source);
    const report = byteCounter(onProgress);
    const load = async <T>(role: Role, loader: Loader<T>): Promise<T> => {
      const split = await isSplit(files[role], role);
      const open = (id: string) => loader(id, split, device, report(role));
      return source.kind === 'hub' ? open(source[role]) : mounted(files[role], open);
    };
    const loaded: { dispose(): Promise<void> }[] = [];
    try {
      const owl = await load('owl', Owl.load);
      loaded.push(owl);
      const clip = await load('clip', Clip.load);
      loaded.push(clip);
      await runSelfTest(files.owl, (prompts) => owl.embedText(prompts));
      await runSelfTest(files.clip, (prompts) => clip.embedText(prompts));
      return { owl, clip, names: { owl: files.owl.name, clip: files.clip.name } };
    } catch (error) {
      await Promise.all(loaded.map((model) => model.dispose()));
      throw error;
    }
  });
}

type Loader<T> = (id: string, split: boolean, device: Device, onProgress: FileProgress) => Promise<T>;

/** The files of both models, checked; sets the library up for their source. */
async function filesOf(source: ModelSource): Promise<Record<Role, ModelFiles>> {
  if (source.kind === 'folder') {
    allowMountsOnly();
    return findModels(source.directory);
  }
  if (source.kind === 'builtin') {
    allowMountsOnly();
    return { clip: shippedFiles(source.asset, 'clip'), owl: shippedFiles(source.asset, 'owlvit') };
  }
  allowHub();
  const files = { clip: hubFiles(source.clip), owl: hubFiles(source.owl) };
  for (const role of ['clip', 'owl'] as const) await checkModelFiles(files[role], role);
  return files;
}

async function mounted<T>(files: ModelFiles, load: (id: string) => Promise<T>): Promise<T> {
  const id = mount(files);
  try {
    return await load(id);
  } finally {
    unmount(id);
  }
}

function byteCounter(onProgress: (progress: Progress) => void): (role: Role) => FileProgress {
  const files = new Map<string, { loaded: number; total: number }>();
  const started = performance.now();
  let reported = 0;
  return (role) => (file, loaded, total) => {
    files.set(`${role}/${file}`, { loaded, total });
    const now = performance.now();
    if (loaded < total && now - reported < REPORT_INTERVAL_MS) return;
    reported = now;
    const sums = [...files.values()].reduce((a, b) => ({ loaded: a.loaded + b.loaded, total: a.total + b.total }));
    const secondsLeft = sums.loaded > 0 ? ((now - started) / 1000) * ((sums.total - sums.loaded) / sums.loaded) : null;
    onProgress({ what: `Loading ${file}`, done: sums.loaded, total: sums.total, secondsLeft });
  };
}
