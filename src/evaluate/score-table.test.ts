import { describe, expect, it } from 'vitest';
import { DEMO_CSI } from '../../workers/experiment/demo';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import type { Scores } from '../../workers/protocol';
import { meanRows, scoreRows } from './score-table';

/** Scores in which class i has IoU i / 100, but for the classes listed as absent. */
const scores = (...absent: string[]): Scores => {
  const iouPerClass = Object.fromEntries(
    CITYSCAPES.classes.map(({ name }, i) => [name, absent.includes(name) ? null : i / 100]),
  );
  return { miou: 0, macc: 0, aacc: 0, iouPerClass, accPerClass: {}, confusion: [], classesAveraged: [] };
};

describe('rows', () => {
  it('begin with the classes that the source does not name', () => {
    const rows = scoreRows(DEMO_CSI, [scores()]);
    expect(rows.slice(0, 4).map((r) => r.name)).toEqual(['terrain', 'truck', 'train', 'road']);
    expect(rows.map((r) => r.targetOnly).filter(Boolean).length).toBe(3);
    expect(rows.length).toBe(19);
  });

  it('tell an absent class from a run without an evaluation', () => {
    const [first] = scoreRows(DEMO_CSI, [scores('terrain'), undefined]);
    expect(first!.iou).toEqual([null, undefined]);
  });
});

describe('means', () => {
  it('are those of 19, 16 and 13 classes', () => {
    const rows = meanRows(DEMO_CSI, [scores()]);
    expect(rows.map((r) => [r.label, r.averaged[0]])).toEqual([
      ['Mean of 19', 19],
      ['Mean of 16', 16],
      ['Mean of 13', 13],
    ]);
    expect(rows.map((r) => r.which)).toEqual([
      'all classes',
      'without terrain, truck, train',
      'also without wall, fence, pole',
    ]);
    expect(rows[0]!.iou[0]).toBeCloseTo(0.09, 12);
    expect(rows[1]!.iou[0]).toBeCloseTo((171 - 9 - 14 - 16) / 1600, 12);
  });

  it('leave absent classes out and say so', () => {
    const [all] = meanRows(DEMO_CSI, [scores('bicycle'), undefined]);
    expect(all!.averaged).toEqual([18, 0]);
    expect(all!.iou[0]).toBeCloseTo(153 / 1800, 12);
    expect(all!.iou[1]).toBeUndefined();
  });
});
