import { describe, expect, it } from 'vitest';
import type { EntryPart, LoggedChange } from '../../workers/map-change';
import { columnsOf } from '../../workers/patch-columns';
import type { ConsideredPatch, MapEntry } from '../../workers/protocol';
import { PatchTable } from '../segments/patch-table';
import { patchWith } from '../segments/testing/patch';
import { entriesAfter } from './entries';
import { bandPath, layoutFlow, relabeledFlows, voteFlows } from './flow';
import { acceptedAt, difference, scoreBins, scoredPatches } from './scores';

const patch = (part: Partial<ConsideredPatch>) =>
  patchWith({ iteration: 1, detectionScore: 0.4, classScore: 0.8, probabilities: [], relabeledPixels: 100, ...part });
const refused = (reason: ConsideredPatch['reason'], part: Partial<ConsideredPatch> = {}) =>
  patch({ accepted: false, reason, relabeledPixels: 0, ...part });
const entry = (target: number, votes: MapEntry['votes'] = []): MapEntry => ({
  target,
  source: 13,
  origin: 'manual',
  votes,
  detectionThreshold: 0.1,
  classificationThreshold: 0.5,
  relabeledPatches: 0,
});
const line = (iteration: number, target: number, before: EntryPart | null, after: EntryPart | null): LoggedChange => ({
  version: 1,
  iteration,
  change: { kind: 'entry', target, before, after },
});

describe('flows', () => {
  it('add up pixels and patches by pair of classes, up to an iteration', () => {
    const columns = columnsOf([
      patch({ relabeledPixels: 30 }),
      patch({ to: 16, relabeledPixels: 200 }),
      refused('too small'),
      patch({ relabeledPixels: 50, iteration: 2 }),
      patch({ from: null, relabeledPixels: 0, iteration: 3 }),
    ]);
    expect(relabeledFlows(columns)).toEqual({
      pixels: [
        { from: 13, to: 16, amount: 200 },
        { from: 13, to: 14, amount: 80 },
      ],
      patches: [
        { from: 13, to: 14, amount: 2 },
        { from: 13, to: 16, amount: 1 },
      ],
    });
    expect(relabeledFlows(columns, 2).pixels).toContainEqual({ from: 13, to: 14, amount: 30 });
    expect(relabeledFlows(columns, 0)).toEqual({ pixels: [], patches: [] });
  });

  it('show votes for every class that got some', () => {
    const flows = voteFlows([entry(16, [{ source: 13, count: 2 }]), entry(14, [{ source: 15, count: 7 }])]);
    expect(flows).toEqual([
      { from: 15, to: 14, amount: 7 },
      { from: 13, to: 16, amount: 2 },
    ]);
  });

  it('fill the height on both sides, and bands fill their nodes without crossing at them', () => {
    const flows = [
      { from: 13, to: 14, amount: 60 },
      { from: 8, to: 9, amount: 30 },
      { from: 13, to: 16, amount: 10 },
    ];
    const { sources, targets, bands, height } = layoutFlow(flows, { height: 120, gap: 6, least: 10 });
    expect(height).toBe(120);
    expect(sources.map(({ id }) => id)).toEqual([13, 8]);
    expect(targets.map(({ id }) => id)).toEqual([14, 9, 16]);
    for (const nodes of [sources, targets]) {
      const last = nodes.at(-1)!;
      expect(last.y + last.height).toBeCloseTo(120);
      expect(Math.min(...nodes.map((node) => node.height))).toBeGreaterThanOrEqual(10);
    }
    const cars = bands.filter(({ from }) => from === 13).sort((a, b) => a.left.y - b.left.y);
    expect(cars.map(({ to }) => to)).toEqual([14, 16]);
    expect(cars[1]!.left.y).toBeCloseTo(cars[0]!.left.y + cars[0]!.left.height);
    expect(cars[0]!.left.height + cars[1]!.left.height).toBeCloseTo(sources[0]!.height);
    expect(bandPath(cars[0]!, 10, 90)).toMatch(/^M10 0C50 0 50 0 90 0L90 [\d.]+C50 [\d. ]+Z$/);
    expect(layoutFlow(flows, { height: 20, gap: 6, least: 10 }).height).toBe(42); // three targets need more
    expect(layoutFlow([], { height: 20, gap: 6, least: 10 }).bands).toEqual([]);
  });
});

