import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture } from '../testing/fixtures';
import { type SafeTensor, toFloat32, writeSafetensors } from './safetensors';
import { bytesOf, legacyFile, zipFile, zipForm } from './torch/testing/containers';
import { type Code, orderedDict, pickle, tensorCode } from './torch/testing/pickle-writer';
import { readWeightsFile } from './weights-file';
import { RefusedCallError, WeightsFileError } from './weights-file-error';

const read = (bytes: Uint8Array) => readWeightsFile(bytes, 'x.pth');

const six = bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6));
const tensor = (shape: number[], strides: number[], offset = 0): Code =>
  tensorCode({ type: 'FloatStorage', key: '0', elements: 6, offset, shape, strides });
const twoByThree = tensor([2, 3], [3, 1]);

async function valuesOf(root: Code, name = 'w'): Promise<number[][]> {
  const files = [
    zipForm(root, { 0: six }),
    zipForm(root, { 0: six }, { deflate: true }),
    zipForm(root, { 0: six }, { zip64: true, byteorder: 'little' }),
    legacyFile(root, [{ key: '0', elements: 6, bytes: six }]),
  ];
  return Promise.all(files.map(async (file) => Array.from(toFloat32((await read(file)).tensors.get(name)!))));
}

describe('tensors', () => {
  const views: [string, Code, number[]][] = [
    ['as they lie', twoByThree, [1, 2, 3, 4, 5, 6]],
    ['transposed', tensor([3, 2], [1, 3]), [1, 4, 2, 5, 3, 6]],
    ['a part', tensor([2], [1], 3), [4, 5]],
    ['every second column', tensor([2, 2], [3, 2]), [1, 3, 4, 6]],
    ['expanded', tensor([3, 2], [0, 1], 4), [5, 6, 5, 6, 5, 6]],
    ['a scalar', tensor([], [], 5), [6]],
    ['nothing', tensor([0, 4], [4, 1]), []],
    ['strides of dimensions of size one', tensor([1, 6, 1], [99, 1, 77]), [1, 2, 3, 4, 5, 6]],
  ];
  it.each(views)('reads them %s, from every container', async (_, code, expected) => {
    for (const values of await valuesOf(orderedDict([['w', code]]))) expect(values).toEqual(expected);
  });

  it('reads parameters, and tensors of subclasses', async () => {
    const parameter: Code = {
      call: { name: ['torch._utils', '_rebuild_parameter'] },
      args: [twoByThree, true, orderedDict([])],
    };
    const { args, call } = twoByThree as { call: Code; args: Code[] };
    const subclass: Code = {
      call: { name: ['torch._tensor', '_rebuild_from_type_v2'] },
      args: [call, { name: ['torch.nn.parameter', 'Parameter'] }, { tuple: args }, { dict: [] }],
    };
    for (const code of [parameter, subclass])
      for (const values of await valuesOf(orderedDict([['w', code]]))) expect(values).toEqual([1, 2, 3, 4, 5, 6]);
  });

  const types: [string, ArrayBufferView, SafeTensor['dtype'], number[]][] = [
    ['HalfStorage', Uint16Array.of(0x3c00, 0xc000), 'F16', [1, -2]],
    ['BFloat16Storage', Uint16Array.of(0x3f80, 0xc049), 'BF16', [1, -3.140625]],
    ['DoubleStorage', Float64Array.of(0.5, -2), 'F64', [0.5, -2]],
    ['LongStorage', BigInt64Array.of(-5n, 7n), 'I64', [-5, 7]],
    ['IntStorage', Int32Array.of(-5, 7), 'I32', [-5, 7]],
    ['ShortStorage', Int16Array.of(-5, 7), 'I16', [-5, 7]],
    ['CharStorage', Int8Array.of(-5, 7), 'I8', [-5, 7]],
    ['ByteStorage', Uint8Array.of(250, 7), 'U8', [250, 7]],
    ['BoolStorage', Uint8Array.of(1, 0), 'BOOL', [1, 0]],
  ];
  it.each(types)('reads %s, little- and big-endian', async (type, data, dtype, expected) => {
    const bytes = bytesOf(data);
    const width = bytes.length / 2;
    const reversed = bytes.map((_, i) => bytes[i - (i % width) + width - 1 - (i % width)]!);
    const root = orderedDict([['w', tensorCode({ type, key: '0', elements: 2, shape: [2], strides: [1] })]]);
    for (const file of [
      zipForm(root, { 0: bytes }),
      zipForm(root, { 0: reversed }, { byteorder: 'big' }),
      legacyFile(root, [{ key: '0', elements: 2, bytes }]),
      legacyFile(root, [{ key: '0', elements: 2, bytes: reversed }], true),
    ]) {
      const found = (await read(file)).tensors.get('w')!;
      expect(found.dtype).toBe(dtype);
      expect(Array.from(toFloat32(found))).toEqual(expected);
    }
  });

  it('shares a storage between tensors without copying it', async () => {
    const root = orderedDict([
      ['a', twoByThree],
      ['b', tensor([2], [1], 4)],
    ]);
    for (const file of [zipForm(root, { 0: six }), legacyFile(root, [{ key: '0', elements: 6, bytes: six }])]) {
      const shift = (4 - (Buffer.from(file).indexOf(six) % 4)) % 4;
      const aligned = new Uint8Array(file.length + shift);
      aligned.set(file, shift);
      const { tensors } = await read(aligned.subarray(shift));
      expect(tensors.get('a')!.data.buffer).toBe(aligned.buffer);
      expect(tensors.get('b')!.data.buffer).toBe(aligned.buffer);
      expect(Array.from(toFloat32(tensors.get('b')!))).toEqual([5, 6]);
    }
  });

  it('reads a storage that is a part of another, as old PyTorch wrote it', async () => {
    const part: Code = {
      tuple: ['storage', { name: ['torch', 'FloatStorage'] }, 'part', 'cpu', 2, { tuple: ['0', 3, 2] }],
    };
    const whole: Code = { tuple: ['storage', { name: ['torch', 'FloatStorage'] }, '0', 'cpu', 6, null] };
    const code = (storage: Code, size: number): Code => ({
      call: { name: ['torch._utils', '_rebuild_tensor_v2'] },
      args: [{ persistent: storage }, 0, { tuple: [size] }, { tuple: [1] }, false, orderedDict([])],
    });
    const root = orderedDict([
      ['whole', code(whole, 6)],
      ['part', code(part, 2)],
    ]);
    const { tensors } = await read(legacyFile(root, [{ key: '0', elements: 6, bytes: six }]));
    expect(Array.from(toFloat32(tensors.get('part')!))).toEqual([4, 5]);
  });

  it("equals PyTorch's own reading of the files beside the reference numbers", async () => {
    const weights = fixture('mit_tiny');
    const folder = join(process.env.CSI_FIXTURES ?? join('..', 'shared', 'fixtures'), 'ckpt');
    for (const file of ['tiny_zip.pth', 'tiny_legacy.pth']) {
      const { tensors } = await readWeightsFile(readFileSync(join(folder, file)), file);
      expect([...tensors.keys()].sort()).toEqual(weights.names('weights/').sort());
      for (const [name, found] of tensors) expect(toFloat32(found), name).toEqual(weights.floats(`weights/${name}`));
    }
  });
});

