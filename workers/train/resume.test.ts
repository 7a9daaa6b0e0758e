import { describe, expect, it } from 'vitest';
import { withGpu } from '../../models/testing/gpu';
import type { BatchSource, EvaluationSource } from '../data/batch';
import { DEMO_CSI } from '../experiment/demo';
import type { ExperimentConfig } from '../experiment/schema';
import { MemoryFolder } from '../testing/memory-folder';
import type { Proposer } from '../vlm/proposal';
import { RunFolder } from './run-folder';
import { Session } from './session';
import { bands, createTrainer, HRDA, MASK, noise, noiseBatch, SIZE, tinyConfig } from './testing/tiny-run';

withGpu();

/** Two scales, masked pictures with a teacher of their own, collecting votes and then relabeling by them. */
function everything(): ExperimentConfig {
  return tinyConfig(({ network, data, method, relabeling, schedule }) => {
    network.hrda = HRDA;
    data.evaluation = [SIZE, SIZE];
    method.mask = { ...MASK, mode: 'separatetrgaug', lambda: 0.5, emaAlpha: 0.5 };
    relabeling.collect = [0, 2];
    relabeling.relabel = [1, 4];
    Object.assign(schedule, { iterations: 4, warmup: 2, evaluateEvery: 3, evaluateTeacher: true });
  }, DEMO_CSI);
}

const batches: BatchSource = {
  batch: async (iteration) => noiseBatch(iteration),
};

const evaluation: EvaluationSource = {
  count: 2,
  sample: async (index) => {
    const { rgb, file } = noise(100 + index, null);
    return { rgb, width: SIZE, height: SIZE, label: bands(), labelWidth: SIZE, labelHeight: SIZE, file };
  },
};

/** Sees one of each wanted class in every crop, in a box that moves with the picture. */
const proposer: Proposer = {
  propose: async (crops, { entries }) =>
    crops.map(({ rgb }) =>
      entries.map(({ target }, k) => {
        const x0 = (rgb[0]! + 7 * k) % 24;
        const box = { x0, y0: 8, x1: x0 + 30, y1: 56 };
        return { target, detectionScore: 0.6, box, predicted: target, confidence: 0.99, promptProbabilities: [0.99] };
      }),
    ),
};

async function run(disk: MemoryFolder, config: ExperimentConfig, stopAfter?: number) {
  const trainer = await createTrainer(config);
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
