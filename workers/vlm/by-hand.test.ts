import { describe, expect, it } from 'vitest';
import type { Decision } from '../decisions';
import { CITYSCAPES } from '../experiment/taxonomy';
import { type CropPlace, changedByHand, ruled } from './by-hand';
import type { Proposal } from './proposal';
import { MAJORITY_SHARE, relabelBatch } from './relabel';
import { RelabelMap } from './relabel-map';

const [CAR, TRUCK, BUS, TRAIN, ROAD] = [13, 14, 15, 16, 0];
const SIZE = { minWidth: 2, minHeight: 2 };
const settings = { ...SIZE, majorityShare: MAJORITY_SHARE };
const WHOLE: CropPlace = { file: 'a.png', x: 0, y: 0, width: 8, height: 4, flipped: false };
type Corners = [number, number, number, number];
const boxOf = ([x0, y0, x1, y1]: Corners) => ({ x0, y0, x1, y1 });
const proposal = (target: number, box: Corners, more: Partial<Proposal> = {}): Proposal => ({
  target,
  detectionScore: 0.5,
  box: boxOf(box),
  predicted: target,
  confidence: 0.9,
  promptProbabilities: [],
  ...more,
});
const decision = (id: number, box: Corners, more: Partial<Decision> = {}): Decision => ({
  id,
  iteration: 0,
  ruling: 'accept',
  file: 'a.png',
  box: boxOf(box),
  crop: { x: 0, y: 0, width: 8, height: 4 },
  lookedFor: TRUCK,
  from: CAR,
  to: more.to ?? TRUCK,
  ...more,
});

const ENTRIES = [
  { target: TRUCK, source: CAR, detectionThreshold: 0.1, classificationThreshold: 0.5 },
  { target: TRAIN, source: null, detectionThreshold: 0.1, classificationThreshold: null },
];
const map = () => RelabelMap.fromConfig({ collect: [0, 5], relabel: [5, 9], map: ENTRIES }, CITYSCAPES);
/** Cars on the left, a bus on the right, road below. */
const LABEL = Uint8Array.from({ length: 32 }, (_, i) => (i >= 24 ? ROAD : i % 8 < 4 ? CAR : BUS));
const RELABELING = { collecting: false, relabeling: true };

function relabel(proposals: Proposal[], decisions: Decision[], crop = WHOLE, phase = RELABELING, label = LABEL) {
  const { width, height } = crop;
  const input = { iteration: 6, labels: [label], width, height, files: [crop.file], proposals: [proposals] };
  return relabelBatch({ ...input, byHand: { decisions, crops: [crop], taxonomy: CITYSCAPES } }, map(), phase, settings);
}

const counts = (label: Uint8Array, id: number) => label.filter((value) => value === id).length;

