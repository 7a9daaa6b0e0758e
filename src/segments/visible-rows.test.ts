import { expect, it } from 'vitest';
import { visibleRows } from './visible-rows';

it('covers the window with a few rows to spare', () => {
  expect(visibleRows(1000, 300, 50, 500)).toEqual([16, 30]);
});

it('stays inside the list', () => {
  expect(visibleRows(0, 300, 50, 500)).toEqual([0, 10]);
  expect(visibleRows(24_900, 300, 50, 500)).toEqual([494, 500]);
  expect(visibleRows(0, 300, 50, 0)).toEqual([0, 0]);
  expect(visibleRows(9000, 300, 50, 3)).toEqual([3, 3]);
});
