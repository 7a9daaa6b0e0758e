import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DatasetCard } from '../dataset-card';
import type { Directory } from '../host';
import { createNodeHost } from '../host-node';
import { Datasets } from './datasets';
import {
  cityStem,
  greyLabel,
  photo,
  synthiaLabel,
  temporaryFolder,
  writeCityscapes,
  writeGta,
  writeSynthia,
} from './testing/datasets';

async function newDatasets() {
  const storage = await temporaryFolder();
  return { storage, datasets: new Datasets(createNodeHost(undefined, storage.location)) };
}

function listener() {
  const cards: DatasetCard[] = [];
  return { cards, onCard: (card: DatasetCard) => cards.push(card), onProgress: () => {} };
}

describe('an open data set', () => {
  it('answers at once, checks in the background, and tells all in its card', async () => {
    const [{ datasets }, folder] = [await newDatasets(), await temporaryFolder()];
    await writeSynthia(folder, '', 3);
    await folder.write('GT/LABELS/0000002.png', await synthiaLabel(12, 8, [1, 1, 1, 3, 99]));
    await folder.write('RGB/readme.txt', new Uint8Array(1));
    const heard = listener();
    const first = await datasets.open(folder, {}, heard);
    expect(first).toMatchObject({ state: 'listed', layout: 'synthia', pairs: 0, checked: { total: 3 } });
    const card = await datasets.settled(first.id);
    expect(heard.cards.at(-1)).toEqual(card);
    expect(card).toMatchObject({
      state: 'complete',
      pairs: 3,
      labelled: 3,
      labels: ['synthia'],
      sizes: [{ width: 12, height: 8, pictures: 3 }],
      skipped: [{ count: 1, example: 'RGB/readme.txt' }],
    });
    expect(card.classes).toEqual([
      { trainId: 0, pixels: 48 + 48 + 19, pictures: 3, drawable: 0, rare: false },
      { trainId: 10, pixels: 48 + 48 + 58, pictures: 3, drawable: 0, rare: false },
    ]);
    expect(card.values.map(({ value, trainId }) => [value, trainId])).toEqual([
      ['1', 10],
      ['3', 0],
      ['99', 255],
    ]);
    let bytes = 0;
    for (const path of [
      'RGB/0000000',
      'RGB/0000001',
      'RGB/0000002',
      'GT/LABELS/0000000',
      'GT/LABELS/0000001',
      'GT/LABELS/0000002',
    ])
      bytes += (await (await folder.file(`${path}.png`))?.size()) ?? 0;
    expect(card.bytes).toBe(bytes);
  });

  it('reads labels by another map without reading a file again', async () => {
    const [{ datasets }, folder] = [await newDatasets(), await temporaryFolder()];
    await writeSynthia(folder, '', 2);
    const { id } = await datasets.open(folder, {}, listener());
    await datasets.settled(id);
    await folder.remove('GT');
    expect(datasets.setIdMap(id, { '3': 18 })).toMatchObject({
      labels: ['own'],
      classPixels: { 18: 96 },
      values: [
        { value: '3', trainId: 18 },
        { value: '1', trainId: 255 },
      ],
    });
    const none = datasets.setIdMap(id, { '77': 1 });
    expect(none.pairs).toBe(0);
    expect(none.problems[0].message).toMatch(/no pixel of a known class, its values are 1, 3/);
    expect(datasets.setIdMap(id, null).classPixels).toEqual({ 0: 96, 10: 96 });
  });

  it('gives rows by page, split and class, and pictures with their labels', async () => {
    const [{ datasets }, folder] = [await newDatasets(), await temporaryFolder()];
    await writeCityscapes(folder, 'train', 3);
    await writeCityscapes(folder, 'val', 2);
    await folder.write(`gtFine/${cityStem('train', 1)}_gtFine_labelIds.png`, await greyLabel(16, 8, [26, 26, 7]));
    const { id } = await datasets.open(folder, {}, listener());
    await datasets.settled(id);
    const all = datasets.samples(id, { split: null, classId: null }, 1, 3);
    expect(all.total).toBe(5);
    expect(all.rows.map(({ index, split }) => [index, split])).toEqual([
      [1, 'train'],
      [2, 'train'],
      [3, 'val'],
    ]);
    expect(datasets.samples(id, { split: 'val', classId: null }, 0, 9).rows.map(({ index }) => index)).toEqual([3, 4]);
    const cars = datasets.samples(id, { split: null, classId: 13 }, 0, 9);
    expect(cars).toMatchObject({ total: 1, rows: [{ index: 1, classes: [13, 0], width: 16, height: 8 }] });
    const { width, height, rgb, labels } = await datasets.thumbnail(id, 1, 8);
    expect([width, height, rgb.length]).toEqual([8, 4, 96]);
    expect([...(labels ?? [])].slice(0, 4)).toEqual([13, 0, 13, 13]);
    await expect(datasets.thumbnail(id, 99, 8)).rejects.toThrow(/no picture number 99/);
  });

  it('can be stopped, and goes on from what was found out', async () => {
    const [{ datasets }, folder] = [await newDatasets(), await temporaryFolder()];
    await writeSynthia(folder, '', 80);
    const { id } = await datasets.open(folder, {}, listener());
    datasets.stopChecking(id);
    const card = await datasets.settled(id);
    expect(card.state).toBe('stopped');
    expect(card.checked.done).toBeLessThan(80);
    expect(card.problems).toEqual([]);
    datasets.close(id);
    expect(() => datasets.samples(id, { split: null, classId: null }, 0, 1)).toThrow(/not open any more/);
    const again = await datasets.open(folder, {}, listener());
    expect(await datasets.settled(again.id)).toMatchObject({ state: 'complete', pairs: 80 });
  });

  it('keeps two folders apart that are dropped while the other is scanned, and opens one of two inside a folder', async () => {
    const [{ datasets }, folder] = [await newDatasets(), await temporaryFolder()];
    await writeSynthia(folder, 'synthia/', 40);
    await writeGta(folder, 'gta/', 2);
    const [one, two] = await Promise.all(
      ['synthia', 'gta'].map(async (name) => {
        const child = await folder.directory(name);
        if (!child) throw new Error(name);
        return datasets.open(child, {}, listener());
      }),
    );
    expect(await datasets.settled(one.id)).toMatchObject({ layout: 'synthia', pairs: 40 });
    expect(await datasets.settled(two.id)).toMatchObject({ layout: 'gta', pairs: 2 });
    const both = await datasets.open(folder, {}, listener());
    expect(both).toMatchObject({
      layout: null,
      inside: [
        { path: 'gta', layout: 'gta' },
        { path: 'synthia', layout: 'synthia' },
      ],
    });
    const chosen = await datasets.open(folder, { inside: 'gta', as: 'gta16' }, listener());
    expect(await datasets.settled(chosen.id)).toMatchObject({ layout: 'gta', labels: ['gta16'], pairs: 2 });
  });
});

