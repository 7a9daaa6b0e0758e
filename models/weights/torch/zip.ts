/**
 * Reads the members of a zip archive (stored or deflated, zip64 too) from its central directory, one at a time: an
 * archive on disk may be larger than one array.
 *
 * Positions and sizes are checked against the bytes of the file before anything is allocated; a deflated member is
 * unpacked into a buffer of its stated size, once the budget has agreed, and never beyond it.
 */
import type { AllocationBudget } from '../allocation-budget';
import { crc32 } from './crc32';
import { inflateRaw } from './inflate-raw';

const END = 0x06054b50;
const END_BYTES = 22;
const END64 = 0x06064b50;
const END64_BYTES = 56;
const LOCATOR64 = 0x07064b50;
const LOCATOR64_BYTES = 20;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 65_535;
const ZIP64_FIELD = 1;
const IN_ZIP64 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
/** Deflate cannot pack more than about 1032 bytes into one. */
const MAX_RATIO = 1032;

/** Bytes in memory or on disk; what lies beyond the end is left out of what is read. */
export interface ByteSource {
  size: number;
  read(start: number, length: number): Uint8Array | Promise<Uint8Array>;
}

export const inMemory = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (start, length) => bytes.subarray(start, start + length),
});

export const onDisk = (blob: Blob): ByteSource => ({
  size: blob.size,
  read: async (start, length) => new Uint8Array(await blob.slice(start, start + length).arrayBuffer()),
});

export interface ZipOptions {
  /** What all failures are thrown as; their sentence names the file and says what to do. */
  error: new (
    sentence: string,
  ) => Error;
  /** Asked before a member is unpacked. */
  budget?: AllocationBudget;
}

interface Member {
  method: number;
  encrypted: boolean;
  crc: number;
  packed: number;
  size: number;
  /** Position of the local header. */
  header: number;
}

export class ZipArchive {
  private readonly members = new Map<string, Member>();

  private constructor(
    private readonly source: ByteSource,
    private readonly file: string,
    private readonly options: ZipOptions,
  ) {}

  /** @throws where the directory is missing or does not fit the file. */
  static async open(source: ByteSource, file: string, options: ZipOptions): Promise<ZipArchive> {
    const archive = new ZipArchive(source, file, options);
    await archive.readDirectory();
    return archive;
  }

  /** Paths of the files; folders, which some programs list, are left out. */
  names(): string[] {
    return [...this.members.keys()].filter((name) => !name.endsWith('/'));
  }

  /** Content of a member, checked against its checksum; null where there is no such member. */
  async read(name: string): Promise<Uint8Array | null> {
    const member = this.members.get(name);
    if (!member) return null;
    const packed = await this.packedBytes(name, member);
    const content = member.method === STORED ? packed : await this.unpack(name, member, packed);
    if (crc32(content) !== member.crc)
      throw this.damaged(`the checksum of its part ${name} is wrong; copy or download it again`);
    return content;
  }

  private async packedBytes(name: string, { encrypted, method, packed, size, header }: Member): Promise<Uint8Array> {
    if (encrypted) throw this.refused('is encrypted; unpack it and save it without a password');
    if (method !== STORED && method !== DEFLATED)
      throw this.refused(`holds ${name}, which is packed in the way ${method}; only deflate is read`);
    if (method === STORED && packed !== size) throw this.damaged(`${name} has two sizes, ${packed} and ${size}`);
    const local = viewOf(await this.source.read(header, LOCAL_BYTES));
    if (local.byteLength < LOCAL_BYTES || local.getUint32(0, true) !== LOCAL)
      throw this.damaged(`there is no ${name} where its directory says`);
    const start = header + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
    if (start + packed > this.source.size)
      throw this.damaged(`${name} ends at byte ${start + packed} of ${this.source.size}`);
    return this.source.read(start, packed);
  }

