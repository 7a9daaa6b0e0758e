import { deflateSync } from 'node:zlib';
import { decode as fastDecode, encode as fastEncode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../models/engine/random';
import { readContainer } from './container';
import { decodePng, toPicture } from './decode';
import { chunk, encodePng } from './encode';
import { inflateStream } from './inflate';

const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

function noise(count: number, depth: number, seed = 1): Uint8Array | Uint16Array {
  const random = new RandomStream(seed, 10, 0);
  const out = depth === 16 ? new Uint16Array(count) : new Uint8Array(count);
  return out.map(() => random.integer(2 ** depth));
}

/** A PNG built chunk by chunk, so that a test can get any detail of it wrong. */
function assemble(
  header: number[],
  size: [number, number],
  raw: Uint8Array,
  packed = deflateSync(raw),
): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(13);
  new DataView(head.buffer).setUint32(0, size[0]);
  new DataView(head.buffer).setUint32(4, size[1]);
  head.set(header, 8);
  const parts = [chunk('IHDR', head), chunk('IDAT', packed), chunk('IEND', new Uint8Array(0))];
  return own(Buffer.concat([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...parts]));
}

/** The forward filters of the PNG specification, one kind for all rows. */
function filtered(data: Uint8Array, stride: number, step: number, kind: number): Uint8Array {
  const rows = data.length / stride;
  const out = new Uint8Array(rows * (stride + 1));
  const at = (y: number, i: number) => (y < 0 || i < 0 ? 0 : data[y * stride + i]);
  for (let y = 0; y < rows; y++) {
    out[y * (stride + 1)] = kind;
    for (let i = 0; i < stride; i++) {
      const [a, b, c] = [at(y, i - step), at(y - 1, i), at(y - 1, i - step)];
      const p = a + b - c;
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      out[y * (stride + 1) + 1 + i] = at(y, i) - [0, a, b, Math.floor((a + b) / 2), paeth][kind];
    }
  }
  return out;
}

describe('decodePng', () => {
  it.each([
    [8, 1],
    [8, 2],
    [8, 3],
    [8, 4],
    [16, 1],
    [16, 2],
    [16, 3],
    [16, 4],
  ] as const)(
    'reads %i bits with %i channels as an independent encoder wrote them, also interlaced',
    async (depth, channels) => {
      for (const [width, height] of [
        [1, 1],
        [13, 7],
        [64, 3],
      ]) {
        const data = noise(width * height * channels, depth);
        for (const interlace of ['null', 'Adam7'] as const) {
          const file = own(fastEncode({ width, height, data, depth, channels }, { interlace }));
          const raster = await decodePng(file, 'a.png');
          expect(raster).toMatchObject({ width, height, depth, channels, palette: null });
          expect(raster.data).toEqual(data);
        }
      }
    },
  );

  it.each([1, 2, 3, 4])('undoes filter %i', async (kind) => {
    const data = noise(11 * 6 * 3, 8) as Uint8Array;
    const file = assemble([8, 2, 0, 0, 0], [11, 6], filtered(data, 33, 3, kind));
    expect((await decodePng(file, 'a.png')).data).toEqual(data);
    expect(own(fastDecode(file).data as Uint8Array)).toEqual(data);
  });

  it.each([1, 2, 4])('unpacks samples of %i bits', async (depth) => {
    const row = Uint8Array.of(0, 0b10110001, 0b11100000);
    const { data } = await decodePng(assemble([depth, 0, 0, 0, 0], [Math.floor(12 / depth), 1], row), 'a.png');
    const bits = '101100011110';
    const expected = Array.from({ length: 12 / depth }, (_, i) =>
      Number.parseInt(bits.slice(i * depth, (i + 1) * depth), 2),
    );
    expect([...data]).toEqual(expected);
  });

  it('keeps palette indices, even where two indices share a colour', async () => {
    const palette = Uint8Array.of(0, 0, 0, 0, 0, 0, 128, 64, 128);
    const file = await encodePng({ width: 3, height: 1, channels: 1, data: Uint8Array.of(1, 0, 2), palette });
    const raster = await decodePng(file, 'a.png');
    expect([...raster.data]).toEqual([1, 0, 2]);
    expect([...toPicture(raster).rgb]).toEqual([0, 0, 0, 0, 0, 0, 128, 64, 128]);
  });
});

describe('encodePng', () => {
  it.each([
    [1, 8],
    [3, 8],
    [1, 16],
    [3, 16],
  ] as const)('writes %i channels of %i bits that an independent decoder reads', async (channels, depth) => {
    const data = noise(9 * 5 * channels, depth, 7);
    const file = await encodePng({ width: 9, height: 5, channels, data });
    expect(fastDecode(file, { checkCrc: true })).toMatchObject({ width: 9, height: 5, channels, depth });
    expect([...fastDecode(file).data]).toEqual([...data]);
    expect((await decodePng(file, 'a.png')).data).toEqual(data);
  });
});

