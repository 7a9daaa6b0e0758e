import { describe, expect, it } from 'vitest';
import { withGpu } from '../../models/testing/gpu';
import type { EvaluationSource } from '../data/batch';
import { MemoryFolder } from '../testing/memory-folder';
import { readPinnedMoments, readPrediction, writePins } from './pinned-folder';
import { RunFolder } from './run-folder';
import { readTimeline } from './run-reader';
import { Session } from './session';
import { bands, createTrainer, noise, noiseBatch, SIZE, tinyConfig } from './testing/tiny-run';

withGpu();

const config = tinyConfig(({ data, schedule }) => {
  data.evaluation = [SIZE, SIZE];
  Object.assign(schedule, { iterations: 4, warmup: 2, evaluateEvery: 2 });
});
const LABELLED = 'picture 100.png';

/** Five pictures to score on. */
const evaluation: EvaluationSource = {
  count: 5,
  sample: async (index) => {
    const { rgb, file } = noise(100 + index, null);
    return { rgb, width: SIZE, height: SIZE, label: bands(), labelWidth: SIZE, labelHeight: SIZE, file };
  },
};
const targetPictures = { targetPicture: async (file: string) => noise(Number(file.match(/\d+/)![0]), null) };

/** Trains, and goes on after a stop where one is asked for. */
async function trained(disk: MemoryFolder, stopAfter?: number) {
  const trainer = await createTrainer(config);
  const folder = new RunFolder(disk);
  const parts = { run: 'r', config, trainer, proposer: null, evaluation, targetPictures, folder, pictures: false };
  const session: Session = new Session({ ...parts, batches: { batch: async (t) => noiseBatch(t) } }, (event) => {
    if (event.type === 'iteration' && event.iteration + 1 === stopAfter) session.stop();
  });
  const { status } = await session.run();
  const state = await trainer.exportState();
  trainer.dispose();
  return { status, metrics: await folder.metrics(), weights: [...state].map(([name, { values }]) => [name, values]) };
}

async function begun(pins: Parameters<typeof writePins>[1] | null): Promise<MemoryFolder> {
  const disk = new MemoryFolder();
  await new RunFolder(disk).begin(config);
  if (pins) await writePins(disk, pins);
  return disk;
}

describe('training with pinned pictures', () => {
  it('learns to the last bit what it learns without any, and keeps what it predicts, also across a stop', async () => {
    const without = await trained(await begun([]));
    expect(without.status).toBe('finished');
    const pins = [
      { set: 'target' as const, file: 'picture 7.png' },
      { set: 'validation' as const, file: LABELLED },
    ];
    const disk = await begun(pins);
    expect((await trained(disk, 3)).status).toBe('stopped');
    const withPins = await trained(disk);
    expect(withPins.metrics).toEqual(without.metrics);
    expect(withPins.metrics.filter(({ type }) => type === 'iteration')).toHaveLength(4);
    expect(withPins.weights).toEqual(without.weights);

    const { pinned, checkpoints } = await readTimeline(disk);
    expect(pinned).toEqual([2, 4].map((iteration) => ({ iteration, pins: pins.toReversed() })));
    expect(checkpoints).toEqual([3, 4]);
    const [first, last] = await Promise.all([2, 4].map((t) => readPrediction(disk, pins[0]!, t)));
    expect(first!.data).toHaveLength(SIZE * SIZE);
    expect(last!.data).not.toEqual(first!.data);
  });

  it('pins the first pictures that are scored where nobody chose', async () => {
    const disk = await begun(null);
    await trained(disk, 3);
    expect((await readPinnedMoments(disk))[0]!.pins.map(({ file }) => file)).toEqual([
      LABELLED,
      'picture 101.png',
      'picture 102.png',
    ]);
  });
});
