import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../workers/patch-columns';
import type { ConsideredPatch } from '../../workers/protocol';
import { ALL_PATCHES, found, type PatchQuery, tallied } from './patch-query';
import { ANY_MEASURE, type Measure } from './patch-ranges';
import { PatchTable } from './patch-table';
import { patchWith as patch } from './testing/patch';
import { visibleRows } from './visible-rows';

function tableOf(patches: ConsideredPatch[], most?: number): PatchTable {
  const table = new PatchTable(most);
  for (let i = 0; i < patches.length; ) {
    const { iteration } = patches[i]!;
    let end = i;
    while (end < patches.length && patches[end]!.iteration === iteration) end++;
    table.append(columnsOf(patches.slice(i, end)));
    i = end;
  }
  return table;
}

describe('the table', () => {
  it('gives patches back as they came, iteration after iteration', () => {
    const patches = [
      patch({}),
      patch({ file: 'b.png', accepted: false, reason: 'no source pixel', classScore: null, probabilities: [] }),
      patch({ iteration: 3, file: 'a.png', from: null, predicted: null, crop: { ...patch({}).crop, flipped: true } }),
      patch({ iteration: 4, file: 'b.png', accepted: false, reason: 'duplicate', probabilities: [0.5, 0.5, 0] }),
      patch({ iteration: 5, accepted: false, reason: 'by hand', byHand: 'reject', lookedFor: 14 }),
      patch({ iteration: 5, to: 16, byHand: 'reassign', lookedFor: 14, detectionScore: 0 }),
    ];
    const table = tableOf(patches);
    expect(patches.map((_, serial) => table.at(serial))).toEqual(patches.map((p, serial) => ({ ...p, serial })));
    expect(table.columns.files).toEqual(['a.png', 'b.png']);
    expect(table.at(6)).toBeNull();
  });

  it('replaces what a resumed run repeats', () => {
    const table = tableOf([1, 2, 3, 4].map((iteration) => patch({ iteration })));
    table.append(columnsOf([patch({ iteration: 3, to: 16 })]));
    expect(table.count).toBe(3);
    expect(table.at(2)).toMatchObject({ iteration: 3, to: 16, probabilities: [0.25, 0.75] });
  });

  it('lets the oldest go, and keeps the numbers of the others', () => {
    const patches = Array.from({ length: 25 }, (_, i) =>
      patch({ iteration: i, file: `${i}.png`, probabilities: Array(i % 3).fill(i / 32) }),
    );
    const table = tableOf(patches, 10);
    expect(table.count).toBeLessThanOrEqual(10);
    expect(table.dropped + table.count).toBe(25);
    expect(table.at(table.dropped - 1)).toBeNull();
    expect(table.at(24)).toEqual({ ...patches[24], serial: 24 });
    expect(table.at(20)).toEqual({ ...patches[20], serial: 20 });
    expect([...found(table, ALL_PATCHES)].slice(0, 3)).toEqual([24, 23, 22]);
  });

  it('finds the same picture in the iterations before and after', () => {
    const files = ['a', 'b', 'a', 'a', 'b', 'a'];
    const table = tableOf(files.map((file, i) => patch({ file, iteration: i === 3 ? 2 : i })));
    expect(table.neighbour(2, 1)).toBe(5);
    expect(table.neighbour(3, -1)).toBe(0);
    expect(table.neighbour(0, -1)).toBeNull();
    expect(table.neighbour(1, 1)).toBe(4);
  });
});