describe('toPicture', () => {
  it('spreads grey over three channels, drops alpha and takes the high byte of 16 bits', async () => {
    const base = { width: 1, height: 1, palette: null };
    expect([...toPicture({ ...base, channels: 2, depth: 8, data: Uint8Array.of(9, 100) }).rgb]).toEqual([9, 9, 9]);
    expect([...toPicture({ ...base, channels: 4, depth: 8, data: Uint8Array.of(1, 2, 3, 0) }).rgb]).toEqual([1, 2, 3]);
    expect([...toPicture({ ...base, channels: 1, depth: 16, data: Uint16Array.of(0x12ff) }).rgb]).toEqual([18, 18, 18]);
    expect([...toPicture({ ...base, channels: 1, depth: 2, data: Uint8Array.of(2) }).rgb]).toEqual([170, 170, 170]);
  });
});

describe('a broken file', () => {
  const raw = Uint8Array.of(0, 1, 2, 0, 3, 4);

  it.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['empty', new Uint8Array(0), /a\.png is empty/],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0), /not a PNG file.*JPEG/],
    ['cut', assemble([8, 0, 0, 0, 0], [2, 2], raw).slice(0, -6), /truncated/],
    ['cut in the header', assemble([8, 0, 0, 0, 0], [2, 2], raw).slice(0, 20), /truncated/],
    ['too short inside', assemble([8, 0, 0, 0, 0], [2, 3], raw), /ends after 6 of 9 bytes/],
    ['too long inside', assemble([8, 0, 0, 0, 0], [2, 1], raw), /more pixel data/],
    ['of an impossible type', assemble([3, 2, 0, 0, 0], [2, 2], raw), /colour type 2 with 3 bits/],
    ['without a palette', assemble([8, 3, 0, 0, 0], [2, 2], raw), /no palette/],
    ['of an unknown filter', assemble([8, 0, 0, 0, 0], [2, 2], Uint8Array.of(0, 1, 2, 9, 3, 4)), /filter 9/],
    ['huge', assemble([8, 2, 0, 0, 0], [100_000, 100_000], raw), /100000x100000, more than/],
    ['a bomb', assemble([8, 2, 0, 0, 0], [8000, 8000], raw), /cannot hold/],
    ['not deflated', assemble([8, 0, 0, 0, 0], [2, 2], raw, Buffer.from('no zlib stream')), /cannot be unpacked/],
  ])('that is %s gets a sentence', async (_, file, message) => {
    await expect(decodePng(file, 'a.png')).rejects.toThrow(message);
  });

  it('is named when one bit of it flips', async () => {
    const file = assemble([8, 0, 0, 0, 0], [2, 2], raw);
    file[45] ^= 4;
    await expect(decodePng(file, 'dir/b.png')).rejects.toThrow(/dir\/b\.png is damaged/);
    expect(() => readContainer(file, 'dir/b.png', true)).toThrow(/checksum of its IDAT chunk/);
  });

  it('reads the same through DecompressionStream as through zlib', async () => {
    const data = noise(50_000, 8) as Uint8Array;
    const packed = [own(deflateSync(data)).slice(0, 20_000), own(deflateSync(data)).slice(20_000)];
    expect(await inflateStream(packed, data.length)).toEqual(data);
    await expect(inflateStream(packed, data.length - 1)).rejects.toThrow();
    await expect(inflateStream(packed.slice(0, 1), data.length)).rejects.toThrow();
  });

  // FUZZ_TRIES=10000 makes it long.
  const tries = Number(process.env.FUZZ_TRIES ?? 600);
  it(`never crashes, hangs or asks for too much: ${tries} truncations and bit flips`, async () => {
    const random = new RandomStream(3, 10, 1);
    const files = [
      await encodePng({ width: 40, height: 30, channels: 3, data: noise(3600, 16) }),
      await encodePng({ width: 40, height: 30, channels: 1, data: noise(1200, 2), palette: new Uint8Array(12) }),
      own(fastEncode({ width: 23, height: 9, channels: 4, depth: 8, data: noise(828, 8) }, { interlace: 'Adam7' })),
    ];
    let refused = 0;
    const large = await encodePng({ width: 300, height: 200, channels: 3, data: noise(180_000, 8) });
    files.push(
      large,
      own(fastEncode({ width: 31, height: 17, channels: 1, depth: 16, data: noise(527, 16) }, { interlace: 'Adam7' })),
    );
    for (let i = 0; i < tries; i++) {
      let file = files[i % files.length].slice();
      if (i % 4 === 0) file = file.slice(0, random.integer(file.length));
      else
        for (let flips = 1 + random.integer(4); flips > 0; flips--)
          file[random.integer(file.length)] ^= 1 << random.integer(8);
      // Half of the damaged files get correct checksums again, so that the damage reaches the decoder itself.
      if (i % 2 === 1) repairChecksums(file);
      await decodePng(file, 'fuzz.png').catch((error: unknown) => {
        expect(error).toBeInstanceOf(Error);
        expect((error as Error).message).toMatch(/^fuzz\.png .*\.$/);
        refused++;
      });
    }
    expect(refused).toBeGreaterThan(tries * 0.6);
  });
});

function repairChecksums(file: Uint8Array<ArrayBuffer>): void {
  const view = new DataView(file.buffer);
  for (let at = 8; at + 12 <= file.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > file.length) return;
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const fixed = chunk(type, file.subarray(at + 8, at + 8 + length));
    file.set(fixed.subarray(-4), at + 8 + length);
    at += 12 + length;
  }
}
