import { describe, expect, it } from 'vitest';
import type { FrameLayer, PinnedMoment, Scores } from '../../workers/protocol';
import type { Pin } from '../../workers/run-timeline';
import { ALL_PATCHES, queryUntil } from '../segments/patch-query';
import { isShowable } from '../stage/picture';
import { scoresUntil } from './at-moment';
import { timelineActionOf } from './keys';
import { pinnedPicture, pinnedStacks, pinsOf, shortName, shownPredictions, wrongPixels } from './pinned-stage';

const a: Pin = { set: 'validation', file: 'x/a.png' };
const b: Pin = { set: 'target', file: 'x/a.png' };
const moments: PinnedMoment[] = [
  { iteration: 300, pins: [a] },
  { iteration: 600, pins: [a, b] },
  { iteration: 900, pins: [b] },
];
const labels = (...ids: number[]): FrameLayer => ({
  kind: 'labels',
  width: ids.length,
  height: 1,
  data: Uint8Array.from(ids),
});
const rgb: FrameLayer = { kind: 'rgb', width: 1, height: 1, data: Uint8Array.of(1, 2, 3) };

describe('a pinned picture', () => {
  it('is shown as it was predicted last, with the prediction before it', () => {
    expect(shownPredictions(moments, a, null)).toEqual({ now: 600, before: 300 });
    expect(shownPredictions(moments, a, 599)).toEqual({ now: 300, before: null });
    expect(shownPredictions(moments, a, 299)).toEqual({ now: null, before: null });
    expect(shownPredictions(moments, b, 900)).toEqual({ now: 900, before: 600 });
  });

  it('is listed as long as any prediction of it was kept, those of the last evaluation first', () => {
    expect(pinsOf(moments)).toEqual([b, a]);
    expect(pinsOf([])).toEqual([]);
  });

  it('is wrong where it differs from what is known', () => {
    expect([...wrongPixels(labels(1, 2, 3, 4), labels(1, 9, 255, 5)).data]).toEqual([255, 2, 255, 4]);
  });

  it('has every layer that its stacks ask for, with labels and without, also at the first evaluation', () => {
    for (const truth of [labels(1, 2), null]) {
      const picture = pinnedPicture({ picture: rgb, truth }, labels(1, 1), null, '');
      const stacks = pinnedStacks(truth !== null);
      expect(stacks.map((stack) => isShowable(stack, picture))).toEqual(stacks.map(() => true));
      expect(picture).toMatchObject({ width: 2, height: 1 });
    }
    expect(pinnedStacks(false).map(({ key }) => key)).toEqual(['prediction', 'changed', 'picture']);
  });

  it('goes by the end of its path', () => {
    expect(shortName('leftImg8bit/val/city/short.png')).toBe('short');
    expect(shortName('val/frankfurt_000000_000294_leftImg8bit.png', 40)).toBe('frankfurt_000000_000294');
    expect(shortName('val/frankfurt_000000_000294_leftImg8bit.png', 20)).toBe('frankfurt_0…0_000294');
  });
});

it('panels know of a moment only what was known then', () => {
  const evaluation = (iteration: number) => ({ iteration, scores: {} as Scores });
  const history = { r: [evaluation(300), evaluation(600)], s: [evaluation(600)] };
  const latest = { r: history.r[1]!, s: history.s[0]! };
  const until = scoresUntil({ latest, history }, 450);
  expect(until.latest).toEqual({ r: history.r[0] });
  expect(until.history).toEqual({ r: [history.r[0]], s: [] });
  expect(scoresUntil({ latest, history }, null)).toEqual({ latest, history });
  // 300 iterations are those from 0 to 299.
  expect(queryUntil(ALL_PATCHES, 300).last).toBe(299);
  expect(queryUntil({ ...ALL_PATCHES, last: 100 }, 300).last).toBe(100);
  expect(queryUntil(ALL_PATCHES, null)).toBe(ALL_PATCHES);
});

it('keys move the time line unless they are another part’s', () => {
  const pressed = { key: ',', ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, target: null };
  expect(timelineActionOf(pressed)).toBe('before');
  expect(timelineActionOf({ ...pressed, key: '.' })).toBe('after');
  expect(timelineActionOf({ ...pressed, key: 'End' })).toBe('latest');
  expect(timelineActionOf({ ...pressed, defaultPrevented: true })).toBeNull();
  expect(timelineActionOf({ ...pressed, ctrlKey: true })).toBeNull();
  expect(timelineActionOf({ ...pressed, key: 'x' })).toBeNull();
});
