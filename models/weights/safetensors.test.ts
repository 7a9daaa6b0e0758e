import { describe, expect, it } from 'vitest';
import { readMetadata, readSafetensors, SafetensorsError, toFloat32, writeSafetensors } from './safetensors';

/** A file with any header, to test what the writer never makes. */
function file(header: unknown, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const entry = (dtype: string, shape: number[], begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('round trip', () => {
  const tensors = new Map<string, { shape: number[]; values: Float32Array | Uint8Array }>([
    ['mask', { shape: [5], values: new Uint8Array([1, 0, 1, 1, 255]) }],
    ['b', { shape: [2, 3], values: new Float32Array([1, -2, 3.5, Number.POSITIVE_INFINITY, 1e-40, 0]) }],
    ['a', { shape: [], values: new Float32Array([7]) }],
    ['nothing', { shape: [0, 4], values: new Float32Array(0) }],
  ]);

  it('keeps names, shapes, values and metadata', () => {
    const bytes = writeSafetensors(tensors, { iteration: '12' });
    const read = readSafetensors(bytes);
    expect(read.size).toBe(4);
    for (const [name, { shape, values }] of tensors) {
      expect(read.get(name)!.shape).toEqual(shape);
      expect(read.get(name)!.data).toEqual(values);
    }
    expect(readMetadata(bytes)).toEqual({ iteration: '12' });
    expect(readMetadata(writeSafetensors(tensors))).toEqual({});
  });

  it('writes the same bytes whatever the order', () => {
    expect(writeSafetensors(new Map([...tensors].reverse()))).toEqual(writeSafetensors(tensors));
  });

  it('reads from an unaligned position', () => {
    const bytes = writeSafetensors(tensors);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    for (const bytes of [shifted.subarray(3), Buffer.from(shifted.buffer, 3)])
      expect(readSafetensors(bytes).get('b')!.data).toEqual(tensors.get('b')!.values);
  });

  it('refuses values that do not fill the shape', () => {
    expect(() => writeSafetensors(new Map([['w', { shape: [3], values: new Float32Array(2) }]]))).toThrow(
      'w: 2 values for a tensor of shape [3].',
    );
  });
});

describe('toFloat32', () => {
  const read = (dtype: string, shape: number[], data: Uint8Array) =>
    Array.from(toFloat32(readSafetensors(file({ t: entry(dtype, shape, 0, data.length) }, data)).get('t')!));
  const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer as ArrayBuffer);

  it('widens half precision, normal, subnormal and special', () => {
    const halves = new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7c00, 0x8000, 0x3555]);
    expect(read('F16', [6], bytesOf(halves))).toEqual([
      1,
      -2,
      2 ** -24,
      Number.POSITIVE_INFINITY,
      -0,
      Math.fround(0.333251953125),
    ]);
    expect(read('BF16', [2], bytesOf(new Uint16Array([0x3f80, 0xc049])))).toEqual([1, -3.140625]);
  });

  it('converts integers, doubles and booleans', () => {
    expect(read('I64', [2], bytesOf(new BigInt64Array([-5n, 1n << 40n])))).toEqual([-5, 2 ** 40]);
    expect(read('F64', [1], bytesOf(new Float64Array([0.1])))).toEqual([Math.fround(0.1)]);
    expect(read('BOOL', [2], new Uint8Array([1, 0]))).toEqual([1, 0]);
  });
});

describe('damaged files', () => {
  const eight = new Uint8Array(8);
  const cases: [string, Uint8Array, RegExp][] = [
    ['too short', new Uint8Array(4), /4 bytes: too short/],
    ['a length that is no length', new Uint8Array(16).fill(255), /no safetensors file/],
    ['a cut header', file({ t: entry('F32', [2], 0, 8) }, eight).subarray(0, 20), /cut off: its header/],
    ['no JSON', file('{"a"', eight), /not valid JSON/],
    ['a list as header', file('[]', eight), /not a JSON object/],
    ['an unknown type', file({ t: entry('Q4', [2], 0, 8) }, eight), /t: the type Q4/],
    ['a negative size', file({ t: entry('F32', [-2], 0, 8) }, eight), /t: its shape/],
    ['a size that overflows', file({ t: entry('F32', [2 ** 40, 2 ** 40], 0, 8) }, eight), /t: shape/],
    ['three offsets', file({ t: { dtype: 'F32', shape: [2], data_offsets: [0, 8, 9] } }, eight), /data_offsets/],
    ['a wrong size', file({ t: entry('F32', [3], 0, 8) }, eight), /t: shape \[3\] of F32 needs 12 bytes, not 8/],
    ['cut data', file({ t: entry('F32', [4], 0, 16) }, eight), /cut off: t ends at byte 16/],
    ['an overlap', file({ a: entry('F32', [2], 0, 8), b: entry('F32', [1], 4, 8) }, eight), /a and b overlap/],
    ['a gap', file({ a: entry('F32', [1], 4, 8) }, eight), /4 bytes before the tensor a/],
    ['a rest', file({ a: entry('F32', [1], 0, 4) }, eight), /4 bytes at the end/],
  ];
  it.each(cases)('says what is wrong: %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });
});
