import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Datasets } from '../../workers/data/datasets';
import {
  cityStem,
  greyLabel,
  photo,
  temporaryFolder,
  writeAnonymised,
  writeCityscapes,
  writeGta,
  writeSynthia,
} from '../../workers/data/testing/datasets';
import type { DatasetCard } from '../../workers/dataset-card';
import type { WritableDirectory } from '../../workers/host';
import { createNodeHost } from '../../workers/host-node';
import { readArguments } from '../command';
import { COMMANDS } from '../commands';
import { run } from './scan';

const lines: string[] = [];

beforeAll(async () => {
  process.env.XDG_CACHE_HOME = await mkdtemp(join(tmpdir(), 'csi-lab-scan-'));
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
});

afterAll(async () => {
  vi.restoreAllMocks();
  await rm(process.env.XDG_CACHE_HOME ?? '', { recursive: true, force: true });
  Reflect.deleteProperty(process.env, 'XDG_CACHE_HOME');
});

const scan = (...args: string[]) => run(readArguments(COMMANDS.scan!, args));

const FOLDERS: [string, (folder: WritableDirectory) => Promise<void>][] = [
  ['synthia', (folder) => writeSynthia(folder, '', 2)],
  ['gta', (folder) => writeGta(folder, 'GTA/', 2)],
  ['cityscapes', (folder) => writeCityscapes(folder, 'val', 2)],
  ['acdc', (folder) => writeAnonymised(folder, 'fog/train/GOPR0475', 'GOPR0475_frame_000041', true)],
  ['darkzurich', (folder) => writeAnonymised(folder, 'val/night/GOPR0356', 'GOPR0356_frame_000321', true)],
  [
    'folder',
    async (folder) => {
      await folder.write('images/a.png', await photo(8, 4));
      await folder.write('labels/a.png', await greyLabel(8, 4, [0, 13, 255]));
    },
  ],
  ['images', async (folder) => folder.write('beach.png', await photo(8, 4))],
];

describe('lab scan', () => {
  it.each(FOLDERS)('says of %s what the page shows', async (layout, write) => {
    const folder = await temporaryFolder();
    await write(folder);
    await folder.write('notes.txt', new Uint8Array(2));
    const { report, failure } = await scan(folder.location);
    expect(failure).toBeUndefined();
    const datasets = new Datasets(createNodeHost(undefined, (await temporaryFolder()).location));
    const { id } = await datasets.open(folder, {}, { onCard: () => {}, onProgress: () => {} });
    const shown: Partial<DatasetCard> = { ...(await datasets.settled(id)) };
    for (const key of ['id', 'name', 'state', 'checked', 'inside', 'problemCount', 'sizeCount'] as const)
      delete shown[key];
    expect(report).toEqual(shown);
    expect(report).toMatchObject({ layout, problems: [] });
  });

  it('fails with a sentence where there is no data set', async () => {
    const folder = await temporaryFolder();
    const { report, failure } = await scan(folder.location);
    expect(failure).toMatch(/is no data set that is known here.*looks empty/);
    expect(report).toMatchObject({ layout: null, pairs: 0, classPixels: {} });
  });

  it('takes a map of values, and writes statistics that the next scan reads', async () => {
    const folder = await temporaryFolder();
    await writeCityscapes(folder, 'train', 3);
    const maps = await temporaryFolder();
    const file = JSON.stringify({ version: 1, idMap: { 7: 'car', 31: 'ignore' } });
    await maps.write('map.json', new TextEncoder().encode(file));
    const { report } = await scan(folder.location, '--map', join(maps.location, 'map.json'));
    expect(report).toMatchObject({ classPixels: { 13: 192 }, labels: ['own'] });
    await scan(folder.location, '--write-statistics');
    const written = await folder.file('sample_class_stats.json');
    expect(JSON.parse(new TextDecoder().decode(await written?.bytes()))[0]).toEqual({
      '0': 64,
      '16': 64,
      file: `data/cityscapes/gtFine/${cityStem('train', 0)}_gtFine_labelTrainIds.png`,
    });
    expect((await scan(folder.location)).report).toMatchObject({ classPixels: { 0: 192, 16: 192 }, problems: [] });
    await expect(scan(folder.location, '--map', 'nowhere.json')).rejects.toThrow(/no file nowhere\.json/);
  });
});
