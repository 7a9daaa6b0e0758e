import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodePng } from '../../workers/data/png/decode';
import { encodePng } from '../../workers/data/png/encode';
import { tinyClip, tinyOwl } from '../../workers/vlm/testing/tiny-models';
import { tinySam } from '../../workers/vlm/testing/tiny-sam';
import { Arguments } from '../command';
import { run } from './relabel';

const root = mkdtempSync(join(tmpdir(), 'relabel-'));
const path = (name: string) => join(root, name);
const SIZE = { width: 64, height: 48 };
const PIXELS = SIZE.width * SIZE.height;

beforeAll(async () => {
  for (const folder of ['images/sub', 'labels/sub']) mkdirSync(path(folder), { recursive: true });
  const grey = await encodePng({ ...SIZE, channels: 3, data: new Uint8Array(PIXELS * 3).fill(120) });
  const cars = await encodePng({ ...SIZE, channels: 1, data: new Uint8Array(PIXELS).fill(13) });
  for (const name of ['images/sub/a.png', 'images/b.png', 'images/c.png']) writeFileSync(path(name), grey);
  writeFileSync(path('labels/sub/a.png'), cars);
  writeFileSync(path('labels/c.png'), cars.subarray(0, cars.length - 20));
  const entry = { target: 14, source: 13, detectionThreshold: 0, classificationThreshold: null };
  writeFileSync(path('map.json'), JSON.stringify([entry]));
  writeFileSync(path('auto.json'), JSON.stringify([{ ...entry, source: null }]));
});

const relabel = (map = 'map.json') =>
  run(new Arguments([], { images: path('images'), labels: path('labels'), map: path(map), out: path('out') }));

describe('lab relabel', () => {
  it('writes the labels that it can, and names what it cannot read', async () => {
    const { report, failure } = await relabel();
    expect(failure).toBeUndefined();
    const { pictures, counts, patches, problems } = report as {
      pictures: number;
      counts: Record<string, number>;
      patches: { accepted: boolean; reason: string | null; relabeledPixels: number }[];
      problems: { file: string; message: string }[];
    };
    expect(pictures).toBe(1);
    expect(problems.map(({ file }) => file)).toEqual(['b.png', 'c.png']);
    const { width, data } = await decodePng(new Uint8Array(readFileSync(path('out/sub/a.png'))), 'a.png');
    expect(width).toBe(SIZE.width);
    // With a threshold of 0 every box counts: each accepted patch and each changed pixel is accounted for.
    const changed = patches.reduce((sum, patch) => sum + patch.relabeledPixels, 0);
    expect(changed).toBeGreaterThan(0);
    expect(data.filter((id) => id === 14)).toHaveLength(changed);
    expect(data.every((id) => id === 13 || id === 14)).toBe(true);
    expect(patches.every((patch) => patch.accepted === (patch.reason === null))).toBe(true);
    expect(counts.truck).toBe(patches.filter((patch) => patch.accepted).length);
  });

  it('asks for a source that a single pass cannot find out', async () => {
    await expect(relabel('auto.json')).rejects.toThrow('class 14 has no source');
    await expect(relabel('none.json')).rejects.toThrow('There is no file');
  });

  it('relabels the pixels of masks alone, where a SAM draws them', async () => {
    const models = path('models');
    for (const [name, files] of [
      ['clip', tinyClip()],
      ['owlvit', tinyOwl()],
      ['sam', tinySam()],
    ] as const)
      for (const [file, bytes] of files) {
        mkdirSync(dirname(join(models, name, file)), { recursive: true });
        writeFileSync(join(models, name, file), bytes);
      }
    for (const folder of ['red', 'cars']) mkdirSync(path(folder), { recursive: true });
    const red = new Uint8Array(PIXELS * 3).fill(120);
    for (let y = 12; y < 36; y++) for (let x = 16; x < 40; x++) red.set([255, 0, 0], (y * SIZE.width + x) * 3);
    writeFileSync(path('red/a.png'), await encodePng({ ...SIZE, channels: 3, data: red }));
    writeFileSync(path('cars/a.png'), await encodePng({ ...SIZE, channels: 1, data: new Uint8Array(PIXELS).fill(13) }));
    const entry = { target: 14, source: 13, detectionThreshold: 0, classificationThreshold: null };
    writeFileSync(path('masks.json'), JSON.stringify({ map: [entry], minSide: 4, masks: true }));
    const values = { images: path('red'), labels: path('cars'), map: path('masks.json'), out: path('masked') };
    const { report } = await run(new Arguments([], { ...values, vlm: models }));
    const { patches } = report as { patches: { accepted: boolean; reason: string | null; maskPixels?: number }[] };
    expect(patches.filter(({ accepted }) => accepted).length).toBeGreaterThan(0);
    expect(patches.some(({ reason }) => reason === 'empty mask')).toBe(true);
    const { data } = await decodePng(new Uint8Array(readFileSync(path('masked/a.png'))), 'a.png');
    const trucks = data.filter((id) => id === 14).length;
    expect(trucks).toBeGreaterThan(24 * 24 * 0.8);
    // A pixel more on each side at most, by interpolation; the rest of the picture stays car.
    for (let y = 0; y < SIZE.height; y++)
      for (let x = 0; x < SIZE.width; x++)
        if (x < 14 || x >= 42 || y < 10 || y >= 38) expect(data[y * SIZE.width + x]).toBe(13);
    await expect(run(new Arguments([], { ...values, masks: true }))).rejects.toThrow('does not come with the lab');
    await expect(run(new Arguments([], { ...values, vlm: models, detector: 'owlv2' }))).rejects.toThrow(
      'holds no OWLv2 model',
    );
  });
});
