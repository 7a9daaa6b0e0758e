/** Reads numbers, texts and lines one after the other, and never beyond the end. */
import { WeightsFileError } from '../weights-file-error';

const text = new TextDecoder('utf-8');
const latin = new TextDecoder('latin1');

export class ByteCursor {
  private readonly view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    private readonly file: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.bytes[this.skip(1)]!;
  }

  u16(): number {
    return this.view.getUint16(this.skip(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  i32(): number {
    return this.view.getInt32(this.skip(4), true);
  }

  /** A 64-bit count. @throws where it is more than any file can hold. */
  u64(): number {
    const value = Number(this.view.getBigUint64(this.skip(8), true));
    if (!Number.isSafeInteger(value)) throw this.cutOff(value);
    return value;
  }

  bigEndianDouble(): number {
    return this.view.getFloat64(this.skip(8), false);
  }

  /** A view of the next bytes, not a copy. */
  take(length: number): Uint8Array {
    const start = this.skip(length);
    return this.bytes.subarray(start, start + length);
  }

  utf8(length: number): string {
    return text.decode(this.take(length));
  }

  latin1(length: number): string {
    return latin.decode(this.take(length));
  }

  /** Up to the next line feed, without it. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw this.cutOff(1);
    const line = latin.decode(this.bytes.subarray(this.at, end));
    this.at = end + 1;
    return line;
  }

  /** A little-endian two's complement integer, as a number where one can hold it. */
  integer(length: number): number | bigint {
    const bytes = this.take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
    const signed = BigInt.asIntN(8 * length, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  private skip(length: number): number {
    const start = this.at;
    if (length > this.bytes.length - start) throw this.cutOff(length);
    this.at = start + length;
    return start;
  }

  private cutOff(length: number): WeightsFileError {
    return new WeightsFileError(
      `${this.file} is cut off or damaged: at byte ${this.at} of ${this.bytes.length}, ${length} more are needed; copy or download it again.`,
    );
  }
}
