import { expect, it } from 'vitest';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { classShares } from './histogram';

it('lists every class, absent ones too', () => {
  const shares = classShares({ '0': 30, '13': 10 }, CITYSCAPES);
  expect(shares.length).toBe(19);
  expect(shares[0]).toEqual({ id: 0, name: 'road', share: 0.75 });
  expect(shares[13]!.share).toBe(0.25);
  expect(shares[14]!.share).toBe(0);
});

it('has no share where nothing is labelled', () => {
  expect(classShares({}, CITYSCAPES).every((c) => c.share === 0)).toBe(true);
});
