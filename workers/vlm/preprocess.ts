/**
 * What the models see: pixels of a crop, resized as Pillow does, normalised, channels first.
 *
 * OWL-ViT stretches the crop to its square. OWLv2 pads it to a square at the right and the bottom and scales it in
 * floating point (antialiased-zoom.ts). CLIP scales the shorter side to its input size and cuts the centre out, so wide
 * and tall boxes lose their ends. Everything starts from the crop's own 8-bit pixels (Q24). Settings come from the model's
 * preprocessor_config.json.
 */
import { z } from 'zod';
import { padAndZoom } from './antialiased-zoom';
import { type Filter, type Pixels, resizeLikePillow } from './pillow';

const Sides = z.object({ height: z.number().int().positive(), width: z.number().int().positive() });
const Triple = z.tuple([z.number(), z.number(), z.number()]);

const ConfigSchema = z.object({
  size: z.union([
    Sides,
    z.object({ shortest_edge: z.number().int().positive() }),
    z.tuple([z.number().int().positive(), z.number().int().positive()]),
    z.number().int().positive(),
  ]),
  crop_size: z.union([Sides, z.number().int().positive()]).optional(),
  resample: z.number().int(),
  image_mean: Triple,
  image_std: Triple,
  rescale_factor: z
    .number()
    .positive()
    .default(1 / 255),
});

export type Geometry = 'stretch' | 'pad' | 'centre crop';

export interface Preprocessing {
  geometry: Geometry;
  /** Input of the network; also the shorter side before a centre crop. */
  width: number;
  height: number;
  filter: Filter;
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
  rescale: number;
}

type Colours = Pick<Preprocessing, 'mean' | 'std' | 'rescale'>;

/** Pillow's numbers of its filters. */
const FILTERS = new Map<number, Filter>([
  [2, 'bilinear'],
  [3, 'bicubic'],
]);

/** @param config contents of preprocessor_config.json. @throws a sentence that names the field. */
export function readPreprocessing<G extends Geometry>(config: unknown, geometry: G): Preprocessing & { geometry: G } {
  const parsed = ConfigSchema.safeParse(config);
  if (!parsed.success) throw new Error(`preprocessor_config.json is not usable: ${z.prettifyError(parsed.error)}`);
  const { size, crop_size, resample, image_mean, image_std, rescale_factor } = parsed.data;
  const filter = FILTERS.get(resample);
  if (!filter)
    throw new Error(`preprocessor_config.json asks for filter ${resample}; only 2 (bilinear) and 3 (bicubic) exist.`);
  const box = geometry === 'centre crop' ? (crop_size ?? size) : size;
  const { width, height } = sidesOf(box);
  if (geometry === 'centre crop' && width !== height)
    throw new Error(`preprocessor_config.json asks for a ${width}x${height} centre crop; CLIP's input is square.`);
  return { geometry, width, height, filter, mean: image_mean, std: image_std, rescale: rescale_factor };
}

function sidesOf(size: z.infer<typeof ConfigSchema>['size']): { width: number; height: number } {
  if (typeof size === 'number') return { width: size, height: size };
  if (Array.isArray(size)) return { height: size[0], width: size[1] };
  if ('shortest_edge' in size) return { width: size.shortest_edge, height: size.shortest_edge };
  return size;
}

/** The pixels inside a box. @throws where the box is empty or reaches over the border. */
export function cutOut(source: Pixels, box: { x0: number; y0: number; x1: number; y1: number }): Pixels {
  const width = box.x1 - box.x0;
  const height = box.y1 - box.y0;
  if (width <= 0 || height <= 0 || box.x0 < 0 || box.y0 < 0 || box.x1 > source.width || box.y1 > source.height)
    throw new Error(
      `Box ${box.x0},${box.y0}..${box.x1},${box.y1} is not inside ${source.width}x${source.height} pixels.`,
    );
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((box.y0 + y) * source.width + box.x0) * 3;
    rgb.set(source.rgb.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, rgb };
}

/** 8-bit pixels at the network's input size, where the model scales such pixels. */
export function fitToInput(source: Pixels, settings: Preprocessing & { geometry: 'stretch' | 'centre crop' }): Pixels {
  const { geometry, width, height, filter } = settings;
  if (geometry === 'stretch') return resizeLikePillow(source, width, height, filter);
  const short = Math.min(source.width, source.height);
  const scaled = (side: number): number => (side === short ? width : Math.floor((width * side) / short));
  const [scaledWidth, scaledHeight] = [scaled(source.width), scaled(source.height)];
  return resizeLikePillow(source, scaledWidth, scaledHeight, filter, {
    x: Math.floor((scaledWidth - width) / 2),
    y: Math.floor((scaledHeight - height) / 2),
    width,
    height,
  });
}

/**
 * (value * rescale - mean) / std in float32.
 *
 * @param out receives [3, height, width] from `offset` on.
 */
export function normalise(pixels: Pixels, settings: Colours, out: Float32Array, offset: number): void {
  const count = pixels.width * pixels.height;
  for (let channel = 0; channel < 3; channel++) {
    const table = normalisedLevels(settings, channel);
    const to = offset + channel * count;
    for (let i = 0; i < count; i++) out[to + i] = table[pixels.rgb[i * 3 + channel]!]!;
  }
}

function normalisedLevels({ mean, std, rescale }: Colours, channel: number): Float32Array {
  const f32 = Math.fround;
  return Float32Array.from(
    { length: 256 },
    (_, level) => f32(f32(level * rescale) - f32(mean[channel]!)) / f32(std[channel]!),
  );
}

/** (value - mean) / std in float32. @param values [height, width, 3] */
function normaliseFloats(values: Float32Array, { mean, std }: Preprocessing, out: Float32Array, offset: number): void {
  const count = values.length / 3;
  for (let channel = 0; channel < 3; channel++) {
    const [centre, spread] = [Math.fround(mean[channel]!), Math.fround(std[channel]!)];
    const to = offset + channel * count;
    for (let i = 0; i < count; i++) out[to + i] = Math.fround(values[i * 3 + channel]! - centre) / spread;
  }
}

/** Network input [pictures, 3, height, width]. */
export function preprocess(pictures: readonly Pixels[], settings: Preprocessing): Float32Array {
  const { geometry, width, height, rescale } = settings;
  const size = 3 * width * height;
  const out = new Float32Array(pictures.length * size);
  pictures.forEach((picture, i) => {
    if (geometry === 'pad') normaliseFloats(padAndZoom(picture, width, height, rescale), settings, out, i * size);
    else normalise(fitToInput(picture, { ...settings, geometry }), settings, out, i * size);
  });
  return out;
}
