import { expect, it } from 'vitest';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import type { EntryPart, MapChange } from '../../workers/map-change';
import { changeWords, markWords } from './map-changes';

const changed = (target: number, before: EntryPart | null, after: EntryPart | null): MapChange => ({
  kind: 'entry',
  target,
  before,
  after,
});
const inWords = (change: MapChange) => changeWords(change, CITYSCAPES);

it('counts the iteration of a change from 1', () => {
  const change = changed(14, { detectionThreshold: 0.1 }, { detectionThreshold: 0.14 });
  const logged = { version: 1 as const, iteration: 312, change };
  expect(markWords(logged, CITYSCAPES, 313)).toBe('Changed at iteration 313: truck’s detection threshold 0.10 to 0.14');
  expect(markWords({ ...logged, by: 'undo' }, CITYSCAPES, 312)).toMatch(/^Undone from iteration 313 on: /);
});

it('says what was changed', () => {
  const whole = { source: 13, detectionThreshold: 0.2, classificationThreshold: null };
  expect(inWords(changed(15, null, whole))).toBe('bus added to the map, hidden in: car');
  expect(inWords(changed(14, whole, null))).toBe('truck taken out of the map');
  expect(inWords(changed(9, { classificationThreshold: 0.5 }, { classificationThreshold: null }))).toBe(
    'terrain’s CLIP threshold 0.50 to off',
  );
  expect(inWords(changed(16, { source: 13 }, { source: null }))).toBe('train’s source class car to found out by votes');
  expect(inWords({ kind: 'prompts', target: 14, before: ['truck'], after: ['truck', 'lorry'] })).toBe(
    'truck’s prompts truck to truck, lorry',
  );
});

it('says how classes were changed, and names no iteration where it is a matter of showing', () => {
  expect(inWords({ kind: 'category', target: 14, before: 'vehicle', after: 'freight' })).toBe(
    'truck’s category vehicle to freight',
  );
  const color: MapChange = { kind: 'color', target: 13, before: [0, 0, 142], after: [255, 8, 7] };
  const logged = { version: 1 as const, iteration: 312, change: color };
  expect(markWords(logged, CITYSCAPES, 0)).toBe('Changed: car’s colour #00008e to #ff0807');
  const change: MapChange = { kind: 'name', target: 14, before: 'lorry', after: 'truck' };
  expect(markWords({ ...logged, by: 'undo', change }, CITYSCAPES, 0)).toBe('Undone: lorry is called truck');
});
