import { describe, expect, it } from 'vitest';
import { CITYSCAPES } from '../experiment/taxonomy';
import type { Proposal } from './proposal';
import { MAJORITY_SHARE, relabelBatch } from './relabel';
import { RelabelMap } from './relabel-map';

const settings = { minWidth: 1, minHeight: 1, majorityShare: MAJORITY_SHARE };
const ENTRIES = [
  { target: 9, source: 8, detectionThreshold: 0.01, classificationThreshold: 0.1 },
  { target: 14, source: 13, detectionThreshold: 0.1, classificationThreshold: 0.5 },
  { target: 16, source: null, detectionThreshold: 0.1, classificationThreshold: null },
];
const mapWith = (): RelabelMap => RelabelMap.fromConfig({ collect: [0, 5], relabel: [5, 9], map: ENTRIES }, CITYSCAPES);
const proposal = (target: number, box: [number, number, number, number], more: Partial<Proposal> = {}): Proposal => ({
  target,
  detectionScore: 0.5,
  box: { x0: box[0], y0: box[1], x1: box[2], y1: box[3] },
  predicted: target,
  confidence: 0.9,
  promptProbabilities: [],
  ...more,
});
const rows = (...lines: string[]): Uint8Array => Uint8Array.from(lines.flatMap((line) => line.split(' ').map(Number)));
const LABEL = rows('8 8 8 8 8 8 8 8', '8 8 8 8 8 8 8 8', '8 8 8 13 13 13 13 13', '0 0 0 0 0 0 0 0');
const relabel = { collecting: false, relabeling: true };
const input = { iteration: 7, labels: [LABEL], width: 8, height: 4, files: ['a.png'] };

describe('pasting', () => {
  it('pastes whole rectangles of the original labels, so that a later one undoes an earlier one', () => {
    const map = mapWith();
    const proposals = [[proposal(9, [0, 0, 6, 4]), proposal(14, [3, 1, 8, 4])]];
    const outcome = relabelBatch({ ...input, proposals }, map, relabel, settings);
    expect(outcome.labels[0]).toEqual(
      rows('9 9 9 9 9 9 8 8', '9 9 9 8 8 8 8 8', '9 9 9 14 14 14 14 14', '0 0 0 0 0 0 0 0'),
    );
    expect(outcome.records.map((r) => [r.verdict, r.relabeledPixels])).toEqual([
      ['accepted', 12],
      ['accepted', 5],
    ]);
    expect(outcome).toMatchObject({ changedPixels: 17, update: { relabeled: [9, 14], votes: [] } });
    expect(LABEL[0]).toBe(8);
    expect(map.relabeledPatches[9]).toBe(0);
  });

  it('counts a patch whose pixels a later one restores, with no pixel', () => {
    const proposals = [[proposal(9, [3, 1, 6, 3]), proposal(14, [2, 1, 8, 4])]];
    const outcome = relabelBatch({ ...input, proposals }, mapWith(), relabel, settings);
    expect(outcome.records.map((r) => r.relabeledPixels)).toEqual([0, 5]);
    expect(outcome.update.relabeled).toEqual([9, 14]);
  });

  it('leaves what an earlier patch changed where only changed pixels are pasted', () => {
    const proposals = [[proposal(9, [0, 0, 6, 4]), proposal(14, [3, 1, 8, 4])]];
    const outcome = relabelBatch({ ...input, proposals }, mapWith(), relabel, { ...settings, pasteChangedOnly: true });
    expect(outcome.labels[0]).toEqual(
      rows('9 9 9 9 9 9 8 8', '9 9 9 9 9 9 8 8', '9 9 9 14 14 14 14 14', '0 0 0 0 0 0 0 0'),
    );
    expect(outcome.records.map((r) => r.relabeledPixels)).toEqual([15, 5]);
  });

  it('touches the pixels of the masks alone', () => {
    const mask = (...lines: string[]): Uint8Array => rows(...lines);
    const proposals = [
      [
        proposal(9, [0, 0, 4, 3], { mask: mask('1 1 0 0', '1 1 1 1', '0 0 0 1') }),
        proposal(14, [2, 1, 6, 3], { mask: mask('1 1 0 0', '0 1 1 0') }),
      ],
    ];
    const outcome = relabelBatch({ ...input, proposals }, mapWith(), relabel, { ...settings, masks: true });
    // The later patch restores its own mask's pixels of another class, and no others.
    expect(outcome.labels[0]).toEqual(
      rows('9 9 8 8 8 8 8 8', '9 9 8 8 8 8 8 8', '8 8 8 14 14 13 13 13', '0 0 0 0 0 0 0 0'),
    );
    expect(outcome.records.map((r) => r.relabeledPixels)).toEqual([4, 2]);
    expect(() =>
      relabelBatch({ ...input, proposals: [[proposal(9, [0, 0, 4, 3])]] }, mapWith(), relabel, {
        ...settings,
        masks: true,
      }),
    ).toThrow('has no mask');
  });

  it('returns the given label where nothing is pasted', () => {
    const outcome = relabelBatch({ ...input, proposals: [[]] }, mapWith(), relabel, settings);
    expect(outcome.labels[0]).toBe(LABEL);
    expect(outcome.records).toEqual([]);
  });
});