describe('a decided patch', () => {
  it('is never pasted where it was rejected', () => {
    const found = proposal(TRUCK, [0, 0, 4, 4]);
    const { labels, records, update } = relabel([found], [decision(1, [0, 0, 4, 4], { ruling: 'reject' })]);
    expect(labels[0]).toBe(LABEL);
    expect(records).toMatchObject([{ verdict: 'by hand', byHand: 'reject', target: TRUCK, relabeledPixels: 0 }]);
    expect(update).toEqual({ votes: [], relabeled: [] });
    expect(relabel([found], []).update.relabeled).toEqual([TRUCK]);
  });

  it('is pasted where it was accepted, whatever CLIP says, and leaves the road', () => {
    const refused = proposal(TRUCK, [0, 0, 4, 4], { predicted: CAR });
    const { labels, records, update } = relabel([refused], [decision(1, [0, 0, 4, 4])]);
    expect([counts(labels[0]!, TRUCK), counts(labels[0]!, ROAD)]).toEqual([12, 8]);
    expect(records).toMatchObject([{ verdict: 'accepted', byHand: 'accept', source: CAR, relabeledPixels: 12 }]);
    expect(update).toEqual({ votes: [], relabeled: [], byHand: [TRUCK] });
  });

  it('changes what is taken for any class of the category, so that it needs no pixel of the source class', () => {
    const { records, labels } = relabel([proposal(TRUCK, [4, 0, 8, 4])], [decision(1, [4, 0, 8, 4])]);
    expect(records[0]).toMatchObject({ verdict: 'accepted', relabeledPixels: 12 });
    expect(counts(labels[0]!, BUS)).toBe(0);
    expect(changedByHand(decision(1, [0, 0, 1, 1], { from: null }), 8, CITYSCAPES)).toEqual(
      new Set([CAR, TRUCK, BUS, TRAIN, 17, 18, 8]),
    );
  });

  it('becomes the class that was chosen, also one that the map does not have', () => {
    const made = decision(1, [0, 0, 4, 4], { ruling: 'reassign', to: BUS });
    const { labels, records, update } = relabel([proposal(TRUCK, [0, 0, 4, 4])], [made]);
    expect(counts(labels[0]!, BUS)).toBe(24);
    expect(records).toMatchObject([{ target: BUS, lookedFor: TRUCK, byHand: 'reassign', relabeledPixels: 12 }]);
    expect(update).toMatchObject({ relabeled: [], byHand: [BUS] });
  });

  it('writes over what was pasted before it, and restores nothing around it', () => {
    const proposals = [proposal(TRUCK, [0, 0, 3, 4]), proposal(TRUCK, [0, 0, 8, 3], { detectionScore: 0.9 })];
    const made = decision(1, [0, 0, 3, 4], { ruling: 'reassign', to: TRAIN });
    const { labels, records } = relabel(proposals, [made]);
    expect(records.map((r) => [r.target, r.relabeledPixels])).toEqual([
      [TRUCK, 3],
      [TRAIN, 9],
    ]);
    expect([...labels[0]!.subarray(0, 5)]).toEqual([TRAIN, TRAIN, TRAIN, TRUCK, BUS]);
  });

  it('of two that overlap: both hold, and the later one has the pixels they share', () => {
    const made = [
      decision(1, [0, 0, 4, 3]),
      decision(2, [2, 0, 6, 3], { ruling: 'reassign', to: TRAIN }), // IoU 1/3: another object
    ];
    const proposals = [proposal(TRUCK, [2, 0, 6, 3]), proposal(TRUCK, [0, 0, 4, 3])];
    const { labels } = relabel(proposals, made);
    expect([...labels[0]!.subarray(0, 8)]).toEqual([TRUCK, TRUCK, TRAIN, TRAIN, TRAIN, TRAIN, BUS, BUS]);
  });

  it('votes while votes are collected, told apart, and not where it was rejected', () => {
    const collecting = { collecting: true, relabeling: false };
    const proposals = [proposal(TRAIN, [0, 0, 3, 3]), proposal(TRAIN, [4, 0, 7, 3])];
    const made = [
      decision(1, [0, 0, 3, 3], { lookedFor: TRAIN, to: TRAIN }),
      decision(2, [4, 0, 7, 3], { lookedFor: TRAIN, to: TRAIN, ruling: 'reject' }),
    ];
    const { update, labels } = relabel(proposals, made, WHOLE, collecting);
    expect(update).toEqual({ votes: [{ target: TRAIN, source: CAR, byHand: true }], relabeled: [] });
    expect(labels[0]).toBe(LABEL);
    const counted = map();
    counted.record(update);
    counted.record({ votes: [{ target: TRAIN, source: CAR }], relabeled: [TRUCK], byHand: [TRAIN, TRAIN] });
    expect(counted.element(TRAIN).votes).toEqual([{ source: CAR, count: 2, byHand: 1 }]);
    expect([counted.relabeledPatches[TRUCK], counted.relabeledPatches[TRAIN]]).toEqual([1, 0]);
    expect([counted.relabeledByHand[TRUCK], counted.relabeledByHand[TRAIN]]).toEqual([0, 2]);
    const again = RelabelMap.fromState(counted.exportState(), { collect: [0, 5], relabel: [5, 9] }, CITYSCAPES);
    expect(again.relabeledByHand).toEqual(counted.relabeledByHand);
  });
});

