import { rename } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Host, WritableDirectory } from '../host';
import { type BatchOptions, FolderBatches } from './batches';
import { cutOut } from './crop';
import { FolderEvaluation } from './evaluation';
import { decodePictureInNode } from './picture/decode-node';
import { type Scan, scanFolder } from './scan';
import { cityStem, synthiaLabel, temporaryFolder, writeCityscapes, writeSynthia } from './testing/datasets';

const host: Pick<Host, 'decodePicture'> = { decodePicture: decodePictureInNode };

type Config = BatchOptions['config'];

const config = (changes: Partial<Config['data']> = {}, seed = 7): Config => ({
  seed,
  data: {
    source: { resize: [24, 16], crop: [8, 8], categoryMaxRatio: 1, flip: 0.5 },
    target: { resize: [16, 8], crop: [8, 8], categoryMaxRatio: 1, flip: 0.5 },
    rareClassSampling: null,
    ignoreTop: 0,
    ignoreBottom: 0,
    evaluation: [8, 4],
    ...changes,
  },
  schedule: {
    iterations: 40,
    warmup: 1,
    batch: 2,
    learningRate: 1,
    headLrFactor: 1,
    weightDecay: 0,
    evaluateEvery: 10,
  },
});

let folders: { source: WritableDirectory; target: WritableDirectory };
let source: Scan;
let target: Scan;

beforeAll(async () => {
  folders = { source: await temporaryFolder(), target: await temporaryFolder() };
  await writeSynthia(folders.source, '', 6);
  // One picture alone shows bicycles (11 -> 18): its right half.
  await folders.source.write(
    'GT/LABELS/0000004.png',
    await synthiaLabel(12, 8, [3, 3, 3, 3, 3, 3, 11, 11, 11, 11, 11, 11]),
  );
  await writeCityscapes(folders.target, 'train', 5);
  await writeCityscapes(folders.target, 'val', 3);
  source = await scanFolder(folders.source);
  target = await scanFolder(folders.target);
});

const make = (options: Partial<BatchOptions> = {}) =>
  new FolderBatches({
    source: source.statistics.all,
    target: target.index?.splits.train ?? [],
    config: config(),
    host,
    ...options,
  });

