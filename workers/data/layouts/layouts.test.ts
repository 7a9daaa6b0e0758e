import { describe, expect, it } from 'vitest';
import type { Directory } from '../../host';
import { encodePng } from '../png/encode';
import { scanFolder } from '../scan';
import {
  greyLabel,
  paletteLabel,
  photo,
  temporaryFolder,
  writeAnonymised,
  writeGta,
  writeSynthia,
} from '../testing/datasets';

const scanned = async (folder: Directory, as?: 'gta16' | 'gta' | 'folder' | 'darkzurich') =>
  (await scanFolder(folder, { as })).report;

async function part(folder: Directory, path: string): Promise<Directory> {
  const found = await folder.directory(path);
  if (!found) throw new Error(`no folder ${path}`);
  return found;
}

describe('GTA', () => {
  it('reads palette indices, not colours: void ids that share their colour with others stay void', async () => {
    const folder = await temporaryFolder();
    await writeGta(folder, '', 2);
    expect(await scanned(folder)).toEqual({
      layout: 'gta',
      pairs: 2,
      classPixels: { 9: 48, 14: 48, 16: 48 },
      splits: { all: { pairs: 2, classPixels: { 9: 48, 14: 48, 16: 48 } } },
      problems: [],
    });
  });

  it('folds terrain into vegetation, truck into car, and leaves train out in 16 classes', async () => {
    const folder = await temporaryFolder();
    await writeGta(folder, '', 2);
    expect(await scanned(folder, 'gta16')).toMatchObject({ layout: 'gta', classPixels: { 8: 48, 13: 48 } });
    // Converted labels of 19 classes are folded likewise, and those of 16 stay what they are.
    await folder.write('labels/00001_labelTrainIds.png', await greyLabel(12, 8, [9, 14, 16, 8]));
    await folder.write('labels/00002_labelTrainIds.png', await greyLabel(12, 8, [8, 13, 255, 8]));
    expect(await scanned(folder, 'gta16')).toMatchObject({ layout: 'gta', classPixels: { 8: 48 + 48, 13: 48 } });
    expect(await scanned(folder)).toMatchObject({
      layout: 'gta',
      classPixels: { 8: 72, 9: 24, 13: 24, 14: 24, 16: 24 },
    });
  });

  it('is found one level below, in splits, and by grey labels where it is told to be GTA', async () => {
    const folder = await temporaryFolder();
    await writeGta(folder, 'gta/', 1);
    expect(await scanned(folder)).toMatchObject({ layout: 'gta', pairs: 1, problems: [] });
    const split = await temporaryFolder();
    for (const [name, i] of [
      ['train', 1],
      ['train', 2],
      ['val', 3],
    ] as const) {
      await split.write(`images/${name}/0000${i}.png`, await photo(4, 4));
      await split.write(`labels/${name}/0000${i}.png`, await paletteLabel(4, 4, [7]));
    }
    expect(await scanned(split)).toMatchObject({ layout: 'gta', splits: { train: { pairs: 2 }, val: { pairs: 1 } } });
    const grey = await temporaryFolder();
    await grey.write('images/00001.png', await photo(4, 4));
    await grey.write('labels/00001.png', await greyLabel(4, 4, [7, 12]));
    expect(await scanned(grey)).toMatchObject({ layout: 'folder', classPixels: { 7: 8, 12: 8 } });
    expect(await scanned(grey, 'gta')).toMatchObject({ layout: 'gta', classPixels: { 0: 8, 3: 8 } });
  });

  it('names the pairs whose sizes differ, as some of GTA do, and the pictures without a label', async () => {
    const folder = await temporaryFolder();
    await writeGta(folder, '', 3);
    await folder.write('labels/00002.png', await paletteLabel(13, 8, [7]));
    await folder.remove('labels/00003.png');
    const { pairs, problems } = await scanned(folder);
    expect(pairs).toBe(1);
    expect(problems.map(({ file }) => file).sort()).toEqual(['images/00003.png', 'labels/00002.png']);
  });
});

