import { expect, it } from 'vitest';
import type { DatasetCard } from '../../workers/protocol';
import { emptySplitWords, refusalOf, sizeWords, skippedWords, splitWords } from './dataset-facts';

const card: DatasetCard = {
  id: 'dataset-1',
  name: 'cityscapes',
  state: 'complete',
  checked: { done: 4, total: 4 },
  layout: 'cityscapes',
  pairs: 4,
  classPixels: {},
  splits: { train: { pairs: 4, classPixels: {} }, val: { pairs: 0, classPixels: {} } },
  problems: [],
  problemCount: 0,
  labels: [],
  labelled: 0,
  bytes: 0,
  sizes: [],
  sizeCount: 0,
  classes: [],
  values: [],
  skipped: [],
  inside: [],
};

it('explains an empty split by links, once everything was looked at', () => {
  expect(emptySplitWords(card)).toMatch(/The split val looks empty.*symbolic links/);
  expect(emptySplitWords({ ...card, state: 'checking' })).toBeNull();
  expect(emptySplitWords({ ...card, splits: { train: { pairs: 4, classPixels: {} } } })).toBeNull();
});

it('names the most frequent size and counts the others', () => {
  const sizes = [1, 2, 3].map((n) => ({ width: 16 * n, height: 8 * n, pictures: 4 - n }));
  expect(sizeWords({ sizes: sizes.slice(0, 1), sizeCount: 1 })).toBe('16 × 8');
  expect(sizeWords({ sizes: sizes.slice(0, 2), sizeCount: 2 })).toBe('16 × 8, 32 × 16');
  expect(sizeWords({ sizes, sizeCount: 3 })).toBe('16 × 8, and 2 other sizes');
  expect(sizeWords({ sizes: [], sizeCount: 0 })).toBe('');
});

it('names splits in the order of their use', () => {
  const split = (pairs: number) => ({ pairs, classPixels: {} });
  const found = { pairs: 1010, splits: { test: split(2), val: split(3), extra: split(5), train: split(1000) } };
  expect(splitWords(found)).toBe('train 1,000 · val 3 · test 2 · extra 5');
  expect(splitWords({ splits: { all: split(7) } })).toBe('');
});

it('counts what was skipped over all reasons', () => {
  const skip = (count: number) => ({ reason: 'films', count, example: 'a.mov' });
  expect(skippedWords({ skipped: [] })).toBe('');
  expect(skippedWords({ skipped: [skip(1)] })).toBe('1 other file skipped');
  expect(skippedWords({ skipped: [skip(1200), skip(34)] })).toBe('1,234 other files skipped');
});

it('refuses a source without labels, but not such a target', () => {
  expect(refusalOf('source', 'photos', { ...card, layout: 'images' })).toMatch(
    /pictures without labels.*images\/ and labels\//,
  );
  expect(refusalOf('validation', 'photos', { ...card, layout: 'cityscapes' })).toContain('the validation needs labels');
  expect(refusalOf('target', 'photos', { ...card, layout: 'images' })).toBeNull();
  expect(refusalOf('target', 'photos', { ...card, pairs: 0 })).toMatch(/no usable picture.*symbolic links/);
});
