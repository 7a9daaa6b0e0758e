import { describe, expect, it } from 'vitest';
import type { RelabelEntry } from '../experiment/schema';
import { CITYSCAPES } from '../experiment/taxonomy';
import type { EntryPart, MapChange } from '../map-change';
import { RelabelMap } from './relabel-map';

const entry = (target: number, source: number | null): RelabelEntry => ({
  target,
  source,
  detectionThreshold: 0.1,
  classificationThreshold: 0.5,
});
const ranges = { collect: [10, 20] as [number, number], relabel: [20, 30] as [number, number] };
const begun = (map = [entry(9, 8), entry(14, 13), entry(16, null)]) =>
  RelabelMap.fromConfig({ ...ranges, map }, CITYSCAPES);
const change = (target: number, before: EntryPart | null, after: EntryPart | null): MapChange => ({
  kind: 'entry',
  target,
  before,
  after,
});
const votes = (source: number, count: number) => Array.from({ length: count }, () => ({ target: 16, source }));
const saved = (map: RelabelMap) => JSON.parse(JSON.stringify(map.exportState()));

describe('changes of the relabeling map', () => {
  it('move thresholds, which the next search holds', () => {
    const map = begun();
    map.apply(change(14, { detectionThreshold: 0.1 }, { detectionThreshold: 0.14 }));
    map.apply(change(9, { classificationThreshold: 0.5 }, { classificationThreshold: null }));
    const phase = map.advance(25);
    expect(map.search(phase)).toEqual({
      entries: [
        { target: 9, detectionThreshold: 0.1, classificationThreshold: null },
        { target: 14, detectionThreshold: 0.14, classificationThreshold: 0.5 },
      ],
      prompts: [],
    });
    expect(map.element(14)).toMatchObject({ source: 13, origin: 'manual' });
  });

  it('add elements at the end and take them out, with their votes kept for when they come back', () => {
    const map = begun();
    map.advance(15);
    map.record({ votes: votes(15, 3), relabeled: [], byHand: [] });
    const train = { source: null, detectionThreshold: 0.1, classificationThreshold: 0.5 };
    map.apply(change(16, train, null));
    map.apply(change(15, null, { source: 13, detectionThreshold: 0.2 }));
    expect(map.elements.map(({ target }) => target)).toEqual([9, 14, 15]);
    const resumed = RelabelMap.fromState(saved(map), ranges, CITYSCAPES);
    resumed.apply(change(16, null, train));
    expect(resumed.element(16)).toMatchObject({ origin: 'auto', votes: [{ source: 15, count: 3 }] });
    resumed.advance(20);
    expect(resumed.element(16)).toMatchObject({ source: 15, origin: 'collected' });
    expect(resumed.element(15)).toMatchObject({ origin: 'manual', classificationThreshold: null });
  });

  it('ask the votes again where a source is to be found out after they were counted', () => {
    const map = begun();
    map.record({ votes: [...votes(15, 3), ...votes(13, 1)], relabeled: [], byHand: [] });
    map.advance(20);
    map.apply(change(16, { source: 15 }, { source: 13 }));
    expect(map.element(16)).toMatchObject({ source: 13, origin: 'manual' });
    map.apply(change(16, { source: 13 }, { source: null }));
    expect(map.element(16)).toMatchObject({ source: 15, origin: 'collected' });
    const before = saved(map);
    expect(() => map.apply(change(14, { source: 13 }, { source: null }))).toThrow('No votes tell where "truck" hides');
    expect(saved(map)).toEqual(before);
  });

  it('move classes to other categories, among whose classes votes then find a source', () => {
    const map = begun();
    map.advance(15);
    map.record({ votes: [...votes(2, 5), ...votes(15, 3)], relabeled: [] });
    map.apply({ kind: 'category', target: 16, before: 'vehicle', after: 'construction' });
    const resumed = RelabelMap.fromState(saved(map), ranges, CITYSCAPES);
    const phase = resumed.advance(25);
    expect(resumed.element(16)).toMatchObject({ source: 2, origin: 'collected' });
    expect(resumed.search(phase).categories).toEqual([{ classId: 16, category: 'construction' }]);
    const before = saved(resumed);
    expect(() => resumed.apply({ kind: 'category', target: 16, before: 'construction', after: ' ' })).toThrow(
      '"train" needs a category',
    );
    resumed.apply({ kind: 'name', target: 16, before: 'train', after: 'tram' });
    expect(saved(resumed)).toEqual(before);
  });

  it('give classes other prompts, of which one must be left', () => {
    const map = begun();
    map.apply({ kind: 'prompts', target: 14, before: ['truck'], after: ['lorry'] });
    map.apply({ kind: 'prompts', target: 13, before: ['car'], after: ['car', 'taxi'] });
    map.apply({ kind: 'prompts', target: 14, before: ['lorry'], after: ['lorry', 'van'] });
    const { prompts } = RelabelMap.fromState(saved(map), ranges, CITYSCAPES).search({
      collecting: true,
      relabeling: false,
    });
    expect(prompts).toEqual([
      { classId: 13, prompts: ['car', 'taxi'] },
      { classId: 14, prompts: ['lorry', 'van'] },
    ]);
    expect(() => map.apply({ kind: 'prompts', target: 14, before: ['lorry'], after: [] })).toThrow('Leave a prompt');
  });

  it.each([
    ['is not in the relabeling map any more', change(15, { source: 13 }, { source: 12 })],
    ['is in the relabeling map already', change(14, null, entry(14, 13))],
    ['cannot hide in itself', change(14, { source: 13 }, { source: 14 })],
    ['there is none', change(14, { source: 13 }, { source: 40 })],
    ['There is no class 40', change(40, null, entry(40, 13))],
    ['needs a detection threshold', change(15, null, { source: 13 })],
  ])('are refused where one %s, and leave the map as it was', (words, wrong) => {
    const map = begun();
    const before = saved(map);
    expect(() => map.apply(wrong)).toThrow(words);
    expect(saved(map)).toEqual(before);
  });

  it('of a copy leave the map alone', () => {
    const map = begun();
    map.copy().apply(change(14, { detectionThreshold: 0.1 }, { detectionThreshold: 0.9 }));
    expect(map.element(14).detectionThreshold).toBe(0.1);
  });
});
