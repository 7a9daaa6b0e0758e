/**
 * Safetensors files: an 8-byte little-endian header length, a JSON header, raw little-endian tensors.
 *
 * Files come from strangers, so the header is checked completely (types, sizes, offsets, overlaps, gaps) before
 * anything is allocated. Tensors whose data is aligned are views of the file's bytes, the others are copied.
 */

export type SafeDtype =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'I64'
  | 'U64'
  | 'I32'
  | 'U32'
  | 'I16'
  | 'U16'
  | 'I8'
  | 'U8'
  | 'BOOL';

export type SafeData =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

export interface SafeTensor {
  dtype: SafeDtype;
  shape: number[];
  /** Half precision is left as its 16-bit patterns; see `toFloat32`. */
  data: SafeData;
}

type ArrayType = new (buffer: ArrayBuffer, byteOffset: number, length: number) => SafeData;

const DTYPES: Record<SafeDtype, { bytes: number; array: ArrayType }> = {
  F64: { bytes: 8, array: Float64Array },
  F32: { bytes: 4, array: Float32Array },
  F16: { bytes: 2, array: Uint16Array },
  BF16: { bytes: 2, array: Uint16Array },
  I64: { bytes: 8, array: BigInt64Array },
  U64: { bytes: 8, array: BigUint64Array },
  I32: { bytes: 4, array: Int32Array },
  U32: { bytes: 4, array: Uint32Array },
  I16: { bytes: 2, array: Int16Array },
  U16: { bytes: 2, array: Uint16Array },
  I8: { bytes: 1, array: Int8Array },
  U8: { bytes: 1, array: Uint8Array },
  BOOL: { bytes: 1, array: Uint8Array },
};

/** The format's own limit on the header. */
const MAX_HEADER_BYTES = 100_000_000;

/** A file that is not what it says it is; the message names the tensor and the number. */
export class SafetensorsError extends Error {
  override name = 'SafetensorsError';
}

interface Entry {
  name: string;
  dtype: SafeDtype;
  shape: number[];
  begin: number;
  end: number;
}

/** Reads all tensors of a file. @throws SafetensorsError when the header and the bytes do not agree. */
export function readSafetensors(bytes: Uint8Array): Map<string, SafeTensor> {
  const { entries, dataStart } = readEntries(bytes);
  const tensors = new Map<string, SafeTensor>();
  for (const { name, dtype, shape, begin, end } of entries)
    tensors.set(name, { dtype, shape, data: dataOf(bytes, dtype, dataStart + begin, end - begin) });
  return tensors;
}

/** The free-form strings of a file's header. */
export function readMetadata(bytes: Uint8Array): Record<string, string> {
  const found = readHeader(bytes).header.__metadata__;
  if (found === undefined) return {};
  if (!isRecord(found)) throw new SafetensorsError('The header entry __metadata__ is not an object.');
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, String(value)]));
}

/**
 * Writes float tensors (F32) and byte tensors (U8), sorted by name so that equal content gives equal bytes.
 * @throws SafetensorsError when a tensor has not as many values as its shape says.
 */
export function writeSafetensors(
  tensors: Map<string, { shape: number[]; values: Float32Array | Uint8Array }>,
  metadata?: Record<string, string>,
): Uint8Array {
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  // Floats first: every tensor is then aligned to its element size.
  const isBytes = (name: string) => (tensors.get(name)!.values instanceof Uint8Array ? 1 : 0);
  const names = [...tensors.keys()].sort((a, b) => isBytes(a) - isBytes(b) || (a < b ? -1 : 1));
  let size = 0;
  for (const name of names) {
    const { shape, values } = tensors.get(name)!;
    if (product(shape) !== values.length)
      throw new SafetensorsError(`${name}: ${values.length} values for a tensor of shape [${shape}].`);
    header[name] = {
      dtype: values instanceof Uint8Array ? 'U8' : 'F32',
      shape,
      data_offsets: [size, size + values.byteLength],
    };
    size += values.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + headerBytes + size);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, 8, 8 + headerBytes);
  file.set(text, 8);
  let at = 8 + headerBytes;
  for (const name of names) {
    const { values } = tensors.get(name)!;
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file;
}