describe('hostile and damaged files', () => {
  const dict = orderedDict([['w', twoByThree]]);
  const good = zipForm(dict, { 0: six });
  const evil: Code = {
    dict: [
      ['w', twoByThree],
      ['x', { call: { name: ['posix', 'system'] }, args: ['true'] }],
    ],
  };

  it.each([
    ['a plain pickle', pickle(evil)],
    ['a pickle of protocol 0', Buffer.from("cposix\nsystem\n(S'true'\ntR.")],
    ['the zip form', zipForm(evil, { 0: six })],
    ['a deflated zip', zipForm(evil, { 0: six }, { deflate: true })],
    ['the legacy form', legacyFile(evil, [{ key: '0', elements: 6, bytes: six }])],
  ])('refuses %s that calls a function, by its name', async (_, bytes) => {
    const error = await read(bytes).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(RefusedCallError);
    expect((error as RefusedCallError).wanted).toBe('posix.system');
  });

  const huge = (shape: number[], strides: number[]) =>
    zipForm(orderedDict([['w', tensor(shape, strides)]]), { 0: six });
  const changed = (bytes: Uint8Array, at: number, value: number) => bytes.map((b, i) => (i === at ? value : b));
  const broken: [string, Uint8Array, RegExp][] = [
    ['a tensor of stride 0 that fills memory', huge([2 ** 31], [0]), /w needs 8589934592 bytes, more than/],
    ['a shape that overflows', huge([2 ** 40, 2 ** 40], [0, 0]), /w needs .* bytes, more than/],
    ['a view beyond its storage', huge([7], [1]), /needs 28 bytes of a storage of 24/],
    ['an offset beyond its storage', zipForm(orderedDict([['w', tensor([1], [1], 6)]]), { 0: six }), /needs 28 bytes/],
    ['a negative stride', huge([2], [-1]), /no counts/],
    ['too many dimensions', huge(new Array<number>(65).fill(1), new Array<number>(65).fill(1)), /more than 64/],
    ['a storage that is too small', zipForm(dict, { 0: six.subarray(0, 20) }), /has 20 bytes instead of 24/],
    ['a storage that is missing', zipForm(dict, {}), /lacks archive\/data\/0/],
    [
      'a legacy storage that is cut off',
      legacyFile(dict, [{ key: '0', elements: 6, bytes: six.subarray(0, 20) }]),
      /cut off/,
    ],
    [
      'a legacy storage that promises too much',
      legacyFile(dict, [{ key: '0', elements: 2 ** 50, bytes: six }]),
      /cut off/,
    ],
    ['a legacy storage of a negative size', legacyFile(dict, [{ key: '0', elements: -1, bytes: six }]), /-1 elements/],
    ['an unknown legacy storage', legacyFile(dict, [{ key: '9', elements: 6, bytes: six }]), /does not fit/],
    ['another pickle', pickle({ dict: [] }), /does not begin with the magic number/],
    ['a zip archive of something else', zipFile([['a.txt', six]]), /holds no data\.pkl/],
    [
      'a zip archive of two checkpoints',
      zipFile([
        ['a/data.pkl', six],
        ['b/data.pkl', six],
      ]),
      /holds 2 checkpoints/,
    ],
    [
      'a zip archive with two parts of one name',
      zipFile([
        ['a', six],
        ['a', six],
      ]),
      /two parts named a/,
    ],
    ['a zip archive without its end', good.subarray(0, good.length - 30), /lacks its directory/],
    ['a flipped bit in the weights', changed(good, Buffer.from(good).indexOf(six), 0x41), /checksum of its part/],
    ['an empty file', new Uint8Array(0), /x\.pth is empty/],
    ['a web page', Buffer.from('<!DOCTYPE html><p>'), /it is a web page/],
    ['a pointer of Git LFS', Buffer.from('version https://git-lfs.github.com/spec/v1\n'), /git lfs pull/],
    ['HDF5', Buffer.from('\x89HDF\r\n', 'latin1'), /HDF5/],
    ['gzip', Buffer.from([0x1f, 0x8b, 8]), /gzip/],
    ['text', Buffer.from('hello, world'), /no file of weights that the lab reads/],
  ];
  it.each(broken)('says what is wrong: %s', async (_, bytes, message) => {
    const error = (await read(bytes).catch((e: unknown) => e)) as Error;
    expect(error).toBeInstanceOf(WeightsFileError);
    expect(error.message).toMatch(message);
    expect(error.message).toContain('x.pth');
  });

  it('refuses a small archive that unpacks to gigabytes', async () => {
    const zeros = new Uint8Array(100 * 2 ** 20);
    const bomb = zipForm(dict, { 0: zeros }, { deflate: true });
    expect(bomb.length).toBeLessThan(2 ** 18);
    await expect(read(bomb)).rejects.toThrow(/more than a file of this size may unpack to/);
  });
});

describe('safetensors', () => {
  it('are told by their content, with their metadata', async () => {
    const bytes = writeSafetensors(new Map([['w', { shape: [2], values: Float32Array.of(1, 2) }]]), {
      classes: 'road',
    });
    const { format, tensors, metadata } = await readWeightsFile(bytes, 'weights.pth');
    expect(format).toBe('safetensors');
    expect(metadata).toEqual({ classes: 'road' });
    expect(tensors.get('w')!.data).toEqual(Float32Array.of(1, 2));
  });

  it('name the file when they are damaged', async () => {
    const bytes = writeSafetensors(new Map([['w', { shape: [2], values: Float32Array.of(1, 2) }]]));
    await expect(read(bytes.subarray(0, bytes.length - 1))).rejects.toThrow(/^x\.pth: .*cut off/);
  });
});
