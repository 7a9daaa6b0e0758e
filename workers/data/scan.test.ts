import { describe, expect, it } from 'vitest';
import { scanFolder } from './scan';
import {
  cityStem,
  greyLabel,
  photo,
  synthiaLabel,
  temporaryFolder,
  writeCityscapes,
  writeSynthia,
} from './testing/datasets';

const text = (words: string) => new TextEncoder().encode(words);

describe('SYNTHIA', () => {
  it('counts the 16-bit ids of the red channel; ids above 255 do not wrap around', async () => {
    const folder = await temporaryFolder();
    await writeSynthia(folder, '', 2);
    // 259 = 256 + 3 would be road if only the low byte were read, and a canvas would see the high byte of all.
    await folder.write('GT/LABELS/0000001.png', await synthiaLabel(12, 8, [3, 259, 22, 21]));
    const { report, statistics } = await scanFolder(folder);
    expect(report).toEqual({
      layout: 'synthia',
      pairs: 2,
      classPixels: { 0: 48 + 24, 3: 24, 10: 48 },
      splits: { all: { pairs: 2, classPixels: { 0: 72, 3: 24, 10: 48 } } },
      problems: [],
    });
    expect(statistics.all.map(({ counts }) => counts)).toEqual([
      { 0: 48, 10: 48 },
      { 0: 24, 3: 24 },
    ]);
  });

  it('is found one level below the opened folder, with paths from the opened folder', async () => {
    const folder = await temporaryFolder();
    await writeSynthia(folder, 'RAND_CITYSCAPES/', 1);
    const { report, index } = await scanFolder(folder);
    expect(report).toMatchObject({ layout: 'synthia', pairs: 1, problems: [] });
    expect(index?.splits.all[0].picture.path).toBe('RAND_CITYSCAPES/RGB/0000000.png');
  });

  it('reads converted train ids where they lie beside the raw labels, once per picture', async () => {
    const folder = await temporaryFolder();
    await writeSynthia(folder, '', 1);
    await folder.write('GT/LABELS/0000000_labelTrainIds.png', await greyLabel(12, 8, [13, 255]));
    expect((await scanFolder(folder)).report).toMatchObject({ pairs: 1, classPixels: { 13: 48 }, problems: [] });
  });

  it('names every unusable file once, says what is wrong, and counts the rest', async () => {
    const folder = await temporaryFolder();
    await writeSynthia(folder, '', 9);
    const label = await synthiaLabel(12, 8, [3]);
    await folder.write('GT/LABELS/0000001.png', label.slice(0, 60));
    await folder.write('GT/LABELS/0000002.png', new Uint8Array(0));
    await folder.write('GT/LABELS/0000003.png', await synthiaLabel(12, 9, [3]));
    await folder.write('GT/LABELS/0000004.png', await synthiaLabel(12, 8, [300, 400]));
    await folder.remove('GT/LABELS/0000005.png');
    await folder.write('RGB/0000006.png', text('GIF89a, not a PNG'));
    await folder.write('RGB/0000007.png', (await photo(12, 8)).slice(0, -20));
    await folder.remove('RGB/0000008.png');
    const { report, index, statistics } = await scanFolder(folder);
    expect(report.pairs).toBe(1);
    expect(report.classPixels).toEqual({ 0: 48, 10: 48 });
    expect(index?.splits.all.map(({ stem }) => stem)).toEqual(['0000000']);
    expect(statistics.all).toHaveLength(1);
    const problems = new Map(report.problems.map(({ file, message }) => [file, message]));
    expect(problems.size).toBe(report.problems.length);
    expect([...problems].sort()).toEqual([
      ['GT/LABELS/0000001.png', expect.stringMatching(/truncated/)],
      ['GT/LABELS/0000002.png', expect.stringMatching(/empty/)],
      ['GT/LABELS/0000003.png', expect.stringMatching(/12x9, but its picture RGB\/0000003.png is 12x8/)],
      ['GT/LABELS/0000004.png', expect.stringMatching(/no pixel of a known class, its values are 300, 400/)],
      ['GT/LABELS/0000008.png', expect.stringMatching(/has no picture RGB\/0000008.png/)],
      ['RGB/0000005.png', expect.stringMatching(/has no label GT\/LABELS\/0000005.png/)],
      ['RGB/0000006.png', expect.stringMatching(/GIF/)],
      ['RGB/0000007.png', expect.stringMatching(/truncated/)],
    ]);
    for (const message of problems.values()) expect(message).toMatch(/[.?]$/);
  });
});

