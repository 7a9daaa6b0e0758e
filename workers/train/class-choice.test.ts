import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../models/engine/random';
import { chooseClasses } from './class-choice';

describe('chooseClasses', () => {
  it('takes half of the values of the whole batch, rounded up, 255 among them', () => {
    const labels = [Uint8Array.of(3, 3, 255), Uint8Array.of(7, 3, 9)];
    for (let seed = 0; seed < 20; seed++) {
      const flags = chooseClasses(labels, new RandomStream(seed, 6, 0));
      for (const row of [flags.subarray(0, 256), flags.subarray(256)]) {
        const chosen = Array.from(row.keys()).filter((value) => row[value]);
        expect(chosen.length).toBe(2);
        for (const value of chosen) expect([3, 7, 9, 255]).toContain(value);
      }
    }
  });

  it('draws afresh for each sample and chooses every value sooner or later', () => {
    const labels = [Uint8Array.of(0, 1, 2, 3), Uint8Array.of(0)];
    const seen = new Set<number>();
    let different = 0;
    for (let seed = 0; seed < 30; seed++) {
      const flags = chooseClasses(labels, new RandomStream(seed, 6, 0));
      for (let value = 0; value < 4; value++) if (flags[value]) seen.add(value);
      if (flags.subarray(0, 4).join() !== flags.subarray(256, 260).join()) different++;
    }
    expect(seen.size).toBe(4);
    expect(different).toBeGreaterThan(10);
  });

  it('takes the only value there is', () => {
    expect(chooseClasses([Uint8Array.of(5, 5)], new RandomStream(1, 6, 0))[5]).toBe(1);
  });

  it('keeps to the own label and to named classes where it is told to', () => {
    const labels = [Uint8Array.of(3, 3, 255), Uint8Array.of(7, 9, 9)];
    const chosen = (choice: { perSample: boolean; excludeIgnore: boolean }) => {
      const seen: Set<number>[] = [new Set(), new Set()];
      for (let seed = 0; seed < 30; seed++) {
        const flags = chooseClasses(labels, new RandomStream(seed, 6, 0), choice);
        for (const [at, flag] of flags.entries()) if (flag) seen[at < 256 ? 0 : 1]!.add(at % 256);
      }
      return seen.map((values) => [...values].sort((a, b) => a - b));
    };
    expect(chosen({ perSample: true, excludeIgnore: false })).toEqual([
      [3, 255],
      [7, 9],
    ]);
    expect(chosen({ perSample: false, excludeIgnore: true })).toEqual([
      [3, 7, 9],
      [3, 7, 9],
    ]);
    expect(chosen({ perSample: true, excludeIgnore: true })).toEqual([[3], [7, 9]]);
    expect(
      chooseClasses([Uint8Array.of(255)], new RandomStream(0, 6, 0), { perSample: true, excludeIgnore: true }),
    ).toEqual(new Int32Array(256));
  });
});
