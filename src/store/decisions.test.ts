import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Choice, DecisionLine } from '../../workers/decisions';
import { decisionsOf, useDecisions } from './decisions';

/** The log of a run as a worker keeps it. */
const { kept, api } = vi.hoisted(() => {
  const kept = { lines: [] as DecisionLine[], refuses: false };
  const added = (lines: DecisionLine[]): DecisionLine[] => {
    if (kept.refuses) throw new Error('The run is open in another tab.');
    kept.lines.push(...lines);
    return lines;
  };
  const api = {
    decide: async (_: string, choices: Choice[]) =>
      added(
        choices.map((choice, i) => ({
          ...choice,
          id: kept.lines.filter((line) => 'id' in line).length + i + 1,
          iteration: 5,
        })),
      ),
    withdrawDecisions: async (_: string, withdraws: number[]) => added([{ withdraws, iteration: 5 }]),
  };
  return { kept, api };
});
vi.mock('../lab', () => ({ lab: () => api }));

const RUN = 'r';
const choice = (x0: number, part: Partial<Choice> = {}): Choice => ({
  ruling: 'accept',
  file: 'a.png',
  box: { x0, y0: 0, x1: x0 + 40, y1: 40 },
  crop: { x: 0, y: 0, width: 512, height: 256 },
  lookedFor: 14,
  from: 13,
  to: 14,
  ...part,
});
const store = () => useDecisions.getState();
const now = () => decisionsOf(store(), RUN);
const holding = () => now().holding.map(({ box, ruling }) => [box.x0, ruling]);

beforeEach(() => {
  Object.assign(kept, { lines: [], refuses: false });
  store().clear();
});

describe('decisions of a run', () => {
  it('are made, undone and made again, many in one step', async () => {
    await store().decide(RUN, [choice(0), choice(100), choice(1)]);
    expect(holding()).toEqual([
      [0, 'accept'],
      [100, 'accept'],
    ]);
    await store().undo(RUN);
    expect(holding()).toEqual([]);
    await store().redo(RUN);
    expect(holding()).toHaveLength(2);
    await store().undo(RUN);
    expect(holding()).toEqual([]);
    expect(kept.lines).toEqual(now().lines);
  });

  it('bring back by undo what they replaced', async () => {
    await store().decide(RUN, [choice(0)]);
    await store().decide(RUN, [choice(0, { ruling: 'reject' })]);
    expect(holding()).toEqual([[0, 'reject']]);
    await store().undo(RUN);
    expect(holding()).toEqual([[0, 'accept']]);
  });

  it('are taken back whole, with what lies below them, and undo brings both back', async () => {
    await store().decide(RUN, [choice(0)]);
    await store().decide(RUN, [choice(2, { ruling: 'reject' })]);
    await store().withdraw(RUN, [choice(1)]);
    expect(holding()).toEqual([]);
    await store().undo(RUN);
    expect(holding()).toEqual([[2, 'reject']]);
    await store().undo(RUN); // which has another number by now
    expect(holding()).toEqual([[0, 'accept']]);
    await store().undo(RUN);
    expect(holding()).toEqual([]);
    expect(now().past).toEqual([]);
  });

  it('are no step where there is nothing to take back', async () => {
    await store().withdraw(RUN, [choice(0)]);
    expect([now().past, kept.lines]).toEqual([[], []]);
    await store().undo(RUN);
    expect(now().lines).toEqual([]);
  });

  it('stand one after the other, however fast they are asked for', async () => {
    await Promise.all([
      store().decide(RUN, [choice(0)]),
      store().undo(RUN),
      store().redo(RUN),
      store().decide(RUN, [choice(100)]),
    ]);
    expect(holding()).toEqual([
      [0, 'accept'],
      [100, 'accept'],
    ]);
  });

  it('are as before where they are refused, with the reason', async () => {
    await store().decide(RUN, [choice(0)]);
    kept.refuses = true;
    await store().undo(RUN);
    expect(now().failure).toBe('The run is open in another tab.');
    expect(holding()).toEqual([[0, 'accept']]);
    kept.refuses = false;
    await store().undo(RUN);
    expect([holding(), now().failure]).toEqual([[], null]);
  });
});
