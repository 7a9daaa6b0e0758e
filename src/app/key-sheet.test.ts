import { expect, it } from 'vitest';
import { STAGE_KEYS } from '../stage/keys';
import { historyKey } from '../taxonomy/keys';
import { asksForKeys } from './asks-for-keys';
import { KEY_SHEET } from './key-sheet';

const held = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: null };

it('lists every key of the stage, and none twice in one place', () => {
  const all = KEY_SHEET.flatMap(({ keys }) => keys);
  for (const key of STAGE_KEYS) expect(all).toContain(key);
  for (const { keys } of KEY_SHEET) expect(new Set(keys.map(({ label }) => label)).size).toBe(keys.length);
});

it('opens by a question mark alone', () => {
  expect(asksForKeys({ ...held, key: '?' })).toBe(true);
  expect(asksForKeys({ ...held, key: '?', ctrlKey: true })).toBe(false);
  expect(asksForKeys({ ...held, key: '/' })).toBe(false);
});

it('takes undo and redo as every system writes them', () => {
  expect(historyKey({ ...held, key: 'z', ctrlKey: true })).toBe('undo');
  expect(historyKey({ ...held, key: 'Z', metaKey: true, shiftKey: true })).toBe('redo');
  expect(historyKey({ ...held, key: 'y', ctrlKey: true })).toBe('redo');
  expect(historyKey({ ...held, key: 'z' })).toBeNull();
  expect(historyKey({ ...held, key: 'z', ctrlKey: true, altKey: true })).toBeNull();
});
