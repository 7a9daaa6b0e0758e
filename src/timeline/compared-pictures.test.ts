import { describe, expect, it } from 'vitest';
import { DEMO_BASELINE, DEMO_CSI } from '../../workers/experiment/demo';
import type { FrameLayer, PinnedMoment } from '../../workers/protocol';
import type { Pin } from '../../workers/run-timeline';
import { isShowable } from '../stage/picture';
import {
  type ComparedRun,
  comparableRuns,
  comparedMoments,
  comparedPicture,
  comparedPredictions,
  comparedStacks,
  sharedPins,
} from './compared-pictures';

const pin = (file: string): Pin => ({ set: 'validation', file });
const run = (name: string, pinned: PinnedMoment[], config = DEMO_CSI): ComparedRun => ({
  run: name,
  title: name,
  config,
  timeline: { pinned, pins: null, maps: [], checkpoints: [] },
});
const runs = [
  run('a', [
    { iteration: 300, pins: [pin('x'), pin('y')] },
    { iteration: 600, pins: [pin('x'), pin('y')] },
  ]),
  run('b', [{ iteration: 500, pins: [pin('y'), pin('z')] }], DEMO_BASELINE),
  run('c', [{ iteration: 400, pins: [pin('z'), pin('y')] }]),
];
const layer = (kind: 'rgb' | 'labels', width: number): FrameLayer => ({
  kind,
  width,
  height: 1,
  data: new Uint8Array(3),
});

describe('the same picture of several runs', () => {
  it('is one that at least two have pinned', () => {
    expect(sharedPins(runs).map(({ file }) => file)).toEqual(['y', 'z']);
    expect(sharedPins(runs.slice(0, 1))).toEqual([]);
  });

  it('is shown of each run as it was predicted last', () => {
    expect(comparedMoments(runs, pin('y'))).toEqual([300, 400, 500, 600]);
    expect(comparedPredictions(runs, pin('y'), null)).toEqual([600, 500, 400]);
    expect(comparedPredictions(runs, pin('y'), 450)).toEqual([300, null, 400]);
  });

  it('has a view per run; one that has no prediction yet waits', () => {
    const picture = comparedPicture({ picture: layer('rgb', 3), truth: layer('labels', 6) }, runs, [
      layer('labels', 6),
      null,
      layer('labels', 6),
    ]);
    const stacks = comparedStacks(runs, [300, null, 400], true);
    expect(stacks.map((stack) => [stack.title, isShowable(stack, picture)])).toEqual([
      ['a', true],
      ['b', false],
      ['c', true],
      ['Ground truth', true],
      ['Picture', true],
    ]);
    expect(stacks[1]!.explanation).toContain('not predicted yet');
    expect(picture.width).toBe(6);
  });

  it('is compared among runs of the same classes only', () => {
    const config = structuredClone(DEMO_CSI);
    config.taxonomy.classes[3]!.name = 'fence';
    expect(comparableRuns([...runs, run('d', [], config)]).map((found) => found.run)).toEqual(['a', 'b', 'c']);
  });
});