describe('a picture that comes back in another crop', () => {
  /** The right half of the picture, mirrored: what lay at x 4..7 lies at 0..3, the other way round. */
  const half: CropPlace = { file: 'a.png', x: 4, y: 0, width: 4, height: 4, flipped: true };
  const label = Uint8Array.from({ length: 16 }, (_, i) => (i < 12 ? BUS : ROAD));

  it('has its decided box also where the detector finds nothing, as much as the crop shows', () => {
    const { records, labels } = relabel([], [decision(1, [2, 1, 6, 4])], half, RELABELING, label);
    expect(records).toMatchObject([{ box: boxOf([2, 1, 4, 4]), detectionScore: 0, byHand: 'accept' }]);
    expect([...labels[0]!]).toEqual([
      ...[BUS, BUS, BUS, BUS],
      ...[BUS, BUS, TRUCK, TRUCK],
      ...[BUS, BUS, TRUCK, TRUCK],
      ...[ROAD, ROAD, ROAD, ROAD],
    ]);
  });

  it('has no sliver of it, nothing of another picture, and nothing while nothing is pasted', () => {
    const sliver = decision(1, [2, 1, 5, 4]);
    expect(ruled([], half, [sliver], true, SIZE)).toEqual([]);
    expect(ruled([], half, [decision(1, [4, 0, 8, 4], { file: 'b.png' })], true, SIZE)).toEqual([]);
    expect(ruled([], half, [decision(1, [4, 0, 8, 4])], false, SIZE)).toEqual([]);
    expect(ruled([], half, [decision(1, [4, 0, 8, 4], { ruling: 'reject' })], true, SIZE)).toEqual([]);
  });

  it('is told by the box there, mirrored back', () => {
    const made = decision(1, [6, 0, 8, 3], { ruling: 'reject' });
    const [there, elsewhere] = [proposal(TRUCK, [0, 0, 2, 3]), proposal(TRUCK, [2, 0, 4, 3])];
    expect(ruled([there, elsewhere], half, [made], true, SIZE)).toEqual([
      { proposal: there, decision: made },
      { proposal: elsewhere, decision: null },
    ]);
  });
});

describe('boxes that fell to a better one', () => {
  const better = proposal(BUS, [0, 0, 4, 3]);
  const fell = proposal(TRUCK, [0, 0, 4, 3], { duplicate: true, predicted: null });

  it('are used where a person accepted them', () => {
    const made = decision(1, [0, 0, 4, 3]);
    expect(ruled([better, fell], WHOLE, [made], true, SIZE)).toEqual([
      { proposal: better, decision: null },
      { proposal: { ...fell, duplicate: false }, decision: made },
    ]);
  });

  it('stay duplicates where the object has a box of its own, and where it was rejected', () => {
    const own = proposal(TRUCK, [0, 0, 4, 3]);
    const made = decision(1, [0, 0, 4, 3]);
    expect(ruled([own, fell], WHOLE, [made], true, SIZE)).toEqual([
      { proposal: fell, decision: null },
      { proposal: own, decision: made },
    ]);
    const rejected = decision(1, [0, 0, 4, 3], { ruling: 'reject' });
    expect(ruled([fell], WHOLE, [rejected], true, SIZE)).toEqual([{ proposal: fell, decision: null }]);
  });

  it('are used as whole boxes where their mask is empty', () => {
    const empty = proposal(TRUCK, [0, 0, 4, 3], { mask: new Uint8Array(12) });
    const used = ruled([empty], WHOLE, [decision(1, [0, 0, 4, 3])], true, SIZE)[0]!.proposal;
    expect(used.mask).toBeUndefined();
  });
});
