/** Predictions for a list of pictures, one after the other, each as a label PNG. */
import type { EvaluationSample } from '../../data/batch';
import { encodePng } from '../../data/png/encode';
import { keepRatio, resizeBilinear } from '../../data/resize';
import type { Taxonomy } from '../../experiment/taxonomy';
import type { Host, SourceFile } from '../../host';
import type { Progress } from '../../protocol';
import { predictionName } from '../run-folder';
import { paletteBytes } from './classes';
import { decodeUpright } from './pictures';

/** Box of the network's input where the checkpoint names none: the paper's evaluation at 512 x 512 training. */
export const INPUT_SIZE: [number, number] = [1024, 512];
/** The encoder's smallest input. */
const MIN_SIDE = 32;

/** What the network is given: a picture in its size, and the size that the prediction shall have. */
export type PictureInput = Omit<EvaluationSample, 'label'>;

export interface Prediction {
  /** Path of the picture. */
  file: string;
  /** Name of its label PNG, unique among the pictures of one call. */
  name: string;
  width: number;
  height: number;
  labels: Uint8Array;
  /** Indexed colour with the classes' palette. */
  png: Uint8Array<ArrayBuffer>;
}

export interface PredictionOptions {
  pictures: SourceFile[];
  /** Box that pictures are resized into for the network, with their proportions kept. */
  size: readonly [number, number];
  taxonomy: Taxonomy;
  host: Pick<Host, 'decodePicture'>;
  predict(input: PictureInput): Promise<Uint8Array>;
  onPrediction(prediction: Prediction): Promise<void>;
  /** A picture that was left out, with what is wrong and what to do. */
  onProblem(file: string, message: string): void;
  onProgress?(progress: Progress): void;
  /** Asked between pictures; true ends the work. */
  cancelled?(): boolean;
}

/**
 * Predicts every picture that can be read; a broken one is reported and never ends the work.
 * @returns how many predictions there are, and whether the work was ended before the last picture.
 */
export async function predictPictures(options: PredictionOptions): Promise<{ predicted: number; cancelled: boolean }> {
  const { pictures, onProblem, onProgress } = options;
  const names = uniqueNames(pictures);
  const palette = paletteBytes(options.taxonomy);
  const started = performance.now();
  let predicted = 0;
  let next = loaded(pictures[0], options);
  for (const [i, { path }] of pictures.entries()) {
    if (options.cancelled?.()) return { predicted, cancelled: true };
    const current = await next;
    next = loaded(pictures[i + 1], options); // decoded while the GPU is busy with this one
    try {
      if ('problem' in current) throw new Error(current.problem);
      const { labelWidth: width, labelHeight: height } = current.input;
      const labels = await options.predict(current.input);
      const png = await encodePng({ width, height, channels: 1, data: labels, palette });
      await options.onPrediction({ file: path, name: names[i]!, width, height, labels, png });
      predicted++;
    } catch (error) {
      onProblem(path, messageOf(error));
    }
    const secondsLeft = ((performance.now() - started) / 1000 / (i + 1)) * (pictures.length - i - 1);
    onProgress?.({ what: 'Prediction', done: i + 1, total: pictures.length, secondsLeft });
  }
  return { predicted, cancelled: false };
}

type Loaded = { input: PictureInput } | { problem: string };

async function loaded(picture: SourceFile | undefined, { host, size }: PredictionOptions): Promise<Loaded> {
  if (!picture) return { problem: 'There is no such picture.' };
  try {
    const whole = await decodeUpright(picture, host);
    const { width, height, rgb } = resizeBilinear(whole, keepRatio(whole, size));
    if (Math.min(width, height) < MIN_SIDE)
      throw new Error(
        `${picture.path} is ${whole.width}x${whole.height}; scaled to the network's input it is only ${Math.min(width, height)} pixels across, and ${MIN_SIDE} are needed. Cut it into pieces.`,
      );
    return { input: { rgb, width, height, labelWidth: whole.width, labelHeight: whole.height, file: picture.path } };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

/** Names of the label files: a.jpg becomes a.png; where a.png is taken, a.webp becomes a.webp.png. */
function uniqueNames(pictures: SourceFile[]): string[] {
  const taken = new Set<string>();
  return pictures.map(({ path }) => {
    let name = predictionName(path);
    if (taken.has(name.toLowerCase())) name = `${path.replaceAll('/', '__')}.png`;
    for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${path.replaceAll('/', '__')}.${i}.png`;
    taken.add(name.toLowerCase());
    return name;
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
