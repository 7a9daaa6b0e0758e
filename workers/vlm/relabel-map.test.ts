import { describe, expect, it } from 'vitest';
import type { RelabelEntry } from '../experiment/schema';
import { CITYSCAPES } from '../experiment/taxonomy';
import { RelabelMap } from './relabel-map';

const entry = (target: number, source: number | null): RelabelEntry => ({
  target,
  source,
  detectionThreshold: 0.1,
  classificationThreshold: 0.5,
});
const config = {
  collect: [10, 20] as [number, number],
  relabel: [20, 30] as [number, number],
  map: [entry(9, 8), entry(14, 13), entry(16, null)],
};
const vote = (source: number, times = 1): { target: number; source: number }[] =>
  Array.from({ length: times }, () => ({ target: 16, source }));

describe('relabeling map', () => {
  it('collects, then finalises and relabels in the same iteration, then stops', () => {
    const map = RelabelMap.fromConfig(config, CITYSCAPES);
    expect(map.advance(9)).toEqual({ collecting: false, relabeling: false });
    expect(map.advance(10)).toEqual({ collecting: true, relabeling: false });
    expect(map.targets(map.advance(19))).toEqual([9, 14, 16]);
    map.record({ votes: [...vote(2, 9), ...vote(15, 2), ...vote(13)], relabeled: [] });
    expect(map.advance(20)).toEqual({ collecting: false, relabeling: true });
    expect(map.element(16)).toMatchObject({ source: 15, origin: 'collected' });
    expect(map.advance(30)).toEqual({ collecting: false, relabeling: false });
    expect(map.targets(map.advance(30))).toEqual([]);
  });

  it('gives a tie to the first that was seen', () => {
    const map = RelabelMap.fromConfig(config, CITYSCAPES);
    map.record({ votes: [...vote(17), ...vote(15, 2), ...vote(17)], relabeled: [] });
    map.advance(20);
    expect(map.element(16).source).toBe(17);
  });

  it.each([
    ['nothing was voted for', []],
    ['only another category was', vote(2, 3)],
    ['the class itself was', [...vote(15), ...vote(16, 2)]],
  ])('removes an element when %s', (_, votes) => {
    const map = RelabelMap.fromConfig(config, CITYSCAPES);
    map.record({ votes, relabeled: [] });
    expect(map.targets(map.advance(25))).toEqual([9, 14]);
  });

  it('finalises when the exact iteration was skipped, once', () => {
    const map = RelabelMap.fromConfig(config, CITYSCAPES);
    map.record({ votes: vote(15), relabeled: [] });
    map.advance(27);
    expect(map.element(16).source).toBe(15);
    const resumed = RelabelMap.fromState(JSON.parse(JSON.stringify(map.exportState())), config, CITYSCAPES);
    resumed.record({ votes: vote(13, 5), relabeled: [16] });
    resumed.advance(28);
    expect(resumed.element(16).source).toBe(15);
    expect(resumed.relabeledPatches[16]).toBe(1);
    expect(map.relabeledPatches[16]).toBe(0);
  });

  it('does not look for what has no source when nothing is collected (Q7)', () => {
    const map = RelabelMap.fromConfig({ ...config, collect: null }, CITYSCAPES);
    expect(map.targets(map.advance(25))).toEqual([9, 14]);
    expect(map.elements).toHaveLength(3);
  });

  it('is off without a range to relabel in, and when the map is empty', () => {
    expect(RelabelMap.fromConfig({ ...config, relabel: null }, CITYSCAPES).advance(15).collecting).toBe(false);
    expect(RelabelMap.fromConfig({ ...config, map: [entry(16, null)] }, CITYSCAPES).advance(25).relabeling).toBe(false);
  });

  it('refuses damaged states and impossible entries', () => {
    const state = RelabelMap.fromConfig(config, CITYSCAPES).exportState();
    expect(() => RelabelMap.fromState({ ...state, version: 9 }, config, CITYSCAPES)).toThrow('damaged');
    expect(() => RelabelMap.fromState({ ...state, relabeledPatches: [1] }, config, CITYSCAPES)).toThrow(
      'counts 1 classes',
    );
    expect(() => RelabelMap.fromConfig({ ...config, map: [entry(99, 3)] }, CITYSCAPES)).toThrow('class 99');
    expect(() => RelabelMap.fromConfig({ ...config, map: [entry(9, 8), entry(9, 2)] }, CITYSCAPES)).toThrow('twice');
  });
});
