import { expect, it } from 'vitest';
import { actionOf, STAGE_KEYS } from './keys';

const pressed = (key: string, held: Partial<KeyboardEvent> = {}) =>
  actionOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

it('gives every key one meaning, and every meaning a description', () => {
  const keys = STAGE_KEYS.flatMap((entry) => entry.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(STAGE_KEYS.map((entry) => entry.action)).size).toBe(STAGE_KEYS.length);
  for (const { keys, does, label } of STAGE_KEYS) {
    expect(does.length * label.length).toBeGreaterThan(0);
    for (const key of keys) expect(key).toBe(key.toLowerCase());
  }
});

it('takes small and large letters, and leaves the browser its own', () => {
  expect(pressed('s')).toBe('solo');
  expect(pressed('S')).toBe('solo');
  expect(pressed('ArrowLeft')).toBe('left');
  expect(pressed('=')).toBe('zoom-in');
  expect(pressed('+', { ctrlKey: true })).toBeNull();
  expect(pressed('x')).toBeNull();
});
