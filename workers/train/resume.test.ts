import { describe, expect, it } from 'vitest';
import { encoderParams } from '../../models/encoder';
import { ParamStore } from '../../models/engine/params';
import { RandomStream } from '../../models/engine/random';
import { withGpu } from '../../models/testing/gpu';
import type { BatchSource, Crop, EvaluationSource } from '../data/batch';
import { parseConfig } from '../experiment/config';
import { DEMO_CSI } from '../experiment/demo';
import type { ExperimentConfig } from '../experiment/schema';
import { MemoryFolder } from '../testing/memory-folder';
import type { Proposer } from '../vlm/proposal';
import { encoderConfig } from './network';
import { RunFolder } from './run-folder';
import { Session } from './session';
import { Trainer } from './trainer';

withGpu();

const SIZE = 64;

/** Two scales, masked pictures with a teacher of their own, collecting votes and then relabeling by them. */
function everything(): ExperimentConfig {
  const config = structuredClone(DEMO_CSI);
  config.network = {
    encoder: { variant: 'custom', dims: [8, 16, 16, 24], heads: [1, 2, 2, 3], depths: [1, 1, 1, 1], dropPathRate: 0.2 },
    head: { kind: 'daformer', channels: 8, dropout: 0.1 },
    hrda: {
      crop: [32, 32],
      contextScale: 0.5,
      divisor: 8,
      attention: 'class-wise',
      attentionChannels: 8,
      detailLoss: 0.1,
      contextLoss: 0,
      overlap: true,
      blurDetail: false,
    },
  };
  config.data.source.crop = [SIZE, SIZE];
  config.data.target.crop = [SIZE, SIZE];
  config.data.evaluation = [SIZE, SIZE];
  config.method.pseudoThreshold = 0.06;
  config.method.mask = {
    mode: 'separatetrgaug',
    block: 16,
    ratio: 0.7,
    lambda: 0.5,
    emaAlpha: 0.5,
    pseudoThreshold: 'same',
  };
  config.relabeling.collect = [0, 2];
  config.relabeling.relabel = [1, 4];
  config.schedule = { ...config.schedule, iterations: 4, warmup: 2, batch: 2, evaluateEvery: 3, evaluateTeacher: true };
  return parseConfig(config, 'test');
}

function crop(key: number, labelled: boolean): Crop {
  const random = new RandomStream(key, 90, 0);
  const rgb = Uint8Array.from({ length: SIZE * SIZE * 3 }, () => random.integer(256));
  const label = labelled ? Uint8Array.from({ length: SIZE * SIZE }, (_, i) => Math.floor(i / 700) * 3) : null;
  return { rgb, label, width: SIZE, height: SIZE, file: `picture ${key}.png`, x: 0, y: 0, flipped: false };
}

const batches: BatchSource = {
  batch: async (iteration) => ({
    iteration,
    source: [crop(4 * iteration, true), crop(4 * iteration + 1, true)],
    target: [crop(4 * iteration + 2, false), crop(4 * iteration + 3, false)],
    drawnClasses: [],
  }),
};

const evaluation: EvaluationSource = {
  count: 2,
  sample: async (index) => {
    const { rgb, label, file } = crop(100 + index, true);
    return { rgb, width: SIZE, height: SIZE, label: label!, labelWidth: SIZE, labelHeight: SIZE, file };
  },
};

/** Sees one of each wanted class in every crop, in a box that moves with the picture. */
const proposer: Proposer = {
  propose: async (crops, targets) =>
    crops.map(({ rgb }) =>
      targets.map((target, k) => {
        const x0 = (rgb[0]! + 7 * k) % 24;
        const box = { x0, y0: 8, x1: x0 + 30, y1: 56 };
        return { target, detectionScore: 0.6, box, predicted: target, confidence: 0.99, promptProbabilities: [0.99] };
      }),
    ),
};

async function run(disk: MemoryFolder, config: ExperimentConfig, stopAfter?: number) {
  const store = new ParamStore(encoderParams(encoderConfig(config.network.encoder)), { seed: 5, trained: false });
  const pretrained = await store.export();
  store.dispose();
  const trainer = await Trainer.create(config, { pretrained });
  const folder = new RunFolder(disk);
  const parts = { run: 'r', config, trainer, batches, proposer, evaluation, folder, pictures: false };
  const session: Session = new Session(parts, (event) => {
    if (event.type === 'iteration' && event.iteration + 1 === stopAfter) session.stop();
  });
  const result = await session.run();
  const state = await trainer.exportState();
  trainer.dispose();
  return { result, state, checkpoint: (await folder.latest(() => undefined))!, metrics: await folder.metrics() };
}

describe('a run of two scales with masked pictures and relabeling', () => {
  it('goes on after a stop exactly as if it had not stopped: 2 + 2 = 4 iterations', async () => {
    const config = everything();
    const [whole, halves] = [new MemoryFolder('whole'), new MemoryFolder('halves')];
    for (const disk of [whole, halves]) await new RunFolder(disk).begin(config);
    const expected = await run(whole, config);
    expect(expected.result.status).toBe('finished');

    const first = await run(halves, config, 2);
    expect(first.result).toMatchObject({ status: 'stopped', iteration: 2 });
    const second = await run(halves, config);
    expect(second.result).toMatchObject({ status: 'finished', iteration: 4 });

    expect([...second.state.keys()]).toEqual([...expected.state.keys()]);
    for (const [name, { values }] of expected.state) expect(second.state.get(name)!.values, name).toEqual(values);
    expect([...second.state.keys()].some((name) => name.startsWith('mic.teacher.ema_model.'))).toBe(true);
    expect(second.checkpoint.relabeling).toEqual(expected.checkpoint.relabeling);
    expect(second.metrics).toEqual(expected.metrics);
    const relabeled = JSON.stringify(expected.checkpoint.relabeling);
    expect(relabeled).not.toBe(JSON.stringify(first.checkpoint.relabeling));

    const scores = expected.metrics.filter(({ type }) => type === 'scores');
    expect(scores.map(({ iteration }) => iteration)).toEqual([3, 4]);
    expect(scores[0]).toMatchObject({ pictures: [{ file: 'picture 100.png' }, { file: 'picture 101.png' }] });
    expect(scores[0]!.teacher).toMatchObject({ confusion: expect.any(Array) });
    expect(scores[0]!.teacher).not.toEqual(scores[0]!.scores);
  });
});
