import { describe, expect, it } from 'vitest';
import {
  boxInPicture,
  type Choice,
  commonOverlap,
  type Decision,
  type DecisionLine,
  decisionOn,
  decisionsAt,
  distinctChoices,
  type SeenBox,
  supervisionOf,
} from './decisions';

const WHOLE = { x: 0, y: 0, width: 400, height: 200 };
const seen = (x0: number, x1: number, part: Partial<SeenBox> = {}): SeenBox => ({
  file: 'a.png',
  box: { x0, y0: 50, x1, y1: 100 },
  crop: WHOLE,
  lookedFor: 14,
  ...part,
});
const choice = (x0: number, x1: number, part: Partial<Choice> = {}): Choice => ({
  ...seen(x0, x1),
  ruling: 'accept',
  to: 14,
  from: 13,
  ...part,
});
const decision = (id: number, iteration: number, made: Choice): Decision => ({ ...made, id, iteration });
const ids = (decisions: Decision[]) => decisions.map(({ id }) => id);

describe('one object in two crops', () => {
  it('is found again where a mirrored crop shows it', () => {
    const crop = { x: 100, y: 0, width: 100, height: 200, flipped: true };
    const box = boxInPicture({ crop, box: { x0: 10, y0: 50, x1: 60, y1: 100 } });
    expect(box).toEqual({ x0: 140, y0: 50, x1: 190, y1: 100 });
    expect(commonOverlap(seen(140, 190), seen(0, 0, { box, crop }))).toBe(1);
  });

  it('is compared in what both crops show, where that is at least half of the smaller box', () => {
    const cutOff = { x: 0, y: 0, width: 160, height: 200 };
    // The object reaches from 100 to 200; this crop ends at 160.
    expect(commonOverlap(seen(100, 200), seen(100, 160, { crop: cutOff }))).toBe(1);
    const [left, right] = [
      { x: 0, y: 0, width: 110, height: 200 },
      { x: 95, y: 0, width: 200, height: 200 },
    ];
    // Two crops with 15 columns in common say nothing of two long boxes that both reach into them.
    expect(commonOverlap(seen(10, 110, { crop: left }), seen(95, 200, { crop: right }))).toBe(0);
    expect(commonOverlap(seen(10, 50, { crop: left }), seen(120, 150, { crop: right }))).toBe(0);
  });

  it('never is two boxes side by side at once', () => {
    const whole = decision(1, 0, choice(100, 200));
    expect(decisionOn([whole], seen(100, 151))).toBe(whole);
    expect(decisionOn([whole], seen(100, 150))).toBeNull();
    expect(decisionOn([whole], seen(150, 200))).toBeNull();
  });

  it('is of one picture and of one class that was looked for', () => {
    const made = [decision(1, 0, choice(100, 200))];
    expect(decisionOn(made, seen(100, 200, { file: 'b.png' }))).toBeNull();
    expect(decisionOn(made, seen(100, 200, { lookedFor: 16 }))).toBeNull();
  });

  it('gets the decision that overlaps best, of equals the later one', () => {
    const far = decision(1, 0, choice(100, 190));
    const near = decision(2, 0, choice(105, 205));
    expect(decisionOn([far, near], seen(106, 204))).toBe(near);
    expect(decisionOn([near, far], seen(100, 190))).toBe(far);
    const [first, second] = [decision(3, 0, choice(100, 200)), decision(4, 0, choice(100, 200))];
    expect(decisionOn([first, second], seen(100, 200))).toBe(second);
  });
});

describe('what holds', () => {
  const lines: DecisionLine[] = [
    decision(1, 5, choice(100, 200)),
    decision(2, 5, choice(300, 390, { ruling: 'reject' })),
    decision(3, 9, choice(110, 205, { ruling: 'reassign', to: 15 })),
    { withdraws: [3, 2], iteration: 12 },
  ];

  it('follows from the iteration: the later decision about an object, and what was not taken back', () => {
    expect(ids(decisionsAt(lines, 4))).toEqual([]);
    expect(ids(decisionsAt(lines, 5))).toEqual([1, 2]);
    expect(ids(decisionsAt(lines, 9))).toEqual([2, 3]);
    expect(ids(decisionsAt(lines, 12))).toEqual([1]);
    expect(ids(decisionsAt(lines))).toEqual([1]);
  });

  it('is the same where a run was set back and decided anew from an earlier iteration', () => {
    const anew = [...lines, decision(4, 7, choice(100, 200, { ruling: 'reject' }))];
    expect(ids(decisionsAt(anew, 6))).toEqual([1, 2]);
    expect(ids(decisionsAt(anew, 7))).toEqual([2, 4]);
    expect(ids(decisionsAt(anew, 10))).toEqual([2, 4]); // made last, whatever it counts from
  });

  it('counts for a run what held in an iteration that was done, though it was taken back', () => {
    expect(supervisionOf(lines, 5)).toEqual({ held: 0, since: null, waiting: 1 });
    expect(supervisionOf(lines, 20)).toEqual({ held: 3, since: 5, waiting: 0 });
    expect(supervisionOf([lines[0]!, { withdraws: [1], iteration: 5 }], 20)).toEqual({
      held: 0,
      since: null,
      waiting: 0,
    });
    expect(supervisionOf([], 20)).toEqual({ held: 0, since: null, waiting: 0 });
  });

  it('leaves out of many choices those that say the same again', () => {
    const many = [choice(100, 200), choice(101, 199), choice(100, 200, { ruling: 'reject' }), choice(300, 390)];
    expect(distinctChoices(many)).toEqual([many[0], many[2], many[3]]);
  });
});
