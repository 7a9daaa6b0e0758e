/**
 * The engine's host in a browser's worker: folders that were picked or dropped, the browser's private file system, and
 * files served beside the page.
 */
import { decodePictureInBrowser } from './data/picture/decode-browser';
import type { Directory, Host, SourceFile, WritableDirectory } from './host';

class BlobFile implements SourceFile {
  constructor(
    private readonly open: () => Promise<File>,
    readonly name: string,
    readonly path: string,
  ) {}

  async size(): Promise<number> {
    return (await this.open()).size;
  }

  async stamp(): Promise<string> {
    const { size, lastModified } = await this.open();
    return `${size} ${lastModified}`;
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.open()).arrayBuffer());
  }

  async slice(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.open()).slice(from, to).arrayBuffer());
  }
}

/** Null for what is not there; any other error, such as a lost permission, is passed on. */
async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError'))
      return null;
    throw error;
  }
}

/** A folder behind a handle of the File System Access API. Browsers skip symbolic links without a word. */
export class HandleDirectory implements Directory {
  readonly name: string;

  constructor(
    protected readonly handle: FileSystemDirectoryHandle,
    protected readonly prefix = '',
  ) {
    this.name = handle.name;
  }

  async *entries(): AsyncIterable<{ name: string; kind: 'file' | 'directory' }> {
    for await (const [name, { kind }] of this.handle.entries()) yield { name, kind };
  }

  async directory(path: string): Promise<Directory | null> {
    const handle = await orNull(this.descend(path.split('/'), false));
    return handle && new HandleDirectory(handle, `${this.prefix}${path}/`);
  }

  async file(path: string): Promise<SourceFile | null> {
    const handle = await orNull(this.fileHandle(path, false));
    return handle && new BlobFile(() => handle.getFile(), handle.name, this.prefix + path);
  }

  protected async descend(parts: string[], create: boolean): Promise<FileSystemDirectoryHandle> {
    let folder = this.handle;
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
    return folder;
  }

  protected async fileHandle(path: string, create: boolean): Promise<FileSystemFileHandle> {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    return (await this.descend(parts, create)).getFileHandle(name, { create });
  }
}

/**
 * A folder that may be written: the private file system, or a folder that the user picked for saving.
 *
 * Workers write to the private file system in place by synchronous access; `createWritable` copies the whole file for
 * every append, and is used where that access does not exist.
 */
export class WritableHandleDirectory extends HandleDirectory implements WritableDirectory {
  /** The access to a file is exclusive, so writes to the same file wait for each other. */
  private readonly writing = new Map<string, Promise<void>>();

  override async directory(path: string): Promise<WritableDirectory | null> {
    const handle = await orNull(this.descend(path.split('/'), false));
    return handle && new WritableHandleDirectory(handle, `${this.prefix}${path}/`);
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    return this.inTurn(path, () => this.store(path, bytes, false));
  }

  append(path: string, bytes: Uint8Array): Promise<void> {
    return this.inTurn(path, () => this.store(path, bytes, true));
  }

  async remove(path: string): Promise<void> {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    await orNull(this.descend(parts, false).then((folder) => folder.removeEntry(name, { recursive: true })));
  }

  private async inTurn(path: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.writing.get(path) ?? Promise.resolve()).catch(() => {}).then(work);
    this.writing.set(path, turn);
    try {
      await turn;
    } finally {
      if (this.writing.get(path) === turn) this.writing.delete(path);
    }
  }

  private async store(path: string, bytes: Uint8Array, append: boolean): Promise<void> {
    const file = await this.fileHandle(path, true);
    const access = await synchronousAccess(file);
    // A view of shared memory can be written by neither way.
    const data = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
    if (access) {
      try {
        if (!append) access.truncate(0);
        const at = append ? access.getSize() : 0;
        const written = access.write(data, { at });
        if (written !== data.length)
          throw new Error(`Only ${written} of ${data.length} bytes of ${path} fit; free space.`);
      } finally {
        access.close();
      }
      return;
    }
    const stream = await file.createWritable({ keepExistingData: append });
    if (append) await stream.seek((await file.getFile()).size);
    await stream.write(data);
    await stream.close();
  }
}

/** Null outside workers and outside the private file system. */
async function synchronousAccess(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle | null> {
  if (typeof file.createSyncAccessHandle !== 'function') return null;
  try {
    return await file.createSyncAccessHandle();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'InvalidStateError') return null;
    throw error;
  }
}

/** A folder from a flat list of files, as `<input webkitdirectory>` and drops in other browsers give it. */
export class FileListDirectory implements Directory {
  private readonly files = new Map<string, File>();
  private readonly folders = new Map<string, FileListDirectory>();

  private constructor(
    readonly name: string,
    private readonly prefix: string,
  ) {}

  /** Files without a relative path lie side by side in a folder without a name. */
  static from(files: Iterable<File>): FileListDirectory {
    const list = [...files].map((file) => ({ file, parts: (file.webkitRelativePath || file.name).split('/') }));
    const name = list[0]?.parts[0] ?? '';
    const nested = list.every(({ parts }) => parts.length > 1 && parts[0] === name);
    const root = new FileListDirectory(nested ? name : '', '');
    for (const { file, parts } of list) root.place(nested ? parts.slice(1) : parts, file);
    return root;
  }

  private place([first, ...rest]: string[], file: File): void {
    if (rest.length === 0) {
      this.files.set(first, file);
      return;
    }
    let folder = this.folders.get(first);
    if (!folder) {
      folder = new FileListDirectory(first, `${this.prefix}${first}/`);
      this.folders.set(first, folder);
    }
    folder.place(rest, file);
  }

  async *entries(): AsyncIterable<{ name: string; kind: 'file' | 'directory' }> {
    for (const name of this.folders.keys()) yield { name, kind: 'directory' };
    for (const name of this.files.keys()) yield { name, kind: 'file' };
  }

  async directory(path: string): Promise<FileListDirectory | null> {
    let folder: FileListDirectory | undefined = this;
    for (const part of path.split('/')) folder = folder?.folders.get(part);
    return folder ?? null;
  }

  async file(path: string): Promise<SourceFile | null> {
    const at = path.lastIndexOf('/');
    const folder = at < 0 ? this : await this.directory(path.slice(0, at));
    const file = folder?.files.get(path.slice(at + 1));
    return file ? new BlobFile(async () => file, file.name, this.prefix + path) : null;
  }
}

/**
 * The host of a browser's worker.
 *
 * @param base address of the folder that holds index.html, with a slash at its end.
 */
export function createBrowserHost(base: string): Host {
  return {
    gpu: navigator.gpu,
    decodePicture: decodePictureInBrowser,
    storage: async () => new WritableHandleDirectory(await navigator.storage.getDirectory()),
    async asset(path) {
      const response = await fetch(new URL(path, base));
      // Servers of single-page applications answer a missing file with the page itself.
      const isPage = response.headers.get('content-type')?.startsWith('text/html') && !path.endsWith('.html');
      if (!response.ok || isPage)
        throw new Error(`The lab's own file ${path} is missing on this server; deploy it again.`);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