describe('Cityscapes', () => {
  it('converts raw ids, keeps the splits apart and needs no labels', async () => {
    const folder = await temporaryFolder();
    await writeCityscapes(folder, 'train', 2);
    await writeCityscapes(folder, 'val', 1);
    await folder.remove(`gtFine/${cityStem('train', 1)}_gtFine_labelIds.png`);
    const { report, index } = await scanFolder(folder);
    expect(report).toEqual({
      layout: 'cityscapes',
      pairs: 3,
      classPixels: { 0: 128, 16: 128 },
      splits: {
        train: { pairs: 2, classPixels: { 0: 64, 16: 64 } },
        val: { pairs: 1, classPixels: { 0: 64, 16: 64 } },
      },
      problems: [],
    });
    expect(index?.splits.train.map(({ label }) => label?.name ?? null)).toEqual([
      'aachen_000000_000019_gtFine_labelIds.png',
      null,
    ]);
  });

  it('prefers train ids where both kinds of label exist, and does not convert them twice', async () => {
    const folder = await temporaryFolder();
    await writeCityscapes(folder, 'train', 1);
    // As raw ids, 7 and 8 would be road and sidewalk; as train ids they are traffic sign and vegetation.
    await folder.write(
      `gtFine/${cityStem('train', 0)}_gtFine_labelTrainIds.png`,
      await greyLabel(16, 8, [7, 8, 255, 19]),
    );
    expect((await scanFolder(folder)).report).toMatchObject({ pairs: 1, classPixels: { 7: 32, 8: 32 } });
  });

  it('takes the withheld labels of the test split for no labels', async () => {
    const folder = await temporaryFolder();
    await writeCityscapes(folder, 'test', 1);
    await folder.write(`gtFine/${cityStem('test', 0)}_gtFine_labelIds.png`, await greyLabel(16, 8, [1, 3]));
    const { report, index } = await scanFolder(folder);
    expect(report).toMatchObject({ pairs: 1, classPixels: {}, problems: [] });
    expect(index?.splits.test[0].label).toBeNull();
  });

  it.each(['', 'leftImg8bit', 'leftImg8bit/train', 'leftImg8bit/train/aachen'])(
    'is known by its part "%s"',
    async (part) => {
      const folder = await temporaryFolder();
      await writeCityscapes(folder, 'train', 2);
      const opened = part ? await folder.directory(part) : folder;
      if (!opened) throw new Error(`no folder ${part}`);
      const { report } = await scanFolder(opened);
      expect(report).toMatchObject({ layout: 'cityscapes', pairs: 2, problems: [] });
      expect(Object.keys(report.splits ?? {})).toEqual([part.endsWith('aachen') ? 'all' : 'train']);
    },
  );

  it('is put together from its two archives as they unpack', async () => {
    const folder = await temporaryFolder();
    const stem = cityStem('val', 0);
    await folder.write(`leftImg8bit_trainvaltest/leftImg8bit/${stem}_leftImg8bit.png`, await photo(8, 4));
    await folder.write(`gtFine_trainvaltest/gtFine/${stem}_gtFine_labelIds.png`, await greyLabel(8, 4, [26]));
    expect((await scanFolder(folder)).report).toMatchObject({
      layout: 'cityscapes',
      pairs: 1,
      classPixels: { 13: 32 },
    });
  });

  it('refuses coloured labels and an empty split with a sentence', async () => {
    const folder = await temporaryFolder();
    await writeCityscapes(folder, 'train', 2);
    await folder.write(`gtFine/${cityStem('train', 0)}_gtFine_labelIds.png`, await photo(16, 8));
    await folder.write('leftImg8bit/val/readme.txt', text('links only'));
    const { report } = await scanFolder(folder);
    expect(report.pairs).toBe(1);
    expect(report.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/leftImg8bit\/val holds no .*symbolic links/),
      expect.stringMatching(/_labelIds.png is a colour picture/),
    ]);
  });
});

describe('other folders', () => {
  it('takes a folder of pictures for an unlabelled target', async () => {
    const folder = await temporaryFolder();
    await folder.write('a/one.PNG', await photo(4, 4));
    await folder.write('two.png', await photo(5, 4));
    await folder.write('notes.txt', text('holiday'));
    expect((await scanFolder(folder)).report).toMatchObject({
      layout: 'images',
      pairs: 2,
      classPixels: {},
      problems: [],
    });
  });

  it('says what was looked for where there is no data set', async () => {
    const folder = await temporaryFolder();
    await folder.write('letters/one.txt', text('dear'));
    const { report, index } = await scanFolder(folder);
    expect(index).toBeNull();
    expect(report).toMatchObject({ layout: null, pairs: 0, classPixels: {} });
    expect(report.problems[0].message).toMatch(/no data set.*SYNTHIA.*RGB\/.*Cityscapes.*leftImg8bit/);
  });

  it('asks to choose between two data sets', async () => {
    const folder = await temporaryFolder();
    await writeSynthia(folder, 'one/', 1);
    await writeSynthia(folder, 'two/', 1);
    const { report } = await scanFolder(folder);
    expect(report.layout).toBeNull();
    expect(report.problems[0].message).toMatch(/more than one data set: one \(synthia\) and two \(synthia\)/);
  });
});

describe('a second visit', () => {
  it('gives the same report without decoding, but notices an edited label', async () => {
    const [folder, storage] = [await temporaryFolder(), await temporaryFolder()];
    await writeSynthia(folder, '', 3);
    const first = await scanFolder(folder, { storage });
    const again = await scanFolder(folder, { storage });
    expect(again.report).toEqual(first.report);
    expect(again.statistics.all.map(({ counts }) => counts)).toEqual(first.statistics.all.map(({ counts }) => counts));
    await folder.write('GT/LABELS/0000002.png', await synthiaLabel(12, 8, [11]));
    expect((await scanFolder(folder, { storage })).report.classPixels).toEqual({ 0: 96, 10: 96, 18: 96 });
  });

  it('starts anew from a damaged statistics file', async () => {
    const [folder, storage] = [await temporaryFolder(), await temporaryFolder()];
    await writeSynthia(folder, '', 1);
    const { report } = await scanFolder(folder, { storage });
    const kept = await storage.directory('statistics');
    for await (const { name } of kept?.entries() ?? [])
      await storage.write(`statistics/${name}`, text('{"version":1,"rec'));
    expect((await scanFolder(folder, { storage })).report).toEqual(report);
  });
});

it('reports progress to the end and stops when it is aborted', async () => {
  const folder = await temporaryFolder();
  await writeSynthia(folder, '', 5);
  const seen: [number, number][] = [];
  await scanFolder(folder, {}, ({ done, total }) => seen.push([done, total]));
  expect(seen.at(-1)).toEqual([5, 5]);
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await expect(scanFolder(folder, {}, () => {}, controller.signal)).rejects.toThrow('enough');
});
