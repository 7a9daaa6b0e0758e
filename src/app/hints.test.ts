import { expect, it } from 'vitest';
import { hints } from '../words/app';
import { hintsOf } from './hints';

const nothing = { datasets: false, runs: false };

it('helps where one is, until it was read', () => {
  expect(hintsOf('setup', [], nothing)).toEqual(['demo', 'drop']);
  expect(hintsOf('run', [], nothing)).toEqual(['run']);
  expect(hintsOf('runs', [], nothing)).toEqual([]);
  expect(hintsOf('setup', ['demo'], nothing)).toEqual(['drop']);
  expect(hintsOf('setup', Object.keys(hints), nothing)).toEqual([]);
});

it('does not tell what a person has shown to know', () => {
  expect(hintsOf('setup', [], { datasets: true, runs: false })).toEqual(['demo']);
  expect(hintsOf('setup', [], { datasets: false, runs: true })).toEqual(['drop']);
});
