import { describe, expect, it } from 'vitest';
import {
  counted,
  formatBytes,
  formatDifference,
  formatPoints,
  formatShare,
  formatStepTime,
  formatTimeLeft,
} from './format';

describe('time left', () => {
  it.each([
    [null, '…'],
    [Number.NaN, '…'],
    [-3, '0 s'],
    [8.4, '8 s'],
    [59.6, '1 min'],
    [130, '2 min 10 s'],
    [178, '3 min'],
    [599, '10 min'],
    [1790, '30 min'],
    [3599, '1 h 00 min'],
    [3900, '1 h 05 min'],
    [7170, '2 h 00 min'],
    [7200, '2 h 00 min'],
    [36_000, '10 h 00 min'],
  ])('%s seconds', (seconds, words) => {
    expect(formatTimeLeft(seconds)).toBe(words);
  });
});

it('step times keep two digits', () => {
  expect([0.0451, 0.25, 1.84, 12.4].map(formatStepTime)).toEqual(['45 ms', '0.25 s', '1.8 s', '12 s']);
});

it('IoU is in points and absent is said', () => {
  expect([0.42134, 0, null, undefined].map(formatPoints)).toEqual(['42.1', '0.0', 'absent', 'absent']);
});

it('differences carry their sign', () => {
  expect(formatDifference(0.1, 0.352)).toBe('+25.2');
  expect(formatDifference(0.352, 0.1)).toBe('−25.2');
  expect(formatDifference(0.5, 0.50004)).toBe('±0.0');
  expect(formatDifference(null, 0.5)).toBe('');
});

it('sizes, shares and counts', () => {
  expect([0, 310, 912_400_000, 4e9].map(formatBytes)).toEqual(['0 kB', '1 kB', '912 MB', '4.0 GB']);
  expect([0, 0.004, 0.126, 1].map(formatShare)).toEqual(['0 %', '<1 %', '13 %', '100 %']);
  expect(counted(1, 'picture')).toBe('1 picture');
  expect(counted(1200, 'picture')).toBe('1,200 pictures');
});
