import { describe, expect, it } from 'vitest';
import { DEMO_BASELINE, DEMO_CSI } from '../../workers/experiment/demo';
import { bandsOf, extendedBy, lastUntil, momentsOf, stepped } from './moments';

const config = (collect: [number, number] | null, relabel: [number, number] | null) => ({
  relabeling: { ...DEMO_CSI.relabeling, collect, relabel },
  schedule: { ...DEMO_CSI.schedule, iterations: 100 },
});

describe('the phases of a run', () => {
  it('follow each other without a gap', () => {
    expect(bandsOf(config([20, 30], [30, 100]))).toEqual([
      { phase: 'off', from: 0, to: 20 },
      { phase: 'collect', from: 20, to: 30 },
      { phase: 'relabel', from: 30, to: 100 },
    ]);
    expect(bandsOf(config(null, [0, 50]))).toEqual([
      { phase: 'relabel', from: 0, to: 50 },
      { phase: 'off', from: 50, to: 100 },
    ]);
  });

  it('are one where nothing is relabeled, and collecting goes before relabeling where they overlap', () => {
    expect(bandsOf(DEMO_BASELINE)).toEqual([{ phase: 'off', from: 0, to: DEMO_BASELINE.schedule.iterations }]);
    expect(bandsOf(config([10, 40], [20, 100])).map(({ phase, from }) => [phase, from])).toEqual([
      ['off', 0],
      ['collect', 10],
      ['relabel', 40],
    ]);
  });
});

describe('the moments that one steps between', () => {
  const bands = bandsOf(config([20, 30], [30, 100]));
  const moments = momentsOf([25, 50, 75], [50, 60], bands, 62);

  it('are evaluations, checkpoints and the beginnings of phases, of what was done', () => {
    expect(moments).toEqual([20, 25, 30, 50, 60]);
    expect(momentsOf([], [], bands, 0)).toEqual([]);
  });

  it('are gone through both ways; after the last comes the latest', () => {
    expect(stepped(moments, null, -1, 62)).toBe(60);
    expect(stepped(moments, 60, -1, 62)).toBe(50);
    expect(stepped(moments, 33, 1, 62)).toBe(50);
    expect(stepped(moments, 50, 1, 62)).toBe(60);
    expect(stepped(moments, 60, 1, 62)).toBeNull();
    expect(stepped(moments, 20, -1, 62)).toBe(20);
    expect(stepped(moments, null, 1, 62)).toBeNull();
    // The latest is a moment itself: the step before it is another one, the step to it follows from there on.
    expect(stepped(moments, null, -1, 60)).toBe(50);
    expect(stepped(moments, 50, 1, 60)).toBeNull();
    expect(stepped([], null, -1, 3)).toBeNull();
  });
});

describe('what counts at a moment', () => {
  const list = [{ iteration: 25 }, { iteration: 50 }, { iteration: 75 }];

  it('is the last at or before it', () => {
    expect(lastUntil(list, 50)).toBe(list[1]);
    expect(lastUntil(list, 74)).toBe(list[1]);
    expect(lastUntil(list, 24)).toBeNull();
    expect(lastUntil(list, null)).toBe(list[2]);
    expect(lastUntil(undefined, 50)).toBeNull();
    expect(lastUntil([], null)).toBeNull();
  });

  it('is replaced by what a resumed run repeats', () => {
    const again = { iteration: 50, again: true };
    expect(extendedBy(list, again)).toEqual([{ iteration: 25 }, again]);
  });

  it('is thinned where it changes at every iteration, and the newest is always there', () => {
    let maps: { iteration: number }[] = [];
    for (let iteration = 1; iteration <= 23; iteration++) maps = extendedBy(maps, { iteration }, 10);
    expect(maps.map(({ iteration }) => iteration)).toEqual([1, 11, 21, 23]);
  });
});