describe('FolderBatches', () => {
  it('stands in for a target that there is not with what it learns from, without the labels', async () => {
    const batches = make({ source: target.statistics.train, target: null });
    const { source: learned, target: shown } = await batches.batch(3);
    for (const [b, crop] of learned.entries()) {
      expect(crop.file).toMatch(/^leftImg8bit\/train\//);
      expect(crop.label!.every((id) => id === 0 || id === 16)).toBe(true);
      expect(shown[b]).toEqual({ ...crop, label: null });
      expect(shown[b]!.rgb.buffer).not.toBe(crop.rgb.buffer);
    }
    expect(await batches.targetCrops(3)).toEqual(shown);
  });

  it('gives crops of the asked size, with labels for the source only', async () => {
    const batch = await make().batch(0);
    expect(batch).toMatchObject({ iteration: 0, drawnClasses: [] });
    expect([batch.source.length, batch.target.length]).toEqual([2, 2]);
    for (const crop of batch.source) {
      expect(crop).toMatchObject({ width: 8, height: 8, file: expect.stringMatching(/^RGB\//) });
      expect([crop.rgb.length, crop.label?.length]).toEqual([192, 64]);
      for (const id of crop.label ?? []) expect([0, 10, 18]).toContain(id);
    }
    for (const crop of batch.target) {
      expect(crop.label).toBeNull();
      expect(crop.rgb.length).toBe(192);
    }
  });

  it('depends on seed and iteration alone: not on order, cache or resumption', async () => {
    const forward = make();
    const all = [];
    for (let t = 0; t < 12; t++) all.push(await forward.batch(t));
    expect(await make({ cacheBytes: 0 }).batch(7)).toEqual(all[7]);
    const resumed = make();
    expect(await Promise.all([11, 3, 4].map((t) => resumed.batch(t)))).toEqual([all[11], all[3], all[4]]);
    expect(await resumed.targetCrops(5)).toEqual(all[5].target);
    expect(await make({ config: config({}, 8) }).batch(7)).not.toEqual(all[7]);
    expect(
      new Set(all.map(({ source: [first] }) => `${first.file} ${first.x} ${first.y} ${first.flipped}`)).size,
    ).toBeGreaterThan(6);
  });

  it('gives the whole picture that a target crop was cut from', async () => {
    const batches = make();
    let mirrored = 0;
    for (let t = 0; t < 6; t++)
      for (const crop of (await batches.batch(t)).target) {
        const picture = await batches.targetPicture(crop.file);
        expect([picture.width, picture.height]).toEqual([16, 8]);
        expect(cutOut({ ...picture, label: null }, crop, crop.flipped).rgb).toEqual(crop.rgb);
        mirrored += Number(crop.flipped);
      }
    expect(mirrored).toBeGreaterThan(0);
    await expect(batches.targetPicture('none.png')).rejects.toThrow('no picture none.png');
  });

  it('gives arrays away: changing a batch changes no later one', async () => {
    const batches = make();
    const before = await batches.batch(2);
    const copy = structuredClone(before);
    before.source[0].rgb.fill(0);
    before.source[0].label?.fill(0);
    expect(await batches.batch(2)).toEqual(copy);
  });

  it('draws the rare class, and again until the crop shows enough of it', async () => {
    const rareClassSampling = { temperature: 0.01, minPixels: 40, minCropRatio: 0 };
    const first = make({ config: config({ rareClassSampling }) });
    const picky = make({ config: config({ rareClassSampling: { ...rareClassSampling, minCropRatio: 0.5 } }) });
    let [shown, asked] = [0, 0];
    for (let t = 0; t < 30; t++) {
      const { drawnClasses, source: crops } = await picky.batch(t);
      const { source: unasked } = await first.batch(t);
      expect(drawnClasses).toEqual([18, 18]);
      for (const crop of [...crops, ...unasked]) expect(crop.file).toBe('RGB/0000004.png');
      const enough = ({ label }: (typeof crops)[0]) => (label?.filter((id) => id === 18).length ?? 0) > 20;
      asked += crops.filter(enough).length;
      shown += unasked.filter(enough).length;
    }
    expect(asked).toBeGreaterThanOrEqual(58);
    expect(shown).toBeLessThan(50);
  });

  it('names a file that breaks during the run once, draws another one, and repeats itself all the same', async () => {
    const folder = await temporaryFolder();
    await writeSynthia(folder, '', 4);
    const { statistics } = await scanFolder(folder);
    await folder.write('GT/LABELS/0000001.png', (await synthiaLabel(12, 8, [3])).slice(0, 70));
    await folder.remove('RGB/0000002.png');
    const run = async () => {
      const problems: [string, string][] = [];
      const batches = make({ source: statistics.all, onProblem: (...problem) => problems.push(problem) });
      const files = new Set<string>();
      const made = [];
      for (let t = 0; t < 15; t++) made.push(await batches.batch(t));
      for (const { source: crops } of made) for (const { file } of crops) files.add(file);
      expect([...files].sort()).toEqual(['RGB/0000000.png', 'RGB/0000003.png']);
      expect(problems.sort()).toEqual([
        ['GT/LABELS/0000001.png', expect.stringMatching(/truncated/)],
        ['RGB/0000002.png', expect.stringMatching(/gone/)],
      ]);
      return made;
    };
    expect(await run()).toEqual(await run());
  });

  it('ends with a sentence when no picture can be decoded any more', async () => {
    const folder = await temporaryFolder();
    await writeSynthia(folder, '', 2);
    const { statistics } = await scanFolder(folder);
    for (const { item } of statistics.all) await folder.write(item.picture.path, new Uint8Array(9));
    await expect(make({ source: statistics.all }).batch(0)).rejects.toThrow(/source pictures in a row.*not a picture/);
  });

  it('refuses an empty side', () => {
    expect(() => make({ source: [] })).toThrow(/source has no usable picture/);
    expect(() => make({ target: [] })).toThrow(/target has no usable picture/);
  });
});

describe('FolderEvaluation', () => {
  it('resizes the picture and keeps the label as it is in the file', async () => {
    const evaluation = new FolderEvaluation({ items: target.index?.splits.val ?? [], size: [8, 4], host });
    expect(evaluation.count).toBe(3);
    for (const index of [0, 1, 2, 1]) {
      const sample = await evaluation.sample(index);
      expect(sample).toMatchObject({ width: 8, height: 4, labelWidth: 16, labelHeight: 8 });
      expect(sample.file).toContain(cityStem('val', index));
      expect([...sample.label.subarray(0, 4)]).toEqual([0, 16, 0, 16]);
      expect(sample.rgb.length).toBe(96);
    }
    await expect(evaluation.sample(3)).rejects.toThrow(/3 pictures/);
  });

  it('reports a broken file once and lets it count for nothing', async () => {
    const folder = await temporaryFolder();
    await writeCityscapes(folder, 'val', 2);
    const { index } = await scanFolder(folder);
    await folder.remove(`gtFine/${cityStem('val', 1)}_gtFine_labelIds.png`);
    const problems: string[] = [];
    const onProblem = (file: string) => problems.push(file);
    const evaluation = new FolderEvaluation({ items: index?.splits.val ?? [], size: [8, 4], host, onProblem });
    expect((await evaluation.sample(0)).label).toContain(0);
    for (let again = 0; again < 2; again++) expect([...new Set((await evaluation.sample(1)).label)]).toEqual([255]);
    expect(problems).toEqual([`gtFine/${cityStem('val', 1)}_gtFine_labelIds.png`]);
  });
});

describe('a folder that disappears', () => {
  it('is no broken file: the batch can be asked for again, and is the same', async () => {
    const folder = await temporaryFolder();
    await writeCityscapes(folder, 'train', 4);
    const { index } = await scanFolder(folder);
    const problems: string[] = [];
    const onProblem = (file: string) => problems.push(file);
    const items = index?.splits.train ?? [];
    const expected = await make({ target: items }).batch(3);
    const batches = make({ target: items, onProblem });
    await batches.batch(0);
    // Fresh ones, so that no picture is in memory.
    const cold = make({ target: items, onProblem });
    await rename(folder.location, `${folder.location}-away`);
    for (let again = 0; again < 2; again++)
      await expect(cold.batch(3)).rejects.toMatchObject({
        name: 'DataGone',
        message: expect.stringMatching(/^The folder of leftImg8bit\/.*put it back/),
      });
    await rename(`${folder.location}-away`, folder.location);
    expect(await cold.batch(3)).toEqual(expected);
    expect(problems).toEqual([]);
    const evaluation = new FolderEvaluation({ items, size: [8, 4], host, onProblem });
    await rename(folder.location, `${folder.location}-away`);
    await expect(evaluation.sample(0)).rejects.toMatchObject({ name: 'DataGone' });
    await rename(`${folder.location}-away`, folder.location);
    expect((await evaluation.sample(0)).label).toContain(0);
    expect(problems).toEqual([]);
  });
});
