import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../models/engine/random';
import { expectClose } from '../../models/testing/close';
import type { ClassCounts } from './labels';
import { classProbabilities, RareClassSampler, rcsProbabilities } from './rare-class-sampling';

const totals = new Map([
  [0, 7000],
  [1, 2000],
  [2, 900],
  [5, 100],
]);

describe('classProbabilities', () => {
  it.each([
    [0.01, [0.999665, 0.000335, 0, 0]],
    [0.1, [0.625037, 0.280847, 0.093486, 0.00063]],
  ])('at temperature %d favours rare classes as the reference does', (temperature, expected) => {
    const { classes, probabilities } = classProbabilities(totals, temperature);
    expect(classes).toEqual([5, 2, 1, 0]);
    for (const [i, p] of probabilities.entries()) expect(p).toBeCloseTo(expected[i], 6);
  });
});

describe('rcsProbabilities', () => {
  it('breaks ties by first appearance in the text, not by number, and skips classes without pixels', () => {
    const text = '[{"7": 5, "2": 5, "9": 0, "file": "a \\"3\\".png"}, {"10": 4, "3": 4, "file": "b.png"}]';
    expect(rcsProbabilities(text, 1).classes).toEqual([10, 3, 7, 2]);
  });

  it('adds up the files of a data set', () => {
    const text = '[{"0": 4000, "5": 100, "file": "a"}, {"0": 3000, "1": 2000, "2": 900, "file": "b"}]';
    expect(rcsProbabilities(text, 0.1)).toEqual(classProbabilities(totals, 0.1));
  });

  it('refuses other files', () => {
    expect(() => rcsProbabilities('{"0": 3}', 1)).toThrow(/array/);
  });
});

/** A stored `sample_class_stats.json` with the reference's answers at three temperatures. */
describe('the reference', () => {
  interface Entry {
    name: string;
    hyper: { files: string[] };
    values: Record<string, { classes: number[]; probs: number[] }>;
  }
  const folder = process.env.CSI_FIXTURES ?? join('..', 'shared', 'fixtures');
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const { fixtures } = JSON.parse(read('manifest.json')) as { fixtures: Entry[] | Record<string, Entry> };
  const { hyper, values } = Array.isArray(fixtures) ? fixtures.filter(({ name }) => name === 'rcs')[0] : fixtures.rcs;

  it.each(['T=0.01', 'T=0.1', 'T=1.0'])('agrees on classes and probabilities at %s', (name) => {
    const { classes, probabilities } = rcsProbabilities(read(hyper.files[0]), Number(name.slice(2)));
    expect(classes).toEqual(values[name].classes);
    expectClose(probabilities, values[name].probs);
  });
});

describe('RareClassSampler', () => {
  const counts: ClassCounts[] = [
    { 0: 5000, 5: 3000 },
    { 0: 5000, 5: 3001 },
    { 0: 9000, 5: 4000 },
    { 0: 3000, 7: 10 },
  ];

  it('draws only files with more than the least number of pixels', () => {
    const sampler = new RareClassSampler(counts, { temperature: 1, minPixels: 3000 });
    const random = new RandomStream(1, 2, 0);
    const files: Record<number, Set<number>> = {};
    for (let i = 0; i < 300; i++) {
      const { classId, file } = sampler.draw(random);
      files[classId] = (files[classId] ?? new Set()).add(file);
    }
    expect(Object.fromEntries(Object.entries(files).map(([id, set]) => [id, [...set].sort()]))).toEqual({
      0: [0, 1, 2],
      5: [1, 2],
    });
    expect(sampler.tooSmall).toEqual([7]);
  });

  it('draws classes by their probabilities', () => {
    const sampler = new RareClassSampler([{ 0: 7000, 1: 2000, 2: 900, 5: 100 }], { temperature: 0.1, minPixels: 10 });
    const random = new RandomStream(9, 2, 0);
    const drawn: Record<number, number> = { 0: 0, 1: 0, 2: 0, 5: 0 };
    const draws = 20_000;
    for (let i = 0; i < draws; i++) drawn[sampler.draw(random).classId]++;
    expect(drawn[5] / draws).toBeCloseTo(0.625, 1.7);
    expect(drawn[2] / draws).toBeCloseTo(0.281, 1.7);
    expect(drawn[1] / draws).toBeCloseTo(0.093, 1.7);
    expect(drawn[0] / draws).toBeLessThan(0.003);
  });

  it('says so when no picture is good for any class', () => {
    expect(() => new RareClassSampler([{ 0: 5 }], { temperature: 1, minPixels: 5 })).toThrow(
      /more than 5 pixels.*lower/,
    );
  });
});
