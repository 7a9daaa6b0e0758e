import { expect, it } from 'vitest';
import { scaleSchedule } from '../../workers/experiment/config';
import { preset } from '../../workers/experiment/presets';
import type { LoggedChange, MapChange } from '../../workers/map-change';
import type { Scores } from '../../workers/protocol';
import { scoreRows } from '../evaluate/score-table';
import { colored } from '../store/colors';
import type { RunEntry } from '../store/session';
import { asShown } from './shown-runs';

const config = scaleSchedule(preset('demo-csi'), 20);
const entry = (status: RunEntry['status'] = 'running') =>
  ({ run: 'r', status, message: null, options: { run: 'r', config } }) as RunEntry;
const logged = (...changes: MapChange[]): LoggedChange[] =>
  changes.map((change) => ({ version: 1, iteration: 3, change }));
const NAME: MapChange = { kind: 'name', target: 14, before: 'truck', after: 'lorry' };
const COLOR: MapChange = { kind: 'color', target: 13, before: [0, 0, 142], after: [9, 8, 7] };

it('is the same object until a class is shown otherwise, and again as long as nothing changes', () => {
  const plain = entry();
  expect(asShown(plain, logged({ kind: 'prompts', target: 14, before: [], after: ['x'] }))).toBe(plain);
  const shown = asShown(plain, logged(NAME, COLOR));
  expect(shown.options.config.taxonomy.classes[14]!.name).toBe('lorry');
  expect(asShown(plain, logged(NAME, COLOR))).toBe(shown);
  // A run that goes on is another object at every turn; its classes are not, so that no picture is painted again.
  const later = asShown(entry('paused'), logged(NAME, COLOR));
  expect(later.status).toBe('paused');
  expect(later.options.config.taxonomy).toBe(shown.options.config.taxonomy);
  expect(config.taxonomy.classes[14]!.name).toBe('truck');
});

it('finds scores by the name that they are logged under', () => {
  const scores = { iouPerClass: { truck: 0.25, car: 0.5 } } as unknown as Scores;
  const rows = scoreRows(asShown(entry(), logged(NAME)).options.config, [scores]);
  expect(rows.find(({ name }) => name === 'lorry')?.iou).toEqual([0.25]);
});

it('has the colour of the run, unless a person chose another on this machine', () => {
  const { taxonomy } = asShown(entry(), logged(NAME, COLOR)).options.config;
  const colorOf = (scheme: 'usual' | 'safe', own: Record<string, [number, number, number]>, id = 13) =>
    colored(taxonomy, { scheme, own }).classes[id]!.color;
  expect(colorOf('usual', {})).toEqual([9, 8, 7]);
  expect(colorOf('safe', {})).toEqual([9, 8, 7]);
  expect(colorOf('safe', { car: [1, 1, 1] })).toEqual([1, 1, 1]);
  expect(colorOf('usual', { truck: [2, 2, 2] }, 14)).toEqual([2, 2, 2]);
});