describe('verdicts', () => {
  const verdictOf = (one: Proposal, phase = relabel, minimum = 3): string =>
    relabelBatch({ ...input, proposals: [[one]] }, mapWith(), phase, {
      ...settings,
      minWidth: minimum,
      minHeight: minimum,
    }).records[0]!.verdict;

  it('come in the order of the method', () => {
    expect(verdictOf(proposal(14, [0, 0, 2, 2], { predicted: 13 }))).toBe('no source pixel');
    expect(verdictOf(proposal(9, [0, 0, 2, 4], { predicted: 8 }))).toBe('too small');
    expect(verdictOf(proposal(9, [0, 0, 4, 4], { predicted: 8 }))).toBe('other class');
    expect(verdictOf(proposal(14, [2, 0, 8, 4], { confidence: 0.5 }))).toBe('below threshold');
    expect(verdictOf(proposal(14, [2, 0, 8, 4], { confidence: 0.5001 }))).toBe('accepted');
  });

  it('leave a box that fell to a better one alone, whatever it shows', () => {
    expect(verdictOf(proposal(14, [2, 0, 8, 4], { duplicate: true }))).toBe('duplicate');
    const unseen = proposal(16, [2, 0, 8, 4], { duplicate: true, predicted: null });
    expect(verdictOf(unseen, { collecting: true, relabeling: false })).toBe('duplicate');
  });

  it('ask for source pixels inside the mask', () => {
    const box: [number, number, number, number] = [2, 1, 5, 3];
    expect(verdictOf(proposal(14, box, { mask: rows('1 1 1', '1 0 0') }), relabel, 2)).toBe('no source pixel');
    expect(verdictOf(proposal(14, box, { mask: rows('1 1 1', '1 1 0') }), relabel, 2)).toBe('accepted');
    expect(verdictOf(proposal(14, box, { mask: new Uint8Array(6) }), relabel, 2)).toBe('empty mask');
  });

  it('need no source pixel while votes are collected', () => {
    expect(verdictOf(proposal(14, [0, 0, 4, 2]), { collecting: true, relabeling: false }, 2)).toBe('accepted');
    expect(verdictOf(proposal(16, [2, 2, 2, 2]), { collecting: true, relabeling: false }, 1)).toBe('too small');
  });

  it('refuse a proposal that should have been classified', () => {
    expect(() => verdictOf(proposal(14, [2, 0, 8, 4], { predicted: null }))).toThrow('was not classified');
  });
});

describe('votes', () => {
  const collect = { collecting: true, relabeling: false };

  it('go to the class that covers more than half, and change no label', () => {
    const proposals = [[proposal(16, [3, 2, 7, 3]), proposal(16, [0, 1, 8, 3]), proposal(16, [0, 2, 8, 4])]];
    const outcome = relabelBatch({ ...input, proposals }, mapWith(), collect, settings);
    expect(outcome.update).toEqual({
      votes: [
        { target: 16, source: 13 },
        { target: 16, source: 8 },
      ],
      relabeled: [],
    });
    expect(outcome.labels[0]).toBe(LABEL);
  });

  it('count the pixels of the mask', () => {
    const mask = rows('0 0 0 0 0 0', '0 1 1 1 0 1');
    const outcome = relabelBatch(
      { ...input, proposals: [[proposal(16, [0, 1, 6, 3], { mask })]] },
      mapWith(),
      collect,
      settings,
    );
    expect(outcome.update.votes).toEqual([]);
    mask[7] = 0;
    mask[8] = 0;
    const again = relabelBatch(
      { ...input, proposals: [[proposal(16, [0, 1, 6, 3], { mask })]] },
      mapWith(),
      collect,
      settings,
    );
    expect(again.update.votes).toEqual([{ target: 16, source: 13 }]);
  });

  it('are for elements without a source only', () => {
    const outcome = relabelBatch({ ...input, proposals: [[proposal(14, [3, 2, 7, 3])]] }, mapWith(), collect, settings);
    expect(outcome.update.votes).toEqual([]);
    expect(outcome.records[0]!.verdict).toBe('accepted');
  });
});

it('refuses sizes that do not agree', () => {
  expect(() => relabelBatch({ ...input, proposals: [] }, mapWith(), relabel, settings)).toThrow('0 lists of proposals');
  const outside = [[proposal(9, [0, 0, 9, 4])]];
  expect(() => relabelBatch({ ...input, proposals: outside }, mapWith(), relabel, settings)).toThrow('another crop');
  expect(() => relabelBatch({ ...input, width: 9, proposals: [[]] }, mapWith(), relabel, settings)).toThrow('9x4');
});