/** A folder whose files can be opened only as far as they were let through. */
function held(folder: Directory) {
  let open = 0;
  const waiting: (() => void)[] = [];
  const directory: Directory = {
    name: folder.name,
    entries: () => folder.entries(),
    directory: async (path) => folder.directory(path),
    async file(name) {
      if (open-- <= 0) await new Promise<void>((resolve) => waiting.push(resolve));
      return folder.file(name);
    },
  };
  const letThrough = (count: number) => {
    open = Math.max(open, 0) + count;
    for (const next of waiting.splice(0, count)) next();
  };
  return { directory, letThrough };
}

describe('a data set with thousands of files', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is put together at most once a second while its files are checked, and at once when they are', async () => {
    const [{ datasets }, folder] = [await newDatasets(), await temporaryFolder()];
    for (let i = 0; i < 40; i++) await folder.write(`${String(i).padStart(2, '0')}.png`, await photo(6 + i, 8));
    const { directory, letThrough } = held(folder);
    vi.useFakeTimers({ toFake: ['performance'] });
    const { id } = await datasets.open(directory, {}, listener());
    const total = () => datasets.samples(id, { split: null, classId: null }, 0, 1).total;
    expect(total()).toBe(0);
    await vi.waitUntil(() => {
      letThrough(5);
      vi.advanceTimersByTime(1001);
      return total() > 0;
    });
    const seen = total();
    expect(seen).toBeLessThan(30);
    letThrough(20);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(total()).toBe(seen);
    await vi.waitUntil(() => {
      vi.advanceTimersByTime(1001);
      return total() > seen;
    });
    letThrough(10_000);
    expect(await datasets.settled(id)).toMatchObject({ state: 'complete', pairs: 40 });
    expect(total()).toBe(40);
    for (const index of [0, 17, 39]) expect((await datasets.thumbnail(id, index, 99)).width).toBe(6 + index);
    await expect(datasets.thumbnail(id, 40, 99)).rejects.toThrow(/no picture number 40/);
  });

  it('sends the first hundred problems with its card and the others by request, and counts all sizes', async () => {
    const [{ datasets }, folder] = [await newDatasets(), await temporaryFolder()];
    for (let i = 0; i < 25; i++) await folder.write(`good-${i}.png`, await photo(6 + i, 8));
    for (let i = 0; i < 130; i++) await folder.write(`empty-${1000 + i}.png`, new Uint8Array(0));
    const { id } = await datasets.open(folder, {}, listener());
    const card = await datasets.settled(id);
    expect(card).toMatchObject({ pairs: 25, problemCount: 130, sizeCount: 25 });
    expect([card.problems.length, card.sizes.length]).toEqual([100, 20]);
    expect(datasets.problems(id, 0, 100)).toEqual(card.problems);
    expect(datasets.problems(id, 100, 100).map(({ file }) => file)).toEqual(
      Array.from({ length: 30 }, (_, i) => `empty-${1100 + i}.png`),
    );
    await expect(datasets.thumbnail(id, 3, 9)).rejects.toThrow(/no picture number 3/);
    expect((await datasets.thumbnail(id, 130, 99)).height).toBe(8);
  });
});

