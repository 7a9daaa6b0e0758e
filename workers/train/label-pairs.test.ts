import { describe, expect, it } from 'vitest';
import { MemoryFolder } from '../testing/memory-folder';
import { labelPairs, packed, readLabelPair, saveLabelPairs, unpacked } from './label-pairs';

const pair = (iteration: number, sample: number, before: number[], after: number[]) => ({
  iteration,
  sample,
  width: 2,
  height: 2,
  before: Uint8Array.from(before),
  after: Uint8Array.from(after),
});

describe('run lengths', () => {
  it('give back any values', () => {
    const long = new Uint8Array(70_000).fill(255, 300, 69_000);
    const varied = Uint8Array.from({ length: 513 }, (_, i) => (i * i) % 7);
    for (const values of [long, varied, new Uint8Array(1), new Uint8Array(0), new Uint8Array(128).fill(9)])
      expect(unpacked(packed(values), values.length)).toEqual(values);
    expect(packed(long).length).toBeLessThan(20);
  });

  it('are refused where they do not fit', () => {
    expect(() => unpacked(packed(new Uint8Array(4)), 5)).toThrow('4 values instead of 5');
    expect(() => unpacked(packed(new Uint8Array(6)), 5)).toThrow('damaged');
  });
});

describe('labels before and after', () => {
  it('are kept for the crops that had a patch, thinned where they are large', () => {
    const [width, height] = [600, 2];
    const before = [new Uint8Array(1200).fill(13), new Uint8Array(1200).fill(7)];
    const after = [before[0]!, Uint8Array.from({ length: 1200 }, (_, i) => i % 3)];
    const record = { sample: 1 } as Parameters<typeof labelPairs>[3]['records'][number];
    const pairs = labelPairs(5, { width, height }, before, { labels: after, records: [record, record] });
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({ iteration: 5, sample: 1, width: 200, height: 1 });
    expect(pairs[0]!.after.every((id) => id === 0)).toBe(true);
    expect(pairs[0]!.before.every((id) => id === 7)).toBe(true);
  });

  it('are found again, the last of those that a resumed run repeats; a line that was cut off is none', async () => {
    const folder = new MemoryFolder();
    await saveLabelPairs(folder, [pair(99, 0, [1, 1, 2, 2], [1, 1, 2, 3]), pair(100, 1, [4, 4, 4, 4], [4, 4, 4, 4])]);
    await saveLabelPairs(folder, [pair(99, 0, [5, 5, 5, 5], [5, 6, 5, 5])]);
    expect([...folder.files.keys()]).toEqual(['relabel/labels/0000000.ndjson', 'relabel/labels/0000100.ndjson']);
    expect(await readLabelPair(folder, 99, 0)).toEqual(pair(99, 0, [5, 5, 5, 5], [5, 6, 5, 5]));
    expect(await readLabelPair(folder, 100, 1)).toEqual(pair(100, 1, [4, 4, 4, 4], [4, 4, 4, 4]));
    expect(await readLabelPair(folder, 100, 0)).toBeNull();
    expect(await readLabelPair(folder, 700, 0)).toBeNull();
    await folder.append('relabel/labels/0000100.ndjson', new TextEncoder().encode('{"iteration":101,"sample":0,"wi'));
    expect(await readLabelPair(folder, 101, 0)).toBeNull();
  });
});
