/** Runs in the browser's private file system, one folder each under `runs/`, and one writer at a time. */
import * as Comlink from 'comlink';
import type { Directory, WritableDirectory } from '../host';
import { FileListDirectory, HandleDirectory, WritableHandleDirectory } from '../host-browser';
import { buffersOf, columnsOf } from '../patch-columns';
import type { BundleOrigin, RunRecord, RunsApi, Saved, StoredRun } from '../protocol';
import { filePaths, filesOfFolder, filesOfZip, freeRunName, type RunFiles, takeIn } from './bundle';
import { readChanges } from './change-log';
import { newestIteration } from './checkpoint';
import { save } from './export/save';
import { readLabelPair } from './label-pairs';
import { RunFolder, readRunConfig } from './run-folder';
import { readRunPrediction } from './run-prediction';
import { changeAbout, readAbout, readHistory, readPatches, readRecord } from './run-reader';

const FOLDER = 'runs';

async function root(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
}

/** Opens the folder of a run, made where it is missing. */
export async function openRun(run: string): Promise<RunFolder> {
  return new RunFolder(new WritableHandleDirectory(await (await root()).getDirectoryHandle(run, { create: true })));
}

/** The folder of a run, to be written. @throws where there is none of that name. */
export async function writableRun(run: string): Promise<WritableDirectory> {
  return new WritableHandleDirectory(await (await root()).getDirectoryHandle(run));
}

/** The folder of a run, to be read. @throws where there is none of that name. */
export async function readRun(run: string): Promise<Directory> {
  return new HandleDirectory(await (await root()).getDirectoryHandle(run));
}

/** All runs whose configuration can be read. A folder that was left before its first file is none. */
export async function storedRuns(): Promise<StoredRun[]> {
  const runs: StoredRun[] = [];
  for await (const handle of (await root()).values()) {
    if (handle.kind !== 'directory') continue;
    const folder = new WritableHandleDirectory(handle);
    const config = await readRunConfig(folder).catch(() => null);
    if (!config) continue;
    const { iterations } = config.schedule;
    const { deletedAt } = await readAbout(folder);
    const iteration = (await newestIteration(folder)) ?? 0;
    runs.push({ run: handle.name, iteration, iterations, deleted: deletedAt !== null });
  }
  return runs;
}

/** Deletes a run, where it is there. */
export async function discardRun(run: string): Promise<void> {
  try {
    await (await root()).removeEntry(run, { recursive: true });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  }
}

/**
 * Holds the run for this tab while `work` writes it.
 * @throws where another tab of the lab has it.
 */
export function asOnlyWriter<T>(run: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(`csi-lab run ${run}`, { ifAvailable: true }, (lock) => {
    if (!lock)
      throw new Error(`The run ${run} is open in another tab of this browser: go on there, or close that tab.`);
    return work();
  });
}

async function runRecords(): Promise<RunRecord[]> {
  const records: RunRecord[] = [];
  for await (const handle of (await root()).values()) {
    if (handle.kind !== 'directory') continue;
    const record = await readRecord(new HandleDirectory(handle)).catch(() => null);
    if (!record) continue;
    const { lastModified } = await (await handle.getFileHandle('config.json')).getFile();
    records.push({ run: handle.name, ...record, storedAt: lastModified, bytes: await sizeOf(handle) });
  }
  return records.sort((a, b) => b.storedAt - a.storedAt);
}

async function sizeOf(folder: FileSystemDirectoryHandle): Promise<number> {
  let bytes = 0;
  for await (const handle of folder.values())
    bytes += handle.kind === 'directory' ? await sizeOf(handle) : (await handle.getFile()).size;
  return bytes;
}

async function bundle(run: string): Promise<[string, Blob][]> {
  const handle = await (await root()).getDirectoryHandle(run);
  const files: [string, Blob][] = [];
  for (const path of await filePaths(new HandleDirectory(handle))) {
    const parts = path.split('/');
    let folder = handle;
    for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part);
    files.push([path, await (await folder.getFileHandle(parts.at(-1)!)).getFile()]);
  }
  return files;
}

async function filesOf(origin: BundleOrigin): Promise<RunFiles> {
  if (origin.kind === 'zip') return filesOfZip(origin.file);
  const folder = origin.kind === 'handle' ? new HandleDirectory(origin.handle) : FileListDirectory.from(origin.files);
  return filesOfFolder(folder);
}

/** The part of the train worker that knows the stored runs. */
export const storedRunsApi: RunsApi = {
  runRecords,
  runHistory: async (run) => readHistory(await readRun(run)),
  runChanges: async (run) => readChanges(await readRun(run)),
  runPatches: async (run) => {
    const columns = columnsOf(await readPatches(await readRun(run)));
    return Comlink.transfer(columns, buffersOf(columns));
  },
  runPrediction: async (run, file) => readRunPrediction(await readRun(run), file),
  patchLabels: async (run, iteration, sample) => readLabelPair(await readRun(run), iteration, sample),
  describeRun: async (run, about) =>
    changeAbout(new WritableHandleDirectory(await (await root()).getDirectoryHandle(run, { create: true })), about),
  bundleRun: (run, target) =>
    asOnlyWriter(run, async (): Promise<Saved> => {
      const files = await bundle(run);
      // A picked folder gets a sub-folder of that name anyway.
      return save(
        target.kind === 'zip' ? files.map(([path, blob]) => [`${run}/${path}`, blob] as const) : files,
        target,
      );
    }),
  async importRun(origin, onProgress) {
    const files = await filesOf(origin);
    const runs = await root();
    const taken = new Set<string>();
    for await (const name of runs.keys()) taken.add(name);
    const run = freeRunName(files.name, taken);
    try {
      await takeIn(
        files,
        new WritableHandleDirectory(await runs.getDirectoryHandle(run, { create: true })),
        onProgress,
      );
    } catch (error) {
      await discardRun(run);
      throw error;
    }
    return run;
  },
};
