import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { pollPatiently } from './patient-polling';

const before = globalThis.setImmediate;

test('only the polls of a native binding are delayed', async () => {
  pollPatiently();
  try {
    const order: string[] = [];
    const native = new Promise<void>((resolve) => {
      // A resolving function has no name and no JavaScript source, as the callbacks of a binding.
      setImmediate(resolve);
    }).then(() => order.push('native'));
    const own = new Promise<void>((resolve) => setImmediate((word: string) => resolve(void order.push(word)), 'own'));
    await Promise.all([native, own]);
    expect(order).toEqual(['own', 'native']);
    expect(await promisify(setImmediate)('value')).toBe('value');
  } finally {
    globalThis.setImmediate = before;
  }
});