describe('ACDC', () => {
  it('is read as it is shipped: splits below conditions, without the reference pictures in good weather', async () => {
    const folder = await temporaryFolder();
    for (const condition of ['fog', 'night', 'rain', 'snow']) {
      await writeAnonymised(folder, `${condition}/train/GOPR0475`, 'GOPR0475_frame_000041', true);
      await writeAnonymised(folder, `${condition}/test/GOPR0477`, 'GOPR0477_frame_000001', false);
    }
    await writeAnonymised(folder, 'fog/val/GOPR0476', 'GOPR0476_frame_000001', true);
    await folder.write('rgb_anon/fog/train_ref/GOPR0475/GOPR0475_frame_000041_rgb_ref_anon.png', await photo(16, 8));
    const found = await scanFolder(folder);
    expect(found.report).toEqual({
      layout: 'acdc',
      pairs: 9,
      classPixels: { 0: 5 * 64, 16: 5 * 64 },
      splits: {
        train: { pairs: 4, classPixels: { 0: 256, 16: 256 } },
        val: { pairs: 1, classPixels: { 0: 64, 16: 64 } },
        test: { pairs: 4, classPixels: {} },
      },
      problems: [],
    });
    expect(found.index?.skipped).toContainEqual({
      reason: 'reference pictures in good weather',
      count: 1,
      example: 'rgb_anon/fog/train_ref/GOPR0475/GOPR0475_frame_000041_rgb_ref_anon.png',
    });
  });

  it('counts no picture twice where it was flattened beside the original folders', async () => {
    const folder = await temporaryFolder();
    await writeAnonymised(folder, 'fog/train/GOPR0475', 'GOPR0475_frame_000041', true);
    await folder.write('rgb_anon/train/GOPR0475_frame_000041_rgb_anon.png', await photo(16, 8));
    await folder.write('gt/train/GOPR0475_frame_000041_gt_labelTrainIds.png', await greyLabel(16, 8, [1]));
    const { report, index } = await scanFolder(folder);
    expect(report).toMatchObject({ layout: 'acdc', pairs: 1, classPixels: { 1: 128 }, problems: [] });
    expect(index?.splits.train[0].picture.path).toBe('rgb_anon/train/GOPR0475_frame_000041_rgb_anon.png');
  });

  it('finds the labels where only the pictures were flattened, and reads raw ids where train ids are missing', async () => {
    const folder = await temporaryFolder();
    await writeAnonymised(folder, 'fog/train/GOPR0475', 'GOPR0475_frame_000041', true);
    await folder.remove('rgb_anon/fog');
    await folder.remove('gt/fog/train/GOPR0475/GOPR0475_frame_000041_gt_labelTrainIds.png');
    await folder.write('rgb_anon/train/GOPR0475_frame_000041_rgb_anon.png', await photo(16, 8));
    expect(await scanned(folder)).toMatchObject({ pairs: 1, classPixels: { 0: 64, 16: 64 }, problems: [] });
  });

  it.each([
    ['rgb_anon', { train: 2, val: 1 }],
    ['rgb_anon/fog', { train: 1, val: 1 }],
    ['rgb_anon/fog/train', { train: 1 }],
    ['rgb_anon/fog/train/GOPR0475', { all: 1 }],
  ])('is known by its part "%s", then without labels', async (path, expected) => {
    const folder = await temporaryFolder();
    await writeAnonymised(folder, 'fog/train/GOPR0475', 'GOPR0475_frame_000041', true);
    await writeAnonymised(folder, 'fog/val/GOPR0476', 'GOPR0476_frame_000041', true);
    await writeAnonymised(folder, 'night/train/GOPR0351', 'GOPR0351_frame_000041', true);
    const { layout, splits, classPixels } = await scanned(await part(folder, path));
    expect(layout).toBe('acdc');
    expect(Object.fromEntries(Object.entries(splits ?? {}).map(([name, { pairs }]) => [name, pairs]))).toEqual(
      expected,
    );
    expect(classPixels).toEqual({});
  });

  it('tells pictures of one name in two conditions apart', async () => {
    const folder = await temporaryFolder();
    await writeAnonymised(folder, 'fog/train/a', 'frame_000001', true);
    await writeAnonymised(folder, 'rain/train/a', 'frame_000001', false);
    const { index } = await scanFolder(folder);
    expect(index?.splits.train.map(({ label }) => label?.path ?? null)).toEqual([
      'gt/fog/train/a/frame_000001_gt_labelTrainIds.png',
      null,
    ]);
  });
});

