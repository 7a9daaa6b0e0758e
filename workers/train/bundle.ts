/**
 * A run that travels: its whole folder in one zip, under the run's name, so that unpacking it gives the folder again.
 * Taking one in is atomic: config.json is written last, and a folder without it is no run.
 */

import { onDisk, ZipArchive } from '../../models/weights/torch/zip';
import type { Directory, WritableDirectory } from '../host';
import type { Progress } from '../protocol';
import { parseRunConfig } from './run-folder';

const CONFIG_FILE = 'config.json';

/** The files of a run wherever they lie; paths begin inside the run's folder. */
export interface RunFiles {
  /** Name that the run had. */
  name: string;
  paths: string[];
  read(path: string): Promise<Uint8Array>;
}

/** Paths of all files below a folder. */
export async function filePaths(folder: Directory, prefix = ''): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, kind } of folder.entries()) {
    if (kind === 'file') paths.push(prefix + name);
    else {
      const inside = await folder.directory(name);
      if (inside) paths.push(...(await filePaths(inside, `${prefix}${name}/`)));
    }
  }
  return paths.sort();
}

/** @throws a sentence where the file is no zip, or there is no run in it. */
export async function filesOfZip(file: File): Promise<RunFiles> {
  const archive = await ZipArchive.open(onDisk(file), file.name, { error: Error });
  // The shallowest config.json is the run's: it lies at the top, or in one folder.
  const config = archive
    .names()
    .filter((path) => path === CONFIG_FILE || /^[^/]+\/config\.json$/.test(path))
    .sort((a, b) => a.length - b.length)[0];
  if (config === undefined) throw new Error(`${file.name} holds no run: it has no ${CONFIG_FILE}.`);
  const prefix = config.slice(0, -CONFIG_FILE.length);
  const paths = archive.names().filter((path) => path.startsWith(prefix));
  for (const path of paths)
    if (/\\|^\/|(^|\/)\.{1,2}(\/|$)/.test(path))
      throw new Error(`${file.name} has a file outside of its folders (${path}); pack the run's folder again.`);
  return {
    name: prefix.slice(0, -1) || file.name.replace(/\.zip$/i, ''),
    paths: paths.map((path) => path.slice(prefix.length)),
    read: async (path) => {
      const bytes = await archive.read(prefix + path);
      if (!bytes) throw new Error(`${file.name} has no ${prefix}${path}.`);
      return bytes;
    },
  };
}

export async function filesOfFolder(folder: Directory): Promise<RunFiles> {
  return {
    name: folder.name || 'run',
    paths: await filePaths(folder),
    read: async (path) => {
      const file = await folder.file(path);
      if (!file) throw new Error(`${folder.name}/${path} is gone; choose the folder again.`);
      return file.bytes();
    },
  };
}

/**
 * Writes the files of a run into an empty folder.
 * @throws where they are no run whose configuration passes the schema; the folder is then not a run either.
 */
export async function takeIn(
  files: RunFiles,
  folder: WritableDirectory,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  if (!files.paths.includes(CONFIG_FILE)) throw new Error(`${files.name} holds no run: it has no ${CONFIG_FILE}.`);
  const config = await files.read(CONFIG_FILE);
  parseRunConfig(config, files.name);
  const rest = files.paths.filter((path) => path !== CONFIG_FILE);
  const total = rest.length + 1;
  for (const [done, path] of rest.entries()) {
    onProgress({ what: `Importing ${files.name}`, done, total, secondsLeft: null });
    await folder.write(path, await files.read(path));
  }
  await folder.write(CONFIG_FILE, config);
  onProgress({ what: `Importing ${files.name}`, done: total, total, secondsLeft: null });
}

/** `wanted` with what a folder's name cannot hold replaced, and a number where it is taken. */
export function freeRunName(wanted: string, taken: ReadonlySet<string>): string {
  const name = wanted.replaceAll(/[^\p{L}\p{N}._ -]/gu, '-').replace(/^\.+/, '') || 'run';
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}-${i}`;
  return free;
}
