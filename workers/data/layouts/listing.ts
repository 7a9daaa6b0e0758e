/** Lists a folder with all that lies below it, without opening any file. */
import type { Directory, SourceFile } from '../../host';

/** Deeper folders are not looked into: no layout needs them, and links may form circles. */
const MAX_DEPTH = 8;
/** GTA has 50,000 files. Whoever drops a whole disk should hear of it before the memory is full. */
const MAX_FILES = 200_000;

/** A file known by its place; it is opened when its bytes are asked for. */
class ListedFile implements SourceFile {
  constructor(
    private readonly folder: Directory,
    readonly name: string,
    readonly path: string,
  ) {}

  private async open(): Promise<SourceFile> {
    const file = await this.folder.file(this.name);
    if (!file) throw new Error(`${this.path} is gone; was its folder moved or renamed?`);
    return file;
  }

  async size(): Promise<number> {
    return (await this.open()).size();
  }

  async stamp(): Promise<string> {
    return (await this.open()).stamp();
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.open()).bytes();
  }

  async slice(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.open()).slice(from, to);
  }
}

/** Plain string order of paths, the order of the reference's file lists. */
export const byPath = (a: { path: string }, b: { path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

/**
 * All files below `folder`, sorted by path; names that begin with a dot are left out.
 *
 * @throws where there are more files than any data set has, or `signal` is aborted.
 * @param prefix put before every path, empty or with a slash at its end.
 */
export async function listFiles(folder: Directory, prefix = '', signal?: AbortSignal): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  const walk = async (directory: Directory, at: string, depth: number): Promise<void> => {
    signal?.throwIfAborted();
    const below: Promise<unknown>[] = [];
    for await (const { name, kind } of directory.entries()) {
      if (name.startsWith('.')) continue;
      if (kind === 'file') files.push(new ListedFile(directory, name, at + name));
      if (files.length > MAX_FILES)
        throw new Error(`${folder.name} holds more than ${MAX_FILES} files; open the folder of the data set itself.`);
      if (kind === 'directory' && depth < MAX_DEPTH) {
        const child = directory.directory(name).then((found) => found && walk(found, `${at}${name}/`, depth + 1));
        child.catch(() => undefined); // reported below, unless this folder itself fails before
        below.push(child);
      }
    }
    await Promise.all(below);
  };
  await walk(folder, prefix, 1);
  return files.sort(byPath);
}

/** Names of the direct sub-folders, sorted. */
export async function folderNames(folder: Directory): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, kind } of folder.entries())
    if (kind === 'directory' && !name.startsWith('.')) names.push(name);
  return names.sort();
}
