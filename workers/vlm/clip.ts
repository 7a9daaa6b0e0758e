/**
 * CLIP: text and pictures as unit vectors whose scaled dot products are the logits.
 *
 * Text is embedded once per prompt list. Where text and pictures have networks of their own this is plain; the joint
 * network is run with a blank picture for text and with one prompt for pictures, of which only the other half counts.
 */
import { z } from 'zod';
import type { Device, FileProgress, Network, Outputs } from './network';
import {
  floats,
  openConfig,
  openNetwork,
  openPreprocessorConfig,
  openTokenizer,
  pictureTensor,
  type Tokens,
} from './network';
import type { Pixels } from './pillow';
import { type Preprocessing, preprocess, readPreprocessing } from './preprocess';

/** Rows of unit length. */
export interface Embeddings {
  count: number;
  width: number;
  /** [count, width] */
  data: Float32Array;
}

/**
 * Split networks leave the learned scale out. Training clamps it at 100, which is where released CLIP models end; a
 * model with another one says so in config.json, as `logit_scale`, the natural logarithm.
 */
const CLAMPED_LOGIT_SCALE = 100;

/** Pictures per call; bounds the memory of a crop with very many boxes. */
const PICTURES_PER_CALL = 32;

/** Prompts from whose logits the joint network's scale is measured. */
const PROBES = ['car', 'tree', 'road', 'sky'];

interface Halves {
  /** Measured on the joint network; null where the networks do not hold it. */
  logitScale: number | null;
  text(tokens: Tokens): Promise<Outputs>;
  image(pixels: Float32Array): Promise<Outputs>;
  dispose(): Promise<void>;
}

export class Clip {
  private constructor(
    private readonly halves: Halves,
    private readonly tokenize: (prompts: string[]) => Tokens,
    private readonly preprocessing: Preprocessing,
    /** Factor between a cosine and a logit. */
    readonly logitScale: number,
  ) {}

  /** @throws a sentence when the model cannot be loaded. */
  static async load(id: string, split: boolean, device: Device, onProgress: FileProgress): Promise<Clip> {
    const preprocessing = readPreprocessing(await openPreprocessorConfig(id), 'centre crop');
    const tokenize = await openTokenizer(id, 'longest');
    const halves = split
      ? await splitHalves(id, preprocessing, device, onProgress)
      : await jointHalves(id, preprocessing, tokenize, device, onProgress);
    const scale = halves.logitScale ?? statedScale(await openConfig(id));
    return new Clip(halves, tokenize, preprocessing, scale);
  }

  async embedText(prompts: string[]): Promise<Embeddings> {
    return unitRows(await this.halves.text(this.tokenize(prompts)), 'text_embeds', prompts.length);
  }

  async embedPictures(pictures: readonly Pixels[]): Promise<Embeddings> {
    const parts: Embeddings[] = [];
    for (let from = 0; from < pictures.length; from += PICTURES_PER_CALL) {
      const some = pictures.slice(from, from + PICTURES_PER_CALL);
      parts.push(unitRows(await this.halves.image(preprocess(some, this.preprocessing)), 'image_embeds', some.length));
    }
    const width = parts[0]?.width ?? 0;
    const data = new Float32Array(pictures.length * width);
    let offset = 0;
    for (const part of parts) {
      data.set(part.data, offset);
      offset += part.data.length;
    }
    return { count: pictures.length, width, data };
  }

  async dispose(): Promise<void> {
    await this.halves.dispose();
  }
}

/** Logits of one picture with all prompts. */
export function logitsOf(picture: Float32Array, text: Embeddings, scale: number): Float32Array {
  const logits = new Float32Array(text.count);
  for (let row = 0; row < text.count; row++) {
    let dot = 0;
    for (let i = 0; i < text.width; i++) dot += picture[i]! * text.data[row * text.width + i]!;
    logits[row] = dot * scale;
  }
  return logits;
}

async function splitHalves(
  id: string,
  { height, width }: Preprocessing,
  device: Device,
  onProgress: FileProgress,
): Promise<Halves> {
  const text = await openNetwork(id, 'text_model', device, onProgress);
  const image = await openNetwork(id, 'vision_model', device, onProgress);
  return {
    logitScale: null,
    text: (tokens) => text.run({ ...tokens }),
    image: (pixels) => image.run({ pixel_values: pictureTensor(pixels, height, width) }),
    dispose: async () => {
      await Promise.all([text.dispose(), image.dispose()]);
    },
  };
}

async function jointHalves(
  id: string,
  { height, width }: Preprocessing,
  tokenize: (prompts: string[]) => Tokens,
  device: Device,
  onProgress: FileProgress,
): Promise<Halves> {
  const network: Network = await openNetwork(id, 'model', device, onProgress);
  const run = (tokens: Tokens, pixels: Float32Array): Promise<Outputs> =>
    network.run({ ...tokens, pixel_values: pictureTensor(pixels, height, width) });
  const blank = new Float32Array(3 * height * width);
  const word = tokenize(['car']);
  const outputs = await run(tokenize(PROBES), blank);
  const logitScale = ratio(
    floats(outputs, 'logits_per_image').data,
    logitsOf(unitRows(outputs, 'image_embeds', 1).data, unitRows(outputs, 'text_embeds', PROBES.length), 1),
  );
  return {
    logitScale,
    text: (tokens) => run(tokens, blank),
    image: (pixels) => run(word, pixels),
    dispose: () => network.dispose(),
  };
}

function statedScale(config: unknown): number {
  const stated = z.object({ logit_scale: z.number() }).safeParse(config);
  return stated.success ? Math.exp(stated.data.logit_scale) : CLAMPED_LOGIT_SCALE;
}

/** Least-squares factor from cosines to logits. */
function ratio(logits: Float32Array, cosines: Float32Array): number {
  let mixed = 0;
  let squared = 0;
  cosines.forEach((cosine, i) => {
    mixed += cosine * logits[i]!;
    squared += cosine * cosine;
  });
  return mixed / squared;
}

/** @throws where a vector is not finite or has no length. */
function unitRows(outputs: Outputs, name: string, count: number): Embeddings {
  const { data, dims } = floats(outputs, name);
  const width = dims.at(-1)!;
  if (data.length !== count * width)
    throw new Error(`The network's output "${name}" has shape [${dims.join(', ')}] instead of [${count}, ${width}].`);
  const unit = new Float32Array(data.length);
  for (let row = 0; row < count; row++) {
    const values = data.subarray(row * width, (row + 1) * width);
    const length = Math.hypot(...values);
    if (!(length > 0 && Number.isFinite(length)))
      throw new Error(`Row ${row} of the network's output "${name}" has length ${length}; the weights are damaged.`);
    unit.set(
      values.map((value) => value / length),
      row * width,
    );
  }
  return { count, width, data: unit };
}
