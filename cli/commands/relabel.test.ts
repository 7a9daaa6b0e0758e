import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodePng } from '../../workers/data/png/decode';
import { encodePng } from '../../workers/data/png/encode';
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
});
