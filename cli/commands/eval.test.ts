import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { withGpu } from '../../models/testing/gpu';
import { decodePng } from '../../workers/data/png/decode';
import { cityStem, greyLabel, temporaryFolder, writeCityscapes } from '../../workers/data/testing/datasets';
import { DEMO_BASELINE } from '../../workers/experiment/demo';
import type { WritableDirectory } from '../../workers/host';
import { makeDirectory } from '../../workers/host-node';
import type { PictureScore, Scores } from '../../workers/protocol';
import { DecisionLog } from '../../workers/train/decision-log';
import { paletteBytes } from '../../workers/train/predict/classes';
import { predictionName } from '../../workers/train/run-folder';
import { writeUntrainedRun } from '../../workers/train/testing/untrained-run';
import { Arguments } from '../command';
import { run } from './eval';

withGpu();

type Report = Scores & { pictures: PictureScore[] };
let root: WritableDirectory & { location: string };
const path = (name: string) => join(root.location, name);
const evaluated = async (values: Record<string, string>) => (await run(new Arguments([], values))).report as Report;

/** A run of two untrained networks, and three labelled pictures. */
beforeAll(async () => {
  root = await temporaryFolder();
  await writeUntrainedRun(await makeDirectory(path('run')), 7);
  await writeCityscapes(await makeDirectory(path('city')), 'val', 3);
});

const TRUTH = [0, 16]; // of every second pixel

describe('lab eval', () => {
  it('scores stored predictions as it scores the network that made them', async () => {
    const own = await evaluated({ run: path('run'), data: path('city'), predictions: path('labels') });
    const stored = await evaluated({ 'predictions-from': path('labels'), data: path('city') });
    expect(stored).toEqual(own);
    expect(own.pictures).toHaveLength(3);
    expect(own.means!.map(({ classes }) => classes)).toEqual([19, 16, 13]);

    const counts = new Map<string, number>();
    for (let i = 0; i < 3; i++) {
      const name = predictionName(`leftImg8bit/${cityStem('val', i)}_leftImg8bit.png`);
      const { data, palette } = await decodePng(await (await root.file(`labels/${name}`))!.bytes(), name);
      expect([...palette!.subarray(0, 57)]).toEqual([...paletteBytes(DEMO_BASELINE.taxonomy).subarray(0, 57)]);
      data.forEach((id, k) => {
        const key = `${TRUTH[k % 2]} ${id}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      });
    }
    for (const [truth, row] of own.confusion.entries())
      for (const [id, pixels] of row.entries())
        expect(pixels, `${truth} as ${id}`).toBe(counts.get(`${truth} ${id}`) ?? 0);
  });

  it('evaluates the teacher where it is asked for, and says where there is no best network', async () => {
    const [student, teacher] = [
      await evaluated({ run: path('run'), data: path('city') }),
      await evaluated({ run: path('run'), data: path('city'), which: 'teacher' }),
    ];
    expect(teacher.confusion).not.toEqual(student.confusion);
    await expect(evaluated({ run: path('run'), data: path('city'), which: 'best' })).rejects.toThrow('no best network');
  });

  it('fails with a sentence where predictions are missing or have another size', async () => {
    const folder = await makeDirectory(path('elsewhere'));
    for (let i = 0; i < 2; i++)
      await folder.write(`${cityStem('val', i).split('/').at(-1)}_leftImg8bit.png`, await greyLabel(16, 8, TRUTH));
    const call = () => evaluated({ 'predictions-from': path('elsewhere'), data: path('city') });
    await expect(call()).rejects.toThrow(/no prediction for 1 of 3 pictures.*000002_000019_leftImg8bit\.png/);
    const last = `${cityStem('val', 2).split('/').at(-1)}_leftImg8bit.png`;
    await folder.write(last, await greyLabel(8, 4, TRUTH));
    await expect(call()).rejects.toThrow(/is 8x4, but the ground truth of .* is 16x8/);
    await folder.write(last, await greyLabel(16, 8, TRUTH));
    expect(await call()).toMatchObject({ miou: 1, aacc: 1, classesAveraged: ['road', 'train'] });
  });

  it('marks a run that a person had a hand in, by what held when its network was saved', async () => {
    const folder = await makeDirectory(path('run'));
    expect(await evaluated({ run: path('run'), data: path('city') })).not.toHaveProperty('decisions');
    const crop = { x: 0, y: 0, width: 16, height: 8 };
    const seen = { file: 'a.png', box: { x0: 0, y0: 0, x1: 4, y1: 4 }, crop, lookedFor: 14 };
    const log = await DecisionLog.open(folder);
    // The checkpoint is of iteration 7: the second decision waits.
    for (const iteration of [3, 7])
      await log.write(log.decide([{ ...seen, ruling: 'reject', to: 14, from: null }], iteration));
    expect(await evaluated({ run: path('run'), data: path('city') })).toMatchObject({ decisions: 1 });
  });

  it('wants exactly one thing to evaluate', async () => {
    await expect(evaluated({ data: path('city') })).rejects.toThrow('Give one of');
    await expect(evaluated({ run: 'a', checkpoint: 'b', data: path('city') })).rejects.toThrow('Give one of');
  });
});