/** Values as float32, whatever the stored type; F32 is returned without a copy. */
export function toFloat32({ dtype, data }: SafeTensor): Float32Array {
  if (data instanceof Float32Array) return data;
  const result = new Float32Array(data.length);
  if (dtype === 'BF16') {
    const words = new Uint32Array(result.buffer);
    for (let i = 0; i < data.length; i++) words[i] = (data[i] as number) << 16;
  } else if (dtype === 'F16') {
    for (let i = 0; i < data.length; i++) result[i] = halfToFloat(data[i] as number);
  } else for (let i = 0; i < data.length; i++) result[i] = Number(data[i]);
  return result;
}

function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < 8)
    throw new SafetensorsError(`The file has ${bytes.length} bytes: too short for a safetensors file.`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES)
    throw new SafetensorsError(`The header would be ${length} bytes long: this is no safetensors file.`);
  if (8 + length > bytes.length)
    throw new SafetensorsError(`The file is cut off: its header needs ${8 + length} bytes and it has ${bytes.length}.`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch {
    throw new SafetensorsError('The header is not valid JSON: this is no safetensors file, or it is damaged.');
  }
  if (!isRecord(header)) throw new SafetensorsError('The header is not a JSON object.');
  return { header, dataStart: 8 + length };
}

function readEntries(bytes: Uint8Array): { entries: Entry[]; dataStart: number } {
  const { header, dataStart } = readHeader(bytes);
  const available = bytes.length - dataStart;
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name !== '__metadata__') entries.push(checkedEntry(name, value, available));
  }
  const inOrder = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const [i, { name, begin, end }] of inOrder.entries()) {
    if (begin < covered) throw new SafetensorsError(`The tensors ${inOrder[i - 1]!.name} and ${name} overlap.`);
    if (begin > covered)
      throw new SafetensorsError(`${begin - covered} bytes before the tensor ${name} belong to no tensor.`);
    covered = end;
  }
  if (covered !== available)
    throw new SafetensorsError(`${available - covered} bytes at the end of the file belong to no tensor.`);
  return { entries, dataStart };
}

function checkedEntry(name: string, value: unknown, available: number): Entry {
  if (!isRecord(value)) throw new SafetensorsError(`${name}: its header entry is not an object.`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(DTYPES, dtype))
    throw new SafetensorsError(`${name}: the type ${String(dtype)} is not supported.`);
  if (!isSizes(shape)) throw new SafetensorsError(`${name}: its shape is not a list of sizes.`);
  if (!isSizes(offsets) || offsets.length !== 2)
    throw new SafetensorsError(`${name}: its data_offsets are not two positions.`);
  const [begin, end] = offsets as [number, number];
  const type = dtype as SafeDtype;
  const needed = product(shape) * DTYPES[type].bytes;
  if (!Number.isSafeInteger(needed) || end - begin !== needed)
    throw new SafetensorsError(`${name}: shape [${shape}] of ${type} needs ${needed} bytes, not ${end - begin}.`);
  if (end > available)
    throw new SafetensorsError(`The file is cut off: ${name} ends at byte ${end} of ${available} bytes of data.`);
  return { name, dtype: type, shape, begin, end };
}

/** Bytes of one element. */
export function elementBytes(dtype: SafeDtype): number {
  return DTYPES[dtype].bytes;
}

/** The elements in bytes[start, start + size): a view where they are aligned, else a copy. */
export function dataOf(bytes: Uint8Array, dtype: SafeDtype, start: number, size: number): SafeData {
  const { bytes: width, array } = DTYPES[dtype];
  const offset = bytes.byteOffset + start;
  if (offset % width === 0) return new array(bytes.buffer as ArrayBuffer, offset, size / width);
  // Not `slice`: that of Node's Buffer, which is a Uint8Array too, does not copy.
  const copy = new Uint8Array(size);
  copy.set(bytes.subarray(start, start + size));
  return new array(copy.buffer, 0, size / width);
}

const product = (shape: number[]) => shape.reduce((a, b) => a * b, 1);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((v) => Number.isSafeInteger(v) && v >= 0);
}
