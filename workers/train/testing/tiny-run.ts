/** A network of a few thousand weights, pictures of noise, and a trainer of both: what a test of training begins with. */
import { encoderParams } from '../../../models/encoder';
import { ParamStore } from '../../../models/engine/params';
import { RandomStream } from '../../../models/engine/random';
import type { Batch, Crop } from '../../data/batch';
import { DEMO_BASELINE } from '../../experiment/demo';
import { parseConfig } from '../../experiment/read-config';
import type { ExperimentConfig } from '../../experiment/schema';
import { encoderConfig } from '../network';
import { Trainer } from '../trainer';

/** Side of the square crops, in pixels. */
export const SIZE = 64;

export const TINY_ENCODER: ExperimentConfig['network']['encoder'] = {
  variant: 'custom',
  dims: [8, 16, 16, 24],
  heads: [1, 2, 2, 3],
  depths: [1, 1, 1, 1],
  dropPathRate: 0.2,
};

export const HRDA: NonNullable<ExperimentConfig['network']['hrda']> = {
  crop: [32, 32],
  contextScale: 0.5,
  divisor: 8,
  attention: 'class-wise',
  attentionChannels: 8,
  detailLoss: 0.1,
  contextLoss: 0,
  overlap: true,
  blurDetail: false,
};

export const MASK: NonNullable<ExperimentConfig['method']['mask']> = {
  mode: 'separate',
  block: 16,
  ratio: 0.7,
  lambda: 1,
  emaAlpha: 'same',
  pseudoThreshold: 'same',
};

/** A preset made tiny, with a threshold of pseudo-labels that a fresh network meets here and there. */
export function tinyConfig(
  change: (config: ExperimentConfig) => void = () => {},
  base = DEMO_BASELINE,
): ExperimentConfig {
  const config = structuredClone(base);
  config.network.encoder = structuredClone(TINY_ENCODER);
  config.network.head = { kind: 'daformer', channels: 8, dropout: 0.1 };
  config.data.source.crop = [SIZE, SIZE];
  config.data.target.crop = [SIZE, SIZE];
  config.method.pseudoThreshold = 0.06;
  config.schedule = { ...config.schedule, iterations: 40, warmup: 3, batch: 2 };
  change(config);
  return parseConfig(config, 'test');
}

/** Noise that is a function of `key`. */
export function noise(key: number, label: Uint8Array | null): Crop {
  const random = new RandomStream(key, 90, 0);
  const rgb = Uint8Array.from({ length: SIZE * SIZE * 3 }, () => random.integer(256));
  return { rgb, label, width: SIZE, height: SIZE, file: `picture ${key}.png`, x: 0, y: 0, flipped: false };
}

/** Six of the 19 classes, one below the other. */
export const bands = () => Uint8Array.from({ length: SIZE * SIZE }, (_, i) => Math.floor(i / 700) * 3);

/** @param labelOf The source's labels, by the picture's key. */
export function noiseBatch(iteration: number, labelOf: (key: number) => Uint8Array = bands): Batch {
  const key = 4 * iteration;
  return {
    iteration,
    source: [noise(key, labelOf(key)), noise(key + 1, labelOf(key + 1))],
    target: [noise(key + 2, null), noise(key + 3, null)],
    drawnClasses: [],
  };
}

/** A trainer with an encoder that a checkpoint would have given, the same at every call. */
export async function createTrainer(config: ExperimentConfig): Promise<Trainer> {
  const store = new ParamStore(encoderParams(encoderConfig(config.network.encoder)), { seed: 5, trained: false });
  const pretrained = await store.export();
  store.dispose();
  return Trainer.create(config, { pretrained });
}

/** Losses of the iterations `from` to `to`, the last one not included. */
export async function train(trainer: Trainer, from: number, to: number): Promise<Record<string, number>[]> {
  const losses: Record<string, number>[] = [];
  for (let t = from; t < to; t++) losses.push((await trainer.step(noiseBatch(t), null)).losses);
  return losses;
}
