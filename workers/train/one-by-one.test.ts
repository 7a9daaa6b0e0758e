import { describe, expect, it } from 'vitest';
import { encoderParams } from '../../models/encoder';
import { ParamStore } from '../../models/engine/params';
import { RandomStream } from '../../models/engine/random';
import { withGpu } from '../../models/testing/gpu';
import type { Batch, Crop } from '../data/batch';
import { parseConfig } from '../experiment/config';
import { DEMO_BASELINE } from '../experiment/demo';
import type { ExperimentConfig } from '../experiment/schema';
import { planMemory } from './memory-plan';
import { encoderConfig } from './network';
import { Trainer } from './trainer';

withGpu();

const SIZE = 64;

/** No batch normalisation and no random masks: then one picture after the other must give what the batch gives. */
function config(change: (config: ExperimentConfig) => void): ExperimentConfig {
  const made = structuredClone(DEMO_BASELINE);
  made.network.encoder = {
    variant: 'custom',
    dims: [8, 16, 16, 24],
    heads: [1, 2, 2, 3],
    depths: [1, 1, 1, 1],
    dropPathRate: 0,
  };
  made.network.head = { kind: 'dlv2red', channels: 1, dropout: 0 };
  made.data.source.crop = [SIZE, SIZE];
  made.data.target.crop = [SIZE, SIZE];
  made.method.pseudoThreshold = 0.06;
  made.schedule = { ...made.schedule, iterations: 40, warmup: 3, batch: 2 };
  change(made);
  return parseConfig(made, 'test');
}

/** Labels in blocks; the first picture of a batch has more that count, and more things, than the second. */
function crop(key: number, labelled: boolean): Crop {
  const random = new RandomStream(key, 90, 0);
  const rgb = Uint8Array.from({ length: SIZE * SIZE * 3 }, () => random.integer(256));
  const classes = key % 2 ? [255, 255, 13, 0] : [6, 255, 13, 12];
  const label = labelled
    ? Uint8Array.from({ length: SIZE * SIZE }, (_, i) => classes[((i >> 5) % 2) + 2 * ((i >> 11) % 2)]!)
    : null;
  return { rgb, label, width: SIZE, height: SIZE, file: `picture ${key}`, x: 0, y: 0, flipped: false };
}

const batch = (iteration: number): Batch => ({
  iteration,
  source: [crop(4 * iteration, true), crop(4 * iteration + 1, true)],
  target: [crop(4 * iteration + 2, false), crop(4 * iteration + 3, false)],
  drawnClasses: [],
});

async function trained(experiment: ExperimentConfig, oneByOne: boolean, steps = 2) {
  const store = new ParamStore(encoderParams(encoderConfig(experiment.network.encoder)), { seed: 5, trained: false });
  const pretrained = await store.export();
  store.dispose();
  const memory = { ...experiment.memory, oneByOne };
  const trainer = await Trainer.create({ ...experiment, memory }, { pretrained });
  const losses: Record<string, number>[] = [];
  for (let t = 0; t < steps; t++) losses.push((await trainer.step(batch(t), null)).losses);
  const state = await trainer.exportState();
  trainer.dispose();
  return { losses, state };
}

const HRDA: NonNullable<ExperimentConfig['network']['hrda']> = {
  crop: [32, 32],
  contextScale: 0.5,
  divisor: 8,
  attention: 'single',
  attentionChannels: 8,
  detailLoss: 0.3,
  contextLoss: 0.2,
  overlap: false,
  blurDetail: false,
};

describe('one picture after the other', () => {
  it.each([
    ['valid', 'a single scale', false],
    ['all', 'a single scale', false],
    ['valid', 'two scales', true],
  ] as const)(
    'learns the same as the batch at once, averaged over %s pixels, %s',
    async (lossAverage, _, twoScales) => {
      const experiment = config(({ method, network }) => {
        method.lossAverage = lossAverage;
        if (!twoScales) return;
        network.hrda = HRDA;
        method.featureDistance = { ...method.featureDistance, classes: null, scales: 'all' };
      });
      const [once, single] = [await trained(experiment, false), await trained(experiment, true)];
      expect(once.losses[1]!['src.loss_imnet_feat_dist']).toBeGreaterThan(0);
      for (const [t, losses] of once.losses.entries())
        for (const [name, loss] of Object.entries(losses)) {
          expect(loss).not.toBeNaN();
          expect(Math.abs(single.losses[t]![name]! - loss), `${t} ${name}`).toBeLessThan(1e-5 * Math.abs(loss) + 1e-6);
        }
      const gradient = 'optimizer.exp_avg'; // of gradients, before their size is divided away
      const [a, b] = [once.state.get(gradient)!.values, single.state.get(gradient)!.values];
      const largest = a.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
      expect(largest).toBeGreaterThan(1e-4);
      expect(a.reduce((m, x, i) => Math.max(m, Math.abs(x - b[i]!)), 0) / largest).toBeLessThan(1e-4);
    },
  );

  it('runs with batch normalisation, dropout, recomputation and masked pictures, and needs less memory', async () => {
    const experiment = config(({ network, method, memory }) => {
      network.encoder.dropPathRate = 0.2;
      network.head = { kind: 'daformer', channels: 16, dropout: 0.1 };
      method.mask = {
        mode: 'separate',
        block: 16,
        ratio: 0.7,
        lambda: 1,
        emaAlpha: 'same',
        pseudoThreshold: 'same',
      };
      memory.recompute = true;
    });
    const { losses } = await trained(experiment, true);
    for (const value of Object.values(losses[1]!)) expect(value).toBeGreaterThanOrEqual(0);
    expect((await trained(experiment, true)).losses).toEqual(losses);
    const activations = async (oneByOne: boolean) =>
      (await planMemory({ ...experiment, memory: { recompute: false, oneByOne } })).activations;
    expect(await activations(true)).toBeLessThan(0.8 * (await activations(false)));
  });
});
