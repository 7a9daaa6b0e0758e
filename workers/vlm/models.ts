/** Loads OWL-ViT or OWLv2, CLIP, and a SAM where masks are wanted: from the lab itself, from the hub, or from a folder. */
import type { Directory, Host } from '../host';
import type { Progress } from '../protocol';
import { Clip } from './clip';
import { hubFiles, type ModelFiles, shippedFiles } from './model-files';
import { checkDetector, checkModelFiles, type DetectorType, findModels, isSplit, type Role } from './model-folder';
import { modelMemory } from './model-memory';
import type { Device, FileProgress } from './network';
import { Owl } from './owl';
import { Sam } from './sam';
import { checkSamFiles, findSam } from './sam-files';
import { runSelfTest } from './self-test';
import { allowHub, allowMountsOnly, mount, unmount } from './virtual-hub';

export type SamSource = { kind: 'hub'; id: string } | { kind: 'folder'; directory: Directory };

/** Without `sam`, the SAM is looked for in the folder of the other models. */
export type ModelSource = (
  | { kind: 'builtin'; asset: Host['asset'] }
  | { kind: 'hub'; clip: string; owl: string }
  | { kind: 'folder'; directory: Directory }
) & { sam?: SamSource };

/** What a run asks of the models. */
export interface ModelWants {
  detector?: DetectorType;
  masks?: boolean;
}

/** Where each model came from, for people. */
export interface ModelNames extends Record<Role, string> {
  sam?: string;
}

export interface Models {
  clip: Clip;
  owl: Owl;
  /** Null where no masks are wanted. */
  sam: Sam | null;
  names: ModelNames;
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
 * Checks that the models are there and complete, without loading the networks.
 *
 * @returns their names. @throws a sentence that names the missing or wrong file.
 */
export function checkModels(source: ModelSource, wants: ModelWants = {}): Promise<ModelNames> {
  return inTurn(async () => {
    const { clip, owl } = await filesOf(source, wants);
    const names = { clip: clip.name, owl: owl.name };
    return source.sam || wants.masks ? { ...names, sam: (await samFilesOf(source)).name } : names;
  });
}

/** What detector and classifier take of memory; see model-memory.ts. A SAM is not counted. */
export function measureModels(source: ModelSource, wants: ModelWants = {}): Promise<number> {
  return inTurn(async () => modelMemory(await filesOf(source, wants)));
}

/**
 * Loads the models and runs their self-tests.
 *
 * @param onProgress bytes of all files together; the total grows as files are found.
 * @throws a sentence that names the missing or wrong file.
 */
export function loadModels(
  source: ModelSource,
  device: Device,
  onProgress: (progress: Progress) => void,
  wants: ModelWants = {},
): Promise<Models> {
  return inTurn(async () => {
    // Looked for first, so that nothing large is read in vain; the library is set up for its source when it is loaded.
    const samFiles = wants.masks ? await samFilesOf(source) : null;
    const files = await filesOf(source, wants);
    const report = byteCounter(onProgress);
    const loaded: { dispose(): Promise<void> }[] = [];
    try {
      const owl = await loadOne(files, source, 'owl', Owl.load, device, report);
      loaded.push(owl);
      const clip = await loadOne(files, source, 'clip', Clip.load, device, report);
      loaded.push(clip);
      await runSelfTest(files.owl, (prompts) => owl.embedText(prompts));
      await runSelfTest(files.clip, (prompts) => clip.embedText(prompts));
      const names = { owl: files.owl.name, clip: files.clip.name };
      if (!samFiles) return { owl, clip, sam: null, names };
      return {
        owl,
        clip,
        sam: await loadSam(source, samFiles, device, report('sam')),
        names: { ...names, sam: samFiles.name },
      };
    } catch (error) {
      await Promise.all(loaded.map((model) => model.dispose()));
      throw error;
    }
  });
}

/** CLIP alone, for work on text. @throws a sentence that names the missing or wrong file. */
export function loadClip(source: ModelSource, device: Device, onProgress: (progress: Progress) => void): Promise<Clip> {
  return inTurn(async () => {
    const files = await filesOf(source, {});
    const clip = await loadOne(files, source, 'clip', Clip.load, device, byteCounter(onProgress));
    try {
      await runSelfTest(files.clip, (prompts) => clip.embedText(prompts));
      return clip;
    } catch (error) {
      await clip.dispose();
      throw error;
    }
  });
}

type Loader<T> = (id: string, split: boolean, device: Device, onProgress: FileProgress) => Promise<T>;

async function loadOne<T>(
  files: Record<Role, ModelFiles>,
  source: ModelSource,
  role: Role,
  loader: Loader<T>,
  device: Device,
  report: (model: string) => FileProgress,
): Promise<T> {
  const split = await isSplit(files[role], role);
  const open = (id: string) => loader(id, split, device, report(role));
  return source.kind === 'hub' ? open(source[role]) : mounted(files[role], open);
}

function loadSam(source: ModelSource, files: ModelFiles, device: Device, report: FileProgress): Promise<Sam> {
  if (source.sam?.kind === 'hub') {
    allowHub();
    return Sam.load(source.sam.id, device, report);
  }
  allowMountsOnly();
  return mounted(files, (id) => Sam.load(id, device, report));
}

/** @throws where there is no SAM, or where it is not complete. */
async function samFilesOf(source: ModelSource): Promise<ModelFiles> {
  if (source.sam?.kind === 'hub') {
    allowHub();
    const files = hubFiles(source.sam.id);
    await checkSamFiles(files);
    return files;
  }
  allowMountsOnly();
  const directory = source.sam?.directory ?? (source.kind === 'folder' ? source.directory : null);
  const found = directory && (await findSam(directory));
  if (found) return found;
  throw new Error(
    directory
      ? `The folder "${directory.name}" holds no SAM; put one, such as Xenova/slimsam-77-uniform, into a sub-folder "sam".`
      : 'Relabeling by masks needs a SAM, which does not come with the lab: name one of the hub, such as Xenova/slimsam-77-uniform, or choose a folder.',
  );
}

/** The files of detector and classifier, checked; sets the library up for their source. */
async function filesOf(source: ModelSource, { detector }: ModelWants): Promise<Record<Role, ModelFiles>> {
  const files = await filesFrom(source, detector);
  if (detector) await checkDetector(files.owl, detector);
  return files;
}

async function filesFrom(source: ModelSource, detector?: DetectorType): Promise<Record<Role, ModelFiles>> {
  if (source.kind === 'folder') {
    allowMountsOnly();
    return findModels(source.directory, detector);
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

function byteCounter(onProgress: (progress: Progress) => void): (model: string) => FileProgress {
  const files = new Map<string, { loaded: number; total: number }>();
  const started = performance.now();
  let reported = 0;
  return (model) => (file, loaded, total) => {
    files.set(`${model}/${file}`, { loaded, total });
    const now = performance.now();
    if (loaded < total && now - reported < REPORT_INTERVAL_MS) return;
    reported = now;
    const sums = [...files.values()].reduce((a, b) => ({ loaded: a.loaded + b.loaded, total: a.total + b.total }));
    const secondsLeft = sums.loaded > 0 ? ((now - started) / 1000) * ((sums.total - sums.loaded) / sums.loaded) : null;
    onProgress({ what: `Loading ${file}`, done: sums.loaded, total: sums.total, secondsLeft });
  };
}