describe('filters and orders', () => {
  const box = (side: number) => ({ x0: 0, y0: 0, x1: side, y1: side });
  const table = tableOf([
    patch({ iteration: 5, file: 'Zurich/1.png', detectionScore: 0.2, classScore: 0.9, box: box(10) }),
    patch({ iteration: 6, file: 'bern/2.png', detectionScore: 0.9, classScore: null, to: 16, box: box(40) }),
    patch({
      iteration: 7,
      file: 'zurich/3.png',
      accepted: false,
      reason: 'other class',
      classScore: 0.1,
      box: box(20),
    }),
    patch({ iteration: 8, file: 'bern/2.png', accepted: false, reason: 'duplicate', classScore: null, box: box(30) }),
  ]);
  const list = (part: Partial<PatchQuery>) => [...found(table, { ...ALL_PATCHES, ...part })];

  it('narrows by outcome, class, iterations and picture', () => {
    expect(list({})).toEqual([3, 2, 1, 0]);
    expect(list({ outcome: 'accepted' })).toEqual([1, 0]);
    expect(list({ outcome: 'rejected' })).toEqual([3, 2]);
    expect(list({ outcome: 'other class' })).toEqual([2]);
    expect(list({ to: 16 })).toEqual([1]);
    expect(list({ first: 6, last: 7 })).toEqual([2, 1]);
    expect(list({ picture: ' ZURICH ' })).toEqual([2, 0]);
    expect(list({ picture: 'paris' })).toEqual([]);
  });

  it('sorts, and leaves what has no score at the end in both directions', () => {
    expect(list({ order: 'oldest' })).toEqual([0, 1, 2, 3]);
    expect(list({ order: 'detection-high' })).toEqual([1, 3, 2, 0]);
    expect(list({ order: 'class-high' })).toEqual([0, 2, 3, 1]);
    expect(list({ order: 'class-low' })).toEqual([2, 0, 3, 1]);
    expect(list({ order: 'area-large' })).toEqual([1, 3, 2, 0]);
    expect(list({ order: 'area-small' })).toEqual([0, 2, 3, 1]);
    expect(list({ order: 'class' })).toEqual([3, 2, 0, 1]);
    expect(list({ order: 'picture' })).toEqual([0, 3, 1, 2]);
  });

  it('narrows by scores and by the size of the box, both ends included', () => {
    const within = (measure: Measure, least: number | null, most: number | null) =>
      list({ ranges: { ...ANY_MEASURE, [measure]: { least, most } } });
    expect(within('detection', 0.5, null)).toEqual([3, 2, 1]);
    expect(within('detection', null, 0.2)).toEqual([0]);
    expect(within('clip', null, 0.1)).toEqual([2]);
    expect(within('clip', 0, null)).toEqual([2, 0]);
    expect(within('area', 400, 900)).toEqual([3, 2]);
  });

  it('counts what there is', () => {
    expect(tallied(table).verdicts).toEqual([2, 0, 0, 1, 0, 1, 0, 0]);
    expect([...tallied(table).targets]).toEqual([
      [14, 3],
      [16, 1],
    ]);
  });
});

describe('50,000 patches', () => {
  const reasons = ['no source pixel', 'too small', 'other class', 'below threshold', 'duplicate'] as const;
  const patches = Array.from({ length: 50_000 }, (_, i) => {
    const accepted = i % 3 === 0;
    const score = ((i * 7919) % 10_000) / 10_000;
    return patch({
      iteration: Math.floor(i / 5),
      file: `city/${i % 2975}.png`,
      to: [9, 14, 16][i % 3]!,
      accepted,
      reason: accepted ? null : reasons[i % 5]!,
      detectionScore: score,
      classScore: i % 4 === 0 ? null : 1 - score,
      probabilities: Array(12).fill(score),
    });
  });
  const table = tableOf(patches);

  it('take a bounded amount of memory', () => {
    expect(table.count).toBe(50_000);
    expect(table.bytes).toBeLessThan(16e6);
  });

  it('are filtered and sorted between two frames', () => {
    const query: PatchQuery = { ...ALL_PATCHES, order: 'detection-high', picture: '.png', first: 0 };
    found(table, query);
    const before = process.cpuUsage();
    const repeats = 5;
    for (let i = 0; i < repeats; i++) found(table, query);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000 / repeats).toBeLessThan(50);
    const list = found(table, query);
    expect(list).toHaveLength(50_000);
    const scores = Array.from(list, (serial) => table.at(serial)!.detectionScore);
    expect(scores.every((score, i) => i === 0 || score <= scores[i - 1]!)).toBe(true);
  });

  it('are on the screen a few at a time', () => {
    const rowHeight = 174;
    const rows = Math.ceil(50_000 / 7);
    const [from, end] = visibleRows((rows * rowHeight) / 2, 440, rowHeight, rows, 1);
    expect(end - from).toBeLessThanOrEqual(6);
    expect(from).toBeGreaterThan(3000);
  });
});
