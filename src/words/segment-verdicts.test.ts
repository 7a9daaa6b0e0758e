import { expect, it } from 'vitest';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { patchWith } from '../segments/testing/patch';
import { explained } from './segment-verdicts';

const patch = patchWith({
  box: { x0: 1, y0: 1, x1: 3, y1: 3 },
  classScore: 0.8,
  probabilities: [],
  relabeledPixels: 4,
});

it('says why a patch was accepted or rejected', () => {
  expect(explained(patch, CITYSCAPES)).toBe('Accepted: 4 pixels of car became truck.');
  const rejected = { ...patch, accepted: false, relabeledPixels: 0 };
  expect(explained({ ...rejected, reason: 'other class', predicted: 15 }, CITYSCAPES)).toBe(
    'Rejected: CLIP takes it for bus (0.80), not for truck.',
  );
  expect(explained({ ...rejected, reason: 'too small' }, CITYSCAPES)).toContain('2 × 2 pixels');
  expect(explained({ ...rejected, reason: 'no source pixel', from: null }, CITYSCAPES)).toContain('not known yet');
});