describe('Dark Zurich', () => {
  it('takes the pictures by night and leaves those by day and twilight aside', async () => {
    const folder = await temporaryFolder();
    await writeAnonymised(folder, 'train/night/GOPR0351', 'GOPR0351_frame_000001', false);
    await writeAnonymised(folder, 'train/day/GOPR0345', 'GOPR0345_frame_000001', false);
    await writeAnonymised(folder, 'train/twilight/GOPR0348', 'GOPR0348_frame_000001', false);
    await writeAnonymised(folder, 'val/night/GOPR0356', 'GOPR0356_frame_000321', true);
    await writeAnonymised(folder, 'val_ref/day/GOPR0356_ref', 'GOPR0356_frame_000321_ref', false);
    const found = await scanFolder(folder);
    expect(found.report).toEqual({
      layout: 'darkzurich',
      pairs: 2,
      classPixels: { 0: 64, 16: 64 },
      splits: { train: { pairs: 1, classPixels: {} }, val: { pairs: 1, classPixels: { 0: 64, 16: 64 } } },
      problems: [],
    });
    expect(found.index?.skipped.find(({ reason }) => reason.includes('day'))?.count).toBe(2);
    const above = await temporaryFolder();
    await writeAnonymised(above, 'train/night/GOPR0351', 'GOPR0351_frame_000001', false);
    expect(await scanned(await part(above, 'rgb_anon/train'))).toMatchObject({ layout: 'darkzurich', pairs: 1 });
  });
});

describe('pairs of folders', () => {
  it('pairs equal stems of any picture format, and lets no two pictures share a label', async () => {
    const folder = await temporaryFolder();
    await folder.write('images/a.png', await photo(4, 4));
    await folder.write('images/deep/b.PNG', await photo(4, 4));
    await folder.write('images/a.webp', await photo(4, 4));
    await folder.write('labels/a.png', await greyLabel(4, 4, [0, 255]));
    await folder.write('labels/deep/b.png', await greyLabel(4, 4, [18]));
    await folder.write('labels/c.jpg', await photo(4, 4));
    await folder.write('labels/notes.txt', new Uint8Array(3));
    const { report, index } = await scanFolder(folder);
    expect(report).toMatchObject({ layout: 'folder', pairs: 2, classPixels: { 0: 8, 18: 16 } });
    expect(new Map(report.problems.map(({ file, message }) => [file, message]))).toEqual(
      new Map([
        ['images/a.webp', expect.stringMatching(/same stem as images\/a\.png/)],
        ['labels/c.jpg', expect.stringMatching(/no PNG/)],
      ]),
    );
    expect(index?.skipped).toEqual([{ reason: expect.stringMatching(/\.txt/), count: 1, example: 'labels/notes.txt' }]);
  });

  it('takes labels of 19 to 33 for raw ids, and colours for the classes that have them', async () => {
    const folder = await temporaryFolder();
    await folder.write('train/images/a.png', await photo(4, 4));
    await folder.write('train/labels/a.png', await greyLabel(4, 4, [7, 23, 26, 0]));
    expect(await scanned(folder)).toMatchObject({
      layout: 'folder',
      classPixels: { 0: 4, 10: 4, 13: 4 },
      splits: { train: { pairs: 1 } },
    });
    const data = new Uint8Array(48);
    for (let i = 0; i < 16; i++) data.set(i % 2 ? [128, 64, 128] : [1, 2, 3], i * 3);
    const colored = await temporaryFolder();
    await colored.write('images/a.png', await photo(4, 4));
    await colored.write('labels/a.png', await encodePng({ width: 4, height: 4, channels: 3, data }));
    expect(await scanned(colored)).toMatchObject({ layout: 'folder', classPixels: { 0: 8 }, problems: [] });
  });

  it('names a photograph that lies among the labels', async () => {
    const folder = await temporaryFolder();
    await folder.write('images/a.png', await photo(64, 64));
    await folder.write('labels/a.png', await photo(64, 64, 2));
    expect((await scanned(folder)).problems).toEqual([
      { file: 'labels/a.png', message: expect.stringMatching(/more than 1024 different values/) },
    ]);
  });
});

describe('any folder', () => {
  it('says of empty folders that links are skipped, once', async () => {
    const folder = await temporaryFolder();
    await writeSynthia(folder, '', 3);
    for (let i = 0; i < 3; i++) await folder.remove(`RGB/000000${i}.png`);
    await folder.write('RGB/.hidden', new Uint8Array(1));
    const { problems, pairs } = await scanned(folder);
    expect(pairs).toBe(0);
    expect(problems).toEqual([{ file: 'RGB', message: expect.stringMatching(/RGB holds no .* symbolic links/) }]);
  });

  it('asks to unpack an archive', async () => {
    const folder = await temporaryFolder();
    await folder.write('leftImg8bit_trainvaltest.zip', new Uint8Array(4));
    expect((await scanned(folder)).problems[0].message).toMatch(/leftImg8bit_trainvaltest\.zip is an archive/);
  });
});
