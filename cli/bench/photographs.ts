/** Pairs of 2048 x 1024 PNGs in memory, as Cityscapes has them: an RGB picture with Paeth filters, a grey label. */
import { RandomStream } from '../../models/engine/random';
import { LABEL_RULES } from '../../workers/data/layouts/label-ids';
import type { Item } from '../../workers/data/layouts/layout';
import { chunk, encodePng } from '../../workers/data/png/encode';
import type { SourceFile } from '../../workers/host';

export const WIDTH = 2048;
export const HEIGHT = 1024;
const WAVES = 12;
const STREAM = 1001;

/** Soft blobs under a little noise: packs about as well as a photograph. */
function photograph(seed: number): Uint8Array {
  const random = new RandomStream(seed, STREAM, 0);
  const grey = new Float32Array(WIDTH * HEIGHT).fill(120);
  for (let wave = 0; wave < WAVES; wave++) {
    const [u, v, phase] = [random.uniform() / 90, random.uniform() / 90, random.uniform() * 7];
    // sin(ux + vy + phase) from sines and cosines of each side alone.
    const along = Float64Array.from({ length: WIDTH }, (_, x) => Math.sin(x * u + phase));
    const across = Float64Array.from({ length: WIDTH }, (_, x) => Math.cos(x * u + phase));
    for (let y = 0, i = 0; y < HEIGHT; y++) {
      const [cosine, sine] = [9 * Math.cos(y * v), 9 * Math.sin(y * v)];
      for (let x = 0; x < WIDTH; x++, i++) grey[i]! += along[x]! * cosine + across[x]! * sine;
    }
  }
  const noise = Int8Array.from({ length: 4096 }, () => random.integer(7) - 3);
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let y = 0, i = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++, i += 3)
      for (let c = 0; c < 3; c++) rgb[i + c] = grey[i / 3]! + c * 6 + noise[(i * 7 + c * 13 + y) & 4095]!;
  return rgb;
}

/** With Paeth filters in all rows: what photographs are saved with, and the slowest to undo. */
async function encodePhotograph(rgb: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stride = WIDTH * 3;
  const raw = new Uint8Array(HEIGHT * (stride + 1));
  for (let y = 0; y < HEIGHT; y++) {
    raw[y * (stride + 1)] = 4;
    for (let i = 0; i < stride; i++) {
      const at = y * stride + i;
      const left = i >= 3 ? rgb[at - 3]! : 0;
      const above = y > 0 ? rgb[at - stride]! : 0;
      const corner = i >= 3 && y > 0 ? rgb[at - stride - 3]! : 0;
      const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
      const near = a <= b && a <= c ? left : b <= c ? above : corner;
      raw[y * (stride + 1) + 1 + i] = rgb[at]! - near;
    }
  }
  const plain = await encodePng({ width: 1, height: 1, channels: 3, data: new Uint8Array(3) });
  const header = plain.slice(16, 29);
  const view = new DataView(header.buffer);
  view.setUint32(0, WIDTH);
  view.setUint32(4, HEIGHT);
  const packed = new Response(new Blob([raw]).stream().pipeThrough(new CompressionStream('deflate'))).arrayBuffer();
  const parts = [
    plain.slice(0, 8),
    chunk('IHDR', header),
    chunk('IDAT', new Uint8Array(await packed)),
    chunk('IEND', new Uint8Array(0)),
  ];
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

function memoryFile(path: string, bytes: Uint8Array<ArrayBuffer>): SourceFile {
  return {
    name: path,
    path,
    size: async () => bytes.length,
    stamp: async () => `${bytes.length}`,
    bytes: async () => bytes.slice(),
    slice: async (from, to) => bytes.slice(from, to),
  };
}

export async function makePairs(count: number): Promise<Item[]> {
  const items: Item[] = [];
  for (let i = 0; i < count; i++) {
    const picture = memoryFile(`${i}.png`, await encodePhotograph(photograph(i)));
    const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => ((at % WIDTH) >> 7) + ((at / WIDTH) >> 8));
    const label = memoryFile(`${i}_label.png`, await encodePng({ width: WIDTH, height: HEIGHT, channels: 1, data }));
    items.push({ picture, label, rule: LABEL_RULES.trainIds, stem: `${i}` });
  }
  return items;
}
