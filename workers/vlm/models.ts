/** Loads OWL-ViT and CLIP from the lab itself, from the hub, or from a folder. */
import { ModelRegistry } from '@huggingface/transformers';
import type { Directory, Host } from '../host';
import type { Progress } from '../protocol';
import { Clip } from './clip';
import { type ModelFiles, shippedFiles } from './model-files';
import { findModels, IMAGE_NETWORK, isSplit, type Role } from './model-folder';
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

/** The library's settings are global, so loads wait for each other. */
let lastLoad: Promise<unknown> = Promise.resolve();

/**
 * @param onProgress bytes of all files together; the total grows as files are found.
 * @throws a sentence that names the missing or wrong file.
 */
export function loadModels(
  source: ModelSource,
  device: Device,
  onProgress: (progress: Progress) => void,
): Promise<Models> {
  const load = lastLoad.then(() => loadNow(source, device, onProgress));
  lastLoad = load.catch(() => {});
  return load;
}

async function loadNow(source: ModelSource, device: Device, onProgress: (progress: Progress) => void): Promise<Models> {
  const report = byteCounter(onProgress);
  if (source.kind === 'hub') {
    allowHub();
    const owl = await Owl.load(source.owl, await hubHasParts(source.owl, 'owl'), device, report('owl'));
    const clip = await Clip.load(source.clip, await hubHasParts(source.clip, 'clip'), device, report('clip'));
    return { owl, clip, names: { owl: source.owl, clip: source.clip } };
  }
  const files =
    source.kind === 'folder'
      ? await findModels(source.directory)
      : { clip: shippedFiles(source.asset, 'clip'), owl: shippedFiles(source.asset, 'owlvit') };
  allowMountsOnly();
  const owl = await mounted(files.owl, async (id) =>
    Owl.load(id, await isSplit(files.owl, 'owl'), device, report('owl')),
  );
  const clip = await mounted(files.clip, async (id) =>
    Clip.load(id, await isSplit(files.clip, 'clip'), device, report('clip')),
  );
  await runSelfTest(files.owl, (prompts) => owl.embedText(prompts));
  await runSelfTest(files.clip, (prompts) => clip.embedText(prompts));
  return { owl, clip, names: { owl: files.owl.name, clip: files.clip.name } };
}

async function mounted<T>(files: ModelFiles, load: (id: string) => Promise<T>): Promise<T> {
  const id = mount(files);
  try {
    return await load(id);
  } finally {
    unmount(id);
  }
}

async function hubHasParts(id: string, role: Role): Promise<boolean> {
  for (const part of ['text_model', IMAGE_NETWORK[role]])
    if (!(await ModelRegistry.get_file_metadata(id, `onnx/${part}.onnx`)).exists) return false;
  return true;
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
