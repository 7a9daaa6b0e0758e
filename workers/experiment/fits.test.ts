import { describe, expect, it } from 'vitest';
import type { MemoryPlan } from '../protocol';
import { fits, largestThatFits, memoryKey } from './fits';
import { preset } from './presets';

const plan = (total: number, refusals: string[] = []): MemoryPlan => ({
  weights: 0,
  optimizer: 0,
  activations: total,
  buffers: 0,
  training: total,
  validation: 0,
  models: 0,
  modelsOnGpu: false,
  total,
  maxBindingBytes: 1,
  refusals,
});

describe('what fits', () => {
  it('is the largest plan within the memory that no limit forbids', () => {
    const plans = new Map([
      ['a', plan(3)],
      ['b', plan(8)],
      ['c', plan(8)],
      ['d', plan(9, ['too large a tensor'])],
      ['e', plan(20)],
    ]);
    expect(largestThatFits(plans, 10)).toBe('b');
    expect(largestThatFits(plans, 7)).toBe('a');
    expect(largestThatFits(plans, 2)).toBeNull();
    expect(fits(plan(9, ['too large']), 10)).toBe(false);
  });

  it('is asked once for presets that differ in nothing that takes memory', () => {
    const [demo, csi] = [preset('demo-baseline'), preset('demo-csi')];
    expect(memoryKey({ ...demo, name: 'other', seed: 9 })).toBe(memoryKey(demo));
    expect(memoryKey({ ...demo, schedule: { ...demo.schedule, batch: 3 } })).not.toBe(memoryKey(demo));
    expect(memoryKey(csi)).not.toBe(memoryKey(demo)); // relabeling reads labels back
    expect(memoryKey({ ...demo, memory: { recompute: true } })).not.toBe(memoryKey(demo));
  });
});
