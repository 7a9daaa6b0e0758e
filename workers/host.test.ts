import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './data/testing/datasets';
import type { Directory } from './host';
import { FileListDirectory, HandleDirectory, WritableHandleDirectory } from './host-browser';
import { createNodeHost, openDirectory } from './host-node';

const bytes = (text: string) => new TextEncoder().encode(text);

async function list(folder: Directory): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, kind } of folder.entries()) names.push(`${kind} ${name}`);
  return names.sort();
}

async function read(folder: Directory | null, path: string): Promise<string | null> {
  const file = await folder?.file(path);
  return file ? new TextDecoder().decode(await file.bytes()) : null;
}

/** What a folder with `a.txt` = "one" and `sub/deep/b.txt` = "two" must do, whatever it is made of. */
async function expectFolder(folder: Directory): Promise<void> {
  expect(await list(folder)).toEqual(['directory sub', 'file a.txt']);
  expect(await read(folder, 'a.txt')).toBe('one');
  expect(await read(folder, 'sub/deep/b.txt')).toBe('two');
  expect(await folder.file('sub')).toBeNull();
  expect(await folder.file('sub/none.txt')).toBeNull();
  expect(await folder.directory('a.txt')).toBeNull();
  expect(await folder.directory('sub/none')).toBeNull();
  const deep = await folder.directory('sub/deep');
  expect(deep?.name).toBe('deep');
  const file = await deep?.file('b.txt');
  expect([file?.name, file?.path, await file?.size()]).toEqual(['b.txt', 'sub/deep/b.txt', 3]);
}

/** The part of the File System Access API that a folder handle offers, in memory. */
class FakeFolder {
  readonly kind = 'directory';
  readonly children = new Map<string, FakeFolder | FakeFile>();

  constructor(readonly name: string) {}

  async *entries() {
    yield* this.children;
  }

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<FakeFolder> {
    return this.get(name, FakeFolder, create);
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<FakeFile> {
    return this.get(name, FakeFile, create);
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.children.delete(name)) throw new DOMException('', 'NotFoundError');
  }

  private get<T extends FakeFolder | FakeFile>(name: string, kind: new (name: string) => T, create: boolean): T {
    const child = this.children.get(name) ?? (create ? new kind(name) : null);
    if (!child) throw new DOMException('', 'NotFoundError');
    if (!(child instanceof kind)) throw new DOMException('', 'TypeMismatchError');
    this.children.set(name, child);
    return child;
  }
}

class FakeFile {
  readonly kind = 'file';
  content = new Uint8Array(0);
  private open = false;

  constructor(readonly name: string) {}

  async getFile(): Promise<File> {
    return new File([this.content], this.name);
  }

  /** Exclusive, as in browsers. */
  async createSyncAccessHandle() {
    if (this.open) throw new DOMException('', 'NoModificationAllowedError');
    this.open = true;
    return {
      truncate: (length: number) => {
        this.content = this.content.slice(0, length);
      },
      getSize: () => this.content.length,
      write: (data: Uint8Array, { at }: { at: number }) => {
        const grown = new Uint8Array(Math.max(this.content.length, at + data.length));
        grown.set(this.content);
        grown.set(data, at);
        this.content = grown;
        return data.length;
      },
      close: () => {
        this.open = false;
      },
    };
  }
}

const asHandle = (folder: FakeFolder) => folder as unknown as FileSystemDirectoryHandle;

describe('a folder', () => {
  it('on disk', async () => {
    const folder = await temporaryFolder();
    await folder.write('a.txt', bytes('one'));
    await folder.write('sub/deep/b.txt', bytes('two'));
    await expectFolder(folder);
    await symlink(join(folder.location, 'sub'), join(folder.location, 'link'));
    expect(await read(folder, 'link/deep/b.txt')).toBe('two');
    expect(await list(folder)).toContain('directory link');
    await expect(folder.file('../secret')).rejects.toThrow(/leaves the folder/);
  });

  it('behind a handle', async () => {
    const root = new FakeFolder('set');
    const folder = new WritableHandleDirectory(asHandle(root));
    await folder.write('a.txt', bytes('one'));
    await folder.write('sub/deep/b.txt', bytes('two'));
    await expectFolder(new HandleDirectory(asHandle(root)));
    await expectFolder(folder);
  });

  it('of a file list', async () => {
    const file = (text: string, path: string) =>
      Object.defineProperty(new File([text], path.split('/').at(-1) ?? ''), 'webkitRelativePath', { value: path });
    const folder = FileListDirectory.from([file('two', 'set/sub/deep/b.txt'), file('one', 'set/a.txt')]);
    expect(folder.name).toBe('set');
    await expectFolder(folder);
    const loose = FileListDirectory.from([new File(['x'], 'x.png'), new File(['y'], 'y.png')]);
    expect(await list(loose)).toEqual(['file x.png', 'file y.png']);
  });

  it('whose permission is lost says so instead of looking empty', async () => {
    const root = new FakeFolder('set');
    root.getFileHandle = () => Promise.reject(new DOMException('no permission', 'NotAllowedError'));
    await expect(new HandleDirectory(asHandle(root)).file('a.txt')).rejects.toThrow('no permission');
  });
});

describe.each([
  ['on disk', temporaryFolder],
  ['behind a handle', async () => new WritableHandleDirectory(asHandle(new FakeFolder('set')))],
])('writing %s', (_, make) => {
  it('replaces, appends in order and removes', async () => {
    const folder = await make();
    await folder.write('run/config.json', bytes('a longer text'));
    await folder.write('run/config.json', bytes('short'));
    expect(await read(folder, 'run/config.json')).toBe('short');
    for (const part of ['1', '2', '3']) await folder.append('run/metrics.ndjson', bytes(part));
    expect(await read(folder, 'run/metrics.ndjson')).toBe('123');
    await folder.remove('run/config.json');
    await folder.remove('run/config.json');
    await folder.remove('never/was/here');
    expect(await read(folder, 'run/config.json')).toBeNull();
    await folder.remove('run');
    expect(await folder.directory('run')).toBeNull();
  });
});

it('writes to one file behind a handle wait for each other', async () => {
  const folder = new WritableHandleDirectory(asHandle(new FakeFolder('set')));
  await Promise.all(['1', '2', '3', '4'].map((part) => folder.append('log', bytes(part))));
  expect(await read(folder, 'log')).toBe('1234');
});

describe('Node', () => {
  it('names a folder that is not there, and a file in its place', async () => {
    const folder = await temporaryFolder();
    await folder.write('a.txt', bytes('one'));
    await expect(openDirectory(join(folder.location, 'none'))).rejects.toThrow(/There is no folder .*none/);
    await expect(openDirectory(join(folder.location, 'a.txt'))).rejects.toThrow(/is a file/);
  });

  it('keeps its storage where it is told and finds the files of the checkout', async () => {
    const { location } = await temporaryFolder();
    const host = createNodeHost(undefined, join(location, 'new', 'cache'));
    await (await host.storage()).write('x', bytes('kept'));
    expect(await read(await openDirectory(location), 'new/cache/x')).toBe('kept');
    await expect(host.asset('no/such/file')).rejects.toThrow(/public\/no\/such\/file is missing/);
  });
});
