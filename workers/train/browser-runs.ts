/** Runs in the browser's private file system, one folder each under `runs/`, and one writer at a time. */
import type { Directory } from '../host';
import { HandleDirectory, WritableHandleDirectory } from '../host-browser';
import type { StoredRun } from '../protocol';
import { newestIteration } from './checkpoint';
import { RunFolder, readRunConfig } from './run-folder';

const FOLDER = 'runs';

async function root(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
}

/** Opens the folder of a run, made where it is missing. */
export async function openRun(run: string): Promise<RunFolder> {
  return new RunFolder(new WritableHandleDirectory(await (await root()).getDirectoryHandle(run, { create: true })));
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
    runs.push({ run: handle.name, iteration: (await newestIteration(folder)) ?? 0, iterations });
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