describe('scores', () => {
  const table = new PatchTable();
  table.append(
    columnsOf([
      patch({ detectionScore: 0.3, classScore: 0.93 }),
      refused('below threshold', { detectionScore: 0.5, classScore: 0.4 }),
      refused('other class', { detectionScore: 0.6, classScore: 0.9, predicted: 13 }),
      refused('too small', { detectionScore: 0.9, classScore: null, predicted: null }),
      refused('duplicate'),
      patch({ to: 16 }),
      patch({ detectionScore: 0.05, classScore: null, predicted: null }),
    ]),
  );
  const patches = scoredPatches(table, 14);
  const now = { detectionThreshold: 0.01, classificationThreshold: 0.5 };

  it('are those of the class, without duplicates, the newest where there are many', () => {
    expect([...patches.serial]).toEqual([0, 1, 2, 3, 6]);
    expect([...scoredPatches(table, 14, 2).serial]).toEqual([3, 6]);
    expect(scoredPatches(table, 9).count).toBe(0);
  });

  it('accept as the run would, and say where they do not know', () => {
    const at = (part: object) =>
      Array.from({ length: patches.count }, (_, i) => acceptedAt(patches, i, { ...now, ...part }));
    expect(at({})).toEqual([true, false, false, false, null]);
    expect(at({ classificationThreshold: 0.4 })).toEqual([true, false, false, false, null]); // not above its own score
    expect(at({ classificationThreshold: 0.3 })).toEqual([true, true, false, false, null]);
    expect(at({ classificationThreshold: null })).toEqual([true, true, true, false, true]);
    expect(at({ detectionThreshold: 0.3 })).toEqual([false, false, false, false, false]);
  });

  it('count what other thresholds change', () => {
    expect(difference(patches, now, { ...now, classificationThreshold: 0.3 })).toEqual({
      accepted: 1,
      refused: 0,
      of: 5,
    });
    expect(difference(patches, now, { ...now, detectionThreshold: 0.3 })).toEqual({ accepted: 0, refused: 1, of: 5 });
  });

  it('fall into bins, apart by what would become of them', () => {
    const clip = scoreBins(patches, 'clip', now, 10);
    expect(clip.accepted).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(clip.refused.reduce((a, b) => a + b)).toBe(2);
    const detection = scoreBins(patches, 'detection', now, 3); // 0.001, 0.01, 0.1, 1
    expect(detection.accepted).toEqual([0, 0, 1]);
    expect(detection.refused).toEqual([0, 1, 3]);
  });
});

describe('changes', () => {
  const log = [
    line(312, 14, { detectionThreshold: 0.1 }, { detectionThreshold: 0.14 }),
    line(320, 15, null, { source: 13, detectionThreshold: 0.2, classificationThreshold: null }),
    line(330, 14, entry(14), null),
  ];

  it('show in the map before the run has made them, also where it has made some', () => {
    expect(entriesAfter([entry(14)], log.slice(0, 1), 312)).toMatchObject([{ target: 14, detectionThreshold: 0.14 }]);
    expect(entriesAfter([entry(14)], log.slice(0, 1), 313)).toEqual([entry(14)]);
    const then = entriesAfter([entry(14), entry(16)], log, 300);
    expect(then.map(({ target, origin }) => [target, origin])).toEqual([
      [16, 'manual'],
      [15, 'manual'],
    ]);
    expect(entriesAfter(then, log, 300)).toEqual(then);
    const free = entriesAfter([entry(14)], [line(5, 14, { source: 13 }, { source: null })], 5);
    expect(free[0]).toMatchObject({ source: null, origin: 'auto' });
  });
});