  private unpack(name: string, { size }: Member, packed: Uint8Array): Promise<Uint8Array> {
    if (size > packed.length * MAX_RATIO)
      throw this.damaged(`${packed.length} bytes cannot hold the ${size} of ${name}`);
    this.options.budget?.take(size, name);
    return inflateRaw(packed, size).catch(() => {
      throw this.damaged(`${name} cannot be unpacked to its ${size} bytes; copy or download it again`);
    });
  }

  private async readDirectory(): Promise<void> {
    const { count, size, start } = await this.findDirectory();
    if (start + size > this.source.size) throw this.damaged('its directory lies beyond its end');
    if (count * ENTRY_BYTES > size) throw this.damaged(`its directory is too small for ${count} parts`);
    const bytes = await this.source.read(start, size);
    const view = viewOf(bytes);
    let at = 0;
    for (let i = 0; i < count; i++) {
      if (at + ENTRY_BYTES > size || view.getUint32(at, true) !== ENTRY) throw this.damaged('its directory is broken');
      const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      const nameEnd = at + ENTRY_BYTES + nameBytes!;
      const end = nameEnd + extraBytes! + commentBytes!;
      if (end > size) throw this.damaged('its directory is broken');
      const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, nameEnd));
      if (this.members.has(name)) throw this.damaged(`it has two parts named ${name}`);
      this.members.set(name, this.member(view, at, nameEnd, nameEnd + extraBytes!));
      at = end;
    }
  }

  private member(view: DataView, at: number, extraStart: number, extraEnd: number): Member {
    const sizes = [24, 20, 42].map((offset) => view.getUint32(at + offset, true));
    this.applyZip64(view, sizes, extraStart, extraEnd);
    const [size, packed, header] = sizes as [number, number, number];
    return {
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      crc: view.getUint32(at + 16, true),
      packed,
      size,
      header,
    };
  }

  /** The zip64 field holds those of size, packed size and position that do not fit 32 bits, in this order. */
  private applyZip64(view: DataView, sizes: number[], start: number, end: number): void {
    for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
      if (view.getUint16(at, true) !== ZIP64_FIELD) continue;
      let value = at + 4;
      for (const [i, size] of sizes.entries()) {
        if (size !== IN_ZIP64) continue;
        if (value + 8 > end) throw this.damaged('its directory is broken');
        sizes[i] = this.count64(view, value);
        value += 8;
      }
      return;
    }
  }

  private async findDirectory(): Promise<{ count: number; size: number; start: number }> {
    const tailStart = Math.max(0, this.source.size - END_BYTES - MAX_COMMENT_BYTES - LOCATOR64_BYTES);
    const tail = viewOf(await this.source.read(tailStart, this.source.size - tailStart));
    for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
      if (tail.getUint32(at, true) !== END) continue;
      const locator = at - LOCATOR64_BYTES;
      if (locator >= 0 && tail.getUint32(locator, true) === LOCATOR64)
        return this.directory64(this.count64(tail, locator + 8));
      const [size, start] = [12, 16].map((offset) => tail.getUint32(at + offset, true));
      return { count: tail.getUint16(at + 10, true), size: size!, start: start! };
    }
    throw this.refused(
      'is no zip archive, or it is cut off: it lacks its directory at the end; copy or download it again',
    );
  }

  private async directory64(at: number): Promise<{ count: number; size: number; start: number }> {
    const record = viewOf(await this.source.read(at, END64_BYTES));
    if (record.byteLength < END64_BYTES || record.getUint32(0, true) !== END64)
      throw this.damaged('its directory is not where it says');
    const [count, size, start] = [32, 40, 48].map((offset) => this.count64(record, offset));
    return { count: count!, size: size!, start: start! };
  }

  private count64(view: DataView, at: number): number {
    const value = Number(view.getBigUint64(at, true));
    if (value > this.source.size * MAX_RATIO) throw this.damaged(`a size or position in it is ${value}`);
    return value;
  }

  private damaged(what: string): Error {
    return this.refused(`is damaged: ${what}`);
  }

  private refused(what: string): Error {
    return new this.options.error(`${this.file} ${what}.`);
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
