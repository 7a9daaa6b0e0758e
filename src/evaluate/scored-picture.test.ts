import { expect, it } from 'vitest';
import { errorOf, scoredLayers, scoredStacks, viewOfPlace } from './scored-picture';

const place = { box: { x0: 100, y0: 40, x1: 140, y1: 60 }, pixels: 500 };

it('looks for the error that is asked for, for any error of a class, or for none', () => {
  expect(errorOf({ kind: 'error', truth: 14, predicted: 13 })).toEqual({ truth: 14, predicted: 13 });
  expect(errorOf({ kind: 'class', id: 14 })).toEqual({ truth: 14, predicted: null });
  expect(errorOf({ kind: 'mean' })).toBeNull();
});

it('shows a place in the middle with its surroundings, and not too near', () => {
  const view = viewOfPlace(place)!;
  expect(view.center).toEqual({ x: 120, y: 50 });
  expect(40 * view.scale).toBeLessThan(300);
  expect(viewOfPlace({ box: { x0: 7, y0: 7, x1: 8, y1: 8 }, pixels: 1 })!.scale).toBe(12);
  expect(viewOfPlace(null)).toBeNull();
});

it('offers only what there is to see', () => {
  const labels = new Uint8Array(8);
  const picture = { width: 4, height: 2, rgb: new Uint8Array(24), labels, place };
  const prediction = { width: 4, height: 2, data: new Uint8Array(8) };
  const keys = (layers: { name: string }[]) => layers.map(({ name }) => name);
  expect(keys(scoredLayers(picture, prediction).layers)).toEqual(['photo', 'truth', 'prediction']);
  expect(keys(scoredLayers(picture, null).layers)).toEqual(['photo', 'truth']);
  expect(scoredLayers(picture, null).boxes).toEqual([place.box]);
  for (const predicted of [true, false]) {
    const there = new Set(['photo', 'truth', ...(predicted ? ['prediction'] : [])]);
    for (const { base, over, changedSince } of scoredStacks(predicted))
      for (const name of [base, over, changedSince]) if (name) expect(there).toContain(name);
  }
});
