import { beforeEach, expect, it, vi } from 'vitest';
import type { Choice, DecisionLine } from '../../workers/decisions';
import type { LoggedChange, MapChange } from '../../workers/map-change';
import { decisionsOf, useDecisions } from '../store/decisions';
import { type RunEntry, useSession } from '../store/session';
import { changesOf, useSteering } from '../store/steering';
import { takeStep } from './run-history';

/** What the folder of a run would hold, in the order of its lines. */
const { disk, api } = vi.hoisted(() => {
  const disk = { lines: [] as string[], refuses: false };
  let id = 0;
  const api = {
    decide: async (_: string, choices: Choice[]): Promise<DecisionLine[]> => {
      disk.lines.push('decide');
      return choices.map((choice) => ({ ...choice, id: ++id, iteration: 5 }));
    },
    withdrawDecisions: async (_: string, withdraws: number[]): Promise<DecisionLine[]> => {
      disk.lines.push('withdraw');
      return [{ withdraws, iteration: 5 }];
    },
    changeMap: async (_: string, change: MapChange, by?: LoggedChange['by']): Promise<LoggedChange> => {
      if (disk.refuses) throw new Error('The last iteration has begun: the map stays as it is.');
      disk.lines.push(`${by ?? 'make'} ${change.kind} ${change.target}`);
      return { version: 1, iteration: 5, ...(by && { by }), change };
    },
  };
  return { disk, api };
});
vi.mock('../lab', () => ({ lab: () => api }));

const RUN = 'r';
const entry = { run: RUN };
const choice: Choice = {
  ruling: 'accept',
  file: 'a.png',
  box: { x0: 0, y0: 0, x1: 40, y1: 40 },
  crop: { x: 0, y: 0, width: 512, height: 256 },
  lookedFor: 14,
  from: 13,
  to: 14,
};
const prompts: MapChange = { kind: 'prompts', target: 14, before: ['truck'], after: ['lorry'] };
const name: MapChange = { kind: 'name', target: 15, before: 'bus', after: 'coach' };
const decide = () => useDecisions.getState().decide(RUN, [choice]);
const change = (made: MapChange) => useSteering.getState().make(RUN, made);
const said = () => disk.lines.splice(0);

function showRun(status: RunEntry['status'], active: string | null): void {
  useSession.setState({ active, runs: [{ run: RUN, status } as RunEntry] });
}

beforeEach(() => {
  Object.assign(disk, { lines: [], refuses: false });
  useDecisions.getState().clear();
  useSteering.getState().recall(RUN, []);
  showRun('running', RUN);
});

it('takes back whatever was done last, decision or change, and does it again the other way round', async () => {
  await change(prompts);
  await decide();
  await change(name);
  expect(said()).toEqual(['make prompts 14', 'decide', 'make name 15']);
  await Promise.all([1, 2, 3, 4].map(() => takeStep('undo', entry)));
  expect(said()).toEqual(['undo name 15', 'withdraw', 'undo prompts 14']);
  await Promise.all([1, 2, 3, 4].map(() => takeStep('redo', entry)));
  expect(said()).toEqual(['redo prompts 14', 'decide', 'redo name 15']);
  await takeStep('undo', entry);
  await takeStep('undo', entry);
  expect(said()).toEqual(['undo name 15', 'withdraw']);
  expect(decisionsOf(useDecisions.getState(), RUN).holding).toEqual([]);
});

it('goes on where buttons took steps of one kind', async () => {
  await change(prompts);
  await decide();
  await useSteering.getState().undo(RUN);
  await takeStep('redo', entry);
  await takeStep('undo', entry);
  expect(said()).toEqual(['make prompts 14', 'decide', 'undo prompts 14', 'redo prompts 14', 'undo prompts 14']);
  await takeStep('undo', entry);
  expect(said()).toEqual(['withdraw']);
});

it('leaves the map of a run that rests as it is, but not how its classes are shown', async () => {
  await change(prompts);
  await decide();
  await change(name);
  said();
  showRun('stopped', null);
  for (let i = 0; i < 3; i++) await takeStep('undo', entry);
  expect(said()).toEqual(['undo name 15', 'withdraw']);
  showRun('preparing', RUN);
  await takeStep('redo', entry);
  expect(said()).toEqual([]);
});

it('reaches changes of earlier visits last, and goes on after one was refused', async () => {
  useSteering.getState().recall(RUN, [{ version: 1, iteration: 3, change: prompts }]);
  await decide();
  await takeStep('undo', entry);
  disk.refuses = true;
  await takeStep('undo', entry);
  expect(useSteering.getState().refused[RUN]).toContain('The last iteration has begun');
  disk.refuses = false;
  await takeStep('undo', entry);
  expect(said()).toEqual(['decide', 'withdraw', 'undo prompts 14']);
  expect(useSteering.getState().refused[RUN]).toBeNull();
  expect(changesOf(useSteering.getState(), RUN)).toHaveLength(2);
});