describe('class statistics of the reference', () => {
  const stats = JSON.stringify([
    { '0': 48, '10': 48, file: 'data/synthia/GT/LABELS/0000000_labelTrainIds.png' },
    { '5': 96, file: 'data/synthia/GT/LABELS/0000001_labelTrainIds.png' },
    { '0': 48, '10': 48, file: 'data/synthia/GT/LABELS/0000002_labelTrainIds.png' },
    { '0': 48, '10': 48, file: 'data/synthia/GT/LABELS/0000003_labelTrainIds.png' },
    { '0': 48, '10': 48, file: 'data/synthia/GT/LABELS/0000004_labelTrainIds.png' },
  ]);

  it('are used where they fit, and a map of values then reads the labels after all', async () => {
    const [{ datasets }, folder] = [await newDatasets(), await temporaryFolder()];
    await writeSynthia(folder, '', 5);
    await folder.write('sample_class_stats.json', new TextEncoder().encode(stats));
    const { id } = await datasets.open(folder, {}, listener());
    // The second file is not among those that are compared: its count can only come from the statistics.
    expect((await datasets.settled(id)).classPixels).toEqual({ 0: 192, 5: 96, 10: 192 });
    datasets.setIdMap(id, { '1': 10, '3': 0 });
    expect((await datasets.settled(id)).classPixels).toEqual({ 0: 240, 10: 240 });
  });

  it('are set aside where they do not fit the labels', async () => {
    const [{ datasets }, folder] = [await newDatasets(), await temporaryFolder()];
    await writeSynthia(folder, '', 5);
    await folder.write('GT/LABELS/0000004.png', await synthiaLabel(12, 8, [11]));
    await folder.write('sample_class_stats.json', new TextEncoder().encode(stats));
    const { id } = await datasets.open(folder, {}, listener());
    const card = await datasets.settled(id);
    expect(card.classPixels).toEqual({ 0: 192, 10: 192, 18: 96 });
    expect(card.problems).toEqual([
      { file: 'sample_class_stats.json', message: expect.stringMatching(/does not fit GT\/LABELS\/0000004.png/) },
    ]);
  });

  it('are written in the form of the reference, and read again', async () => {
    const [{ datasets }, folder] = [await newDatasets(), await temporaryFolder()];
    await writeCityscapes(folder, 'train', 2);
    await writeCityscapes(folder, 'val', 1);
    const { id } = await datasets.open(folder, {}, listener());
    const card = await datasets.settled(id);
    const files = new Map(
      datasets.statisticsFiles(id).map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]),
    );
    const path = (i: number) => `data/cityscapes/gtFine/${cityStem('train', i)}_gtFine_labelTrainIds.png`;
    expect(JSON.parse(files.get('sample_class_stats.json') ?? '')).toEqual([
      { '0': 64, '16': 64, file: path(0) },
      { '0': 64, '16': 64, file: path(1) },
    ]);
    expect(JSON.parse(files.get('sample_class_stats_dict.json') ?? '')[path(1)]).toEqual({ '0': 64, '16': 64 });
    expect(JSON.parse(files.get('samples_with_class.json') ?? '')).toEqual({
      '0': [
        [path(0), 64],
        [path(1), 64],
      ],
      '16': [
        [path(0), 64],
        [path(1), 64],
      ],
    });
    expect(files.get('val.txt')).toBe('aachen/aachen_000000_000019\n');
    for (const name of ['sample_class_stats.json', 'samples_with_class.json']) {
      await folder.write(name, new TextEncoder().encode(files.get(name)));
      const other = (await newDatasets()).datasets;
      const again = await other.open(folder, {}, listener());
      const { classPixels, problems } = await other.settled(again.id);
      expect({ classPixels, problems }).toEqual({ classPixels: card.classPixels, problems: [] });
      await folder.remove(name);
    }
  });
});

it('says what a folder of photographs and other things holds', async () => {
  const [{ datasets }, folder] = [await newDatasets(), await temporaryFolder()];
  await folder.write('beach.png', await photo(8, 6));
  for (const name of ['film.mov', 'raw.heic', 'other.heic', 'notes.txt']) await folder.write(name, new Uint8Array(5));
  const heic = new TextEncoder().encode('0000ftypheic0000mif1heic');
  await folder.write('renamed.jpg', heic);
  const { id } = await datasets.open(folder, {}, listener());
  expect(await datasets.settled(id)).toMatchObject({
    layout: 'images',
    pairs: 1,
    labelled: 0,
    classes: [],
    skipped: [
      { reason: expect.stringMatching(/films \(\.mov\)/), count: 1 },
      { reason: expect.stringMatching(/no pictures or labels .* \(\.txt\)/), count: 1 },
      { reason: expect.stringMatching(/not read \(\.heic\); export them/), count: 2 },
    ],
    problems: [{ file: 'renamed.jpg', message: expect.stringMatching(/its first bytes say HEIC; use PNG/) }],
  });
});
