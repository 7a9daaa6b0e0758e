/** A folder in memory for tests, with the failures that storage has. */
import type { SourceFile, WritableDirectory } from '../host';

/** Numbers the contents in the order of writing, in place of a clock. */
const changes = new WeakMap<Uint8Array, number>();
let lastChange = 0;

export class MemoryFolder implements WritableDirectory {
  readonly files = new Map<string, Uint8Array>();
  /** After that many more writes, every write fails half-way, as when the machine is switched off. */
  writesLeft = Number.POSITIVE_INFINITY;

  constructor(
    readonly name = 'memory',
    private readonly prefix = '',
    files?: Map<string, Uint8Array>,
  ) {
    if (files) this.files = files;
  }

  async *entries(): AsyncIterable<{ name: string; kind: 'file' | 'directory' }> {
    const seen = new Set<string>();
    for (const path of this.files.keys()) {
      if (!path.startsWith(this.prefix)) continue;
      const [name = '', ...rest] = path.slice(this.prefix.length).split('/');
      if (!seen.has(name)) yield { name, kind: rest.length ? 'directory' : 'file' };
      seen.add(name);
    }
  }

  async directory(path: string): Promise<MemoryFolder | null> {
    const prefix = `${this.prefix}${path}/`;
    if (![...this.files.keys()].some((p) => p.startsWith(prefix))) return null;
    return new MemoryFolder(path.split('/').at(-1)!, prefix, this.files);
  }

  async file(path: string): Promise<SourceFile | null> {
    const bytes = this.files.get(this.prefix + path);
    if (!bytes) return null;
    return {
      name: path.split('/').at(-1)!,
      path,
      size: async () => bytes.byteLength,
      stamp: async () => `${bytes.byteLength} ${changes.get(bytes) ?? 0}`,
      bytes: async () => new Uint8Array(bytes),
      slice: async (from, to) => new Uint8Array(bytes.slice(from, to)),
    };
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const cut = --this.writesLeft < 0;
    const kept = bytes.slice(0, cut ? Math.floor(bytes.length / 2) : bytes.length);
    this.files.set(this.prefix + path, kept);
    changes.set(kept, ++lastChange);
    if (cut) throw new Error('switched off');
  }

  async append(path: string, bytes: Uint8Array): Promise<void> {
    const before = this.files.get(this.prefix + path) ?? new Uint8Array(0);
    const after = new Uint8Array(before.length + bytes.length);
    after.set(before);
    after.set(bytes, before.length);
    await this.write(path, after);
  }

  async remove(path: string): Promise<void> {
    this.files.delete(this.prefix + path);
  }
}
