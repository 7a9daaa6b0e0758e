/**
 * Reads the members of a zip archive (stored or deflated, zip64 too) from its central directory.
 *
 * Positions and sizes are checked against the bytes of the file before anything is allocated; a deflated member is
 * unpacked into a buffer of its stated size, once the budget has agreed, and never beyond it.
 */
import type { AllocationBudget } from '../allocation-budget';
import { WeightsFileError } from '../weights-file-error';
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
/** Deflate cannot pack more than about 1032 bytes into one. */
const MAX_RATIO = 1032;

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
  private readonly view: DataView;

  /** @throws WeightsFileError where the directory is missing or does not fit the file. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly file: string,
    private readonly budget: AllocationBudget,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.readDirectory();
  }

  names(): string[] {
    return [...this.members.keys()];
  }

  /** Content of a member, checked against its checksum; null where there is no such member. */
  async read(name: string): Promise<Uint8Array | null> {
    const member = this.members.get(name);
    if (!member) return null;
    const packed = this.packedBytes(name, member);
    const content = member.method === 0 ? packed : await this.unpack(name, member, packed);
    if (crc32(content) !== member.crc)
      throw this.damaged(`the checksum of its part ${name} is wrong; copy or download it again`);
    return content;
  }

  private packedBytes(name: string, { encrypted, method, packed, size, header }: Member): Uint8Array {
    if (encrypted) throw new WeightsFileError(`${this.file} is encrypted; unpack it and save it without a password.`);
    if (method !== 0 && method !== 8)
      throw new WeightsFileError(`${this.file}: ${name} is packed in the way ${method}; only deflate is read.`);
    if (method === 0 && packed !== size) throw this.damaged(`${name} has two sizes, ${packed} and ${size}`);
    if (header + LOCAL_BYTES > this.bytes.length || this.view.getUint32(header, true) !== LOCAL)
      throw this.damaged(`there is no ${name} where its directory says`);
    const start =
      header + LOCAL_BYTES + this.view.getUint16(header + 26, true) + this.view.getUint16(header + 28, true);
    if (start + packed > this.bytes.length)
      throw this.damaged(`${name} ends at byte ${start + packed} of ${this.bytes.length}`);
    return this.bytes.subarray(start, start + packed);
  }

  private unpack(name: string, { size }: Member, packed: Uint8Array): Promise<Uint8Array> {
    if (size > packed.length * MAX_RATIO)
      throw this.damaged(`${packed.length} bytes cannot hold the ${size} of ${name}`);
    this.budget.take(size, name);
    return inflateRaw(packed, size).catch(() => {
      throw this.damaged(`${name} cannot be unpacked to its ${size} bytes; copy or download it again`);
    });
  }

  private readDirectory(): void {
    const { count, size, start } = this.findDirectory();
    if (start + size > this.bytes.length) throw this.damaged('its directory lies beyond its end');
    if (count * ENTRY_BYTES > size) throw this.damaged(`its directory is too small for ${count} parts`);
    let at = start;
    for (let i = 0; i < count; i++) {
      if (at + ENTRY_BYTES > start + size || this.view.getUint32(at, true) !== ENTRY)
        throw this.damaged('its directory is broken');
      const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((o) => this.view.getUint16(at + o, true));
      const end = at + ENTRY_BYTES + nameBytes! + extraBytes! + commentBytes!;
      if (end > start + size) throw this.damaged('its directory is broken');
      const nameEnd = at + ENTRY_BYTES + nameBytes!;
      const name = new TextDecoder().decode(this.bytes.subarray(at + ENTRY_BYTES, nameEnd));
      if (this.members.has(name)) throw this.damaged(`it has two parts named ${name}`);
      this.members.set(name, this.member(at, nameEnd, nameEnd + extraBytes!));
      at = end;
    }
  }

  private member(at: number, extraStart: number, extraEnd: number): Member {
    const sizes = [24, 20, 42].map((offset) => this.view.getUint32(at + offset, true));
    this.applyZip64(sizes, extraStart, extraEnd);
    const [size, packed, header] = sizes as [number, number, number];
    return {
      method: this.view.getUint16(at + 10, true),
      encrypted: (this.view.getUint16(at + 8, true) & 1) === 1,
      crc: this.view.getUint32(at + 16, true),
      packed,
      size,
      header,
    };
  }

  /** The zip64 field holds those of size, packed size and position that do not fit 32 bits, in this order. */
  private applyZip64(sizes: number[], start: number, end: number): void {
    for (let at = start; at + 4 <= end; at += 4 + this.view.getUint16(at + 2, true)) {
      if (this.view.getUint16(at, true) !== ZIP64_FIELD) continue;
      let value = at + 4;
      for (const [i, size] of sizes.entries()) {
        if (size !== IN_ZIP64) continue;
        if (value + 8 > end) throw this.damaged('its directory is broken');
        sizes[i] = this.count64(value);
        value += 8;
      }
      return;
    }
  }

  private findDirectory(): { count: number; size: number; start: number } {
    const lowest = Math.max(0, this.bytes.length - END_BYTES - MAX_COMMENT_BYTES);
    for (let at = this.bytes.length - END_BYTES; at >= lowest; at--) {
      if (this.view.getUint32(at, true) !== END) continue;
      const locator = at - LOCATOR64_BYTES;
      if (locator >= 0 && this.view.getUint32(locator, true) === LOCATOR64)
        return this.directory64(this.count64(locator + 8));
      const [size, start] = [12, 16].map((offset) => this.view.getUint32(at + offset, true));
      return { count: this.view.getUint16(at + 10, true), size: size!, start: start! };
    }
    throw new WeightsFileError(
      `${this.file} is cut off: it begins as a zip archive and lacks its directory at the end; copy or download it again.`,
    );
  }

  private directory64(at: number): { count: number; size: number; start: number } {
    if (at + END64_BYTES > this.bytes.length || this.view.getUint32(at, true) !== END64)
      throw this.damaged('its directory is not where it says');
    return { count: this.count64(at + 32), size: this.count64(at + 40), start: this.count64(at + 48) };
  }

  private count64(at: number): number {
    const value = Number(this.view.getBigUint64(at, true));
    if (value > this.bytes.length * MAX_RATIO) throw this.damaged(`a size or position in it is ${value}`);
    return value;
  }

  private damaged(what: string): WeightsFileError {
    return new WeightsFileError(`${this.file} is damaged: ${what}.`);
  }
}
