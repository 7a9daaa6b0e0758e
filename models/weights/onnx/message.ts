/**
 * The wire format of protocol buffers, as far as ONNX files need it (encoding of protobuf 3: varints, 32-bit floats,
 * length-delimited fields).
 *
 * A message is kept as a list of pieces that are joined once at the end: weights of hundreds of megabytes are copied a
 * single time.
 */
const VARINT = 0;
const LENGTH = 2;
const FIXED32 = 5;
const text = new TextEncoder();

export class Message {
  private readonly pieces: Uint8Array[] = [];
  private size = 0;

  /** A signed or unsigned integer field; negative numbers take ten bytes, as int64 does. */
  int(field: number, value: number): this {
    return this.key(field, VARINT).add(varint(value));
  }

  /** A 32-bit float field. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.key(field, FIXED32).add(bytes);
  }

  /** Bytes as they are; they are not copied before `bytes` is asked for. */
  raw(field: number, value: Uint8Array): this {
    return this.key(field, LENGTH).add(varint(value.length)).add(value);
  }

  text(field: number, value: string): this {
    return this.raw(field, text.encode(value));
  }

  /** A message inside this one; it must be complete. */
  inner(field: number, value: Message): this {
    this.key(field, LENGTH).add(varint(value.size));
    for (const piece of value.pieces) this.add(piece);
    return this;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const joined = new Uint8Array(this.size);
    let at = 0;
    for (const piece of this.pieces) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  }

  private key(field: number, type: number): this {
    return this.add(varint((field << 3) | type));
  }

  private add(piece: Uint8Array): this {
    this.pieces.push(piece);
    this.size += piece.length;
    return this;
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
