import { describe, expect, it } from 'vitest';
import { withGpu } from '../../models/testing/gpu';
import type { ExperimentConfig } from '../experiment/schema';
import { planMemory } from './memory-plan';
import { createTrainer, HRDA, MASK, noiseBatch, SIZE, tinyConfig } from './testing/tiny-run';

withGpu();

/** No batch normalisation and no random masks: then one picture after the other must give what the batch gives. */
const config = (change: (config: ExperimentConfig) => void): ExperimentConfig =>
  tinyConfig((made) => {
    made.network.encoder.dropPathRate = 0;
    made.network.head = { kind: 'dlv2red', channels: 1, dropout: 0 };
    change(made);
  });

/** Labels in blocks; the first picture of a batch has more that count, and more things, than the second. */
function blocks(key: number): Uint8Array {
  const classes = key % 2 ? [255, 255, 13, 0] : [6, 255, 13, 12];
  return Uint8Array.from({ length: SIZE * SIZE }, (_, i) => classes[((i >> 5) % 2) + 2 * ((i >> 11) % 2)]!);
}

async function trained(experiment: ExperimentConfig, oneByOne: boolean, steps = 2) {
  const memory = { ...experiment.memory, oneByOne };
  const trainer = await createTrainer({ ...experiment, memory });
  const losses: Record<string, number>[] = [];
  for (let t = 0; t < steps; t++) losses.push((await trainer.step(noiseBatch(t, blocks), null)).losses);
  const state = await trainer.exportState();
  const seen = await trainer.frames(new Set(['student', 'attention']));
  trainer.dispose();
  return { losses, state, seen };
}

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
        network.hrda = { ...HRDA, attention: 'single', detailLoss: 0.3, contextLoss: 0.2, overlap: false };
        method.featureDistance = { ...method.featureDistance, classes: null, scales: 'all' };
      });
      const [once, single] = [await trained(experiment, false), await trained(experiment, true)];
      expect(Object.keys(single.seen)).toEqual(Object.keys(once.seen));
      expect(single.seen.student).toMatchObject({ width: SIZE, height: SIZE });
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
      method.mask = MASK;
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
