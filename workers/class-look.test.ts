import { expect, it } from 'vitest';
import { checkLook, type LookChange, loggedName, shownTaxonomy } from './class-look';
import { CITYSCAPES } from './experiment/taxonomy';
import type { MapChange } from './map-change';

const name = (target: number, before: string, after: string): LookChange => ({ kind: 'name', target, before, after });
const logged = (...changes: MapChange[]) => changes.map((change) => ({ version: 1 as const, iteration: 3, change }));

it('shows classes by the names and colours that were given last, and knows what they are logged under', () => {
  expect(shownTaxonomy(CITYSCAPES, logged({ kind: 'prompts', target: 14, before: [], after: ['van'] }))).toBe(
    CITYSCAPES,
  );
  const color: MapChange = { kind: 'color', target: 13, before: [0, 0, 142], after: [9, 8, 7] };
  const log = logged(name(14, 'truck', 'lorry'), color, name(14, 'lorry', 'van'), name(99, 'a', 'b'));
  const { classes } = shownTaxonomy(CITYSCAPES, log);
  expect(classes).toHaveLength(19);
  expect(classes[14]).toEqual({ ...CITYSCAPES.classes[14], name: 'van', loggedAs: 'truck' });
  expect(classes[13]).toMatchObject({ name: 'car', color: [9, 8, 7], recolored: true });
  expect([13, 14].map((id) => loggedName(classes[id]!))).toEqual(['car', 'truck']);
  expect(CITYSCAPES.classes[14]!.name).toBe('truck');
  // What is shown already can be shown again.
  expect(shownTaxonomy({ classes }, log).classes[14]).toEqual(classes[14]);
});

it('gives no two classes one name, and takes back what is free again', () => {
  expect(() => checkLook(CITYSCAPES, [], name(14, 'truck', 'car'))).toThrow('Another class is called "car"');
  const log = logged(name(13, 'car', 'automobile'));
  expect(() => checkLook(CITYSCAPES, log, name(14, 'truck', 'car'))).not.toThrow();
  expect(() => checkLook(CITYSCAPES, log, name(14, 'truck', 'automobile'))).toThrow('"automobile"');
  expect(() => checkLook(CITYSCAPES, [], name(14, 'truck', ' '))).toThrow('needs a name');
  expect(() => checkLook(CITYSCAPES, [], name(19, '', 'x'))).toThrow('There is no class 19');
});
