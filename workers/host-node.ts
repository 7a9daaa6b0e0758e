/** The engine's host in Node: folders on disk, pictures through wasm codecs, files of the checkout. */

import { existsSync } from 'node:fs';
import { appendFile, mkdir, open, opendir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodePictureInNode } from './data/picture/decode-node';
import type { Host, SourceFile, WritableDirectory } from './host';

class DiskFile implements SourceFile {
  readonly name: string;

  constructor(
    private readonly location: string,
    readonly path: string,
  ) {
    this.name = basename(location);
  }

  async size(): Promise<number> {
    return (await stat(this.location)).size;
  }

  async stamp(): Promise<string> {
    const { size, mtimeMs } = await stat(this.location);
    return `${size} ${mtimeMs}`;
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await readFile(this.location));
  }

  async slice(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    const file = await open(this.location);
    try {
      const length = Math.max(0, Math.min(to, (await file.stat()).size) - from);
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }
}

/** A folder on disk. Unlike in browsers, symbolic links are followed. */
class DiskDirectory implements WritableDirectory {
  readonly name: string;

  constructor(
    private readonly location: string,
    private readonly prefix = '',
  ) {
    this.name = basename(location);
  }

  async *entries(): AsyncIterable<{ name: string; kind: 'file' | 'directory' }> {
    for await (const entry of await opendir(this.location)) {
      const target = entry.isSymbolicLink() ? await stat(join(this.location, entry.name)).catch(() => null) : entry;
      if (target?.isDirectory()) yield { name: entry.name, kind: 'directory' };
      else if (target?.isFile()) yield { name: entry.name, kind: 'file' };
    }
  }

  async directory(path: string): Promise<DiskDirectory | null> {
    const location = this.locate(path);
    const found = await stat(location).catch(() => null);
    return found?.isDirectory() ? new DiskDirectory(location, `${this.prefix}${path}/`) : null;
  }

  async file(path: string): Promise<SourceFile | null> {
    const location = this.locate(path);
    const found = await stat(location).catch(() => null);
    return found?.isFile() ? new DiskFile(location, this.prefix + path) : null;
  }

  /** Written beside its place and then renamed, so that a crash leaves the old file or the new one, never half of it. */
  async write(path: string, bytes: Uint8Array): Promise<void> {
    const location = this.locate(path);
    await mkdir(dirname(location), { recursive: true });
    const part = `${location}.${process.pid}.part`;
    await writeFile(part, bytes);
    await rename(part, location);
  }

  async append(path: string, bytes: Uint8Array): Promise<void> {
    const location = this.locate(path);
    await mkdir(dirname(location), { recursive: true });
    await appendFile(location, bytes);
  }

  async remove(path: string): Promise<void> {
    await rm(this.locate(path), { recursive: true, force: true });
  }

  private locate(path: string): string {
    if (path.split('/').some((part) => part === '..' || part === ''))
      throw new Error(
        `The path "${path}" leaves the folder ${this.location}; use relative paths with forward slashes.`,
      );
    return join(this.location, path);
  }
}

/**
 * Opens a folder on disk.
 * @throws where there is no folder at `path`.
 */
export async function openDirectory(path: string): Promise<WritableDirectory> {
  const location = resolve(path);
  const found = await stat(location).catch(() => null);
  if (!found) throw new Error(`There is no folder ${path}; check the path.`);
  if (!found.isDirectory()) throw new Error(`${path} is a file; name the folder that holds it.`);
  return new DiskDirectory(location);
}

/** Opens a folder on disk and makes it where it is missing. */
export async function makeDirectory(path: string): Promise<WritableDirectory> {
  await mkdir(resolve(path), { recursive: true });
  return openDirectory(path);
}

/** The nearest folder above this file that holds package.json: the checkout, from the sources as from the bundle. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) throw new Error('The lab is not complete: no folder above it holds package.json.');
    folder = dirname(folder);
  }
  return folder;
}

/**
 * The host of a Node process.
 *
 * @param gpu WebGPU from Dawn, undefined where it is not installed.
 * @param storage where runs and generated data go, by default `csi-lab` in the user's cache folder.
 */
export function createNodeHost(gpu: GPU | undefined, storage?: string): Host {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return {
    gpu,
    decodePicture: decodePictureInNode,
    storage: () => makeDirectory(storage ?? join(cache, 'csi-lab')),
    async asset(path) {
      const location = join(packageRoot(), 'public', path);
      if (!existsSync(location)) throw new Error(`The lab's own file public/${path} is missing; check it out again.`);
      return new Uint8Array(await readFile(location));
    },
  };
}
