import { describe, expect, it } from 'vitest';
import { withGpu } from '../../models/testing/gpu';
import { preset } from '../../workers/experiment/presets';
import { ITERATIONS, iterationCases } from './iteration';

withGpu();

describe('iterationCases', () => {
  it('measures an iteration with and without recomputation', async () => {
    const config = structuredClone(preset('demo-baseline'));
    config.network.encoder = { ...config.network.encoder, dims: [8, 16, 24, 32], depths: [1, 1, 1, 1] };
    config.data.source.crop = [64, 64];
    config.data.target.crop = [64, 64];
    config.schedule.batch = 1;
    const cases = await iterationCases('tiny', config);
    const value = (name: string) => cases.find((c) => c.name === name)!.ours;
    expect(cases.map(({ name }) => name)).toEqual(
      ['tiny', 'tiny, recomputing'].flatMap((name) => [`${name}: time`, `${name}: launches`, `${name}: peak memory`]),
    );
    expect(value('tiny: time')).toBeGreaterThan(0);
    expect(value('tiny, recomputing: launches')).toBeGreaterThan(value('tiny: launches'));
    expect(value('tiny, recomputing: peak memory')).toBeLessThan(value('tiny: peak memory'));
  });

  it('has the networks and the demos that the README speaks of', () => {
    const sizes = ITERATIONS.map(({ config }) => {
      const { network, data, method } = config();
      return [network.encoder.variant, data.source.crop[0], network.hrda !== undefined, method.mask !== undefined];
    });
    expect(sizes).toEqual([
      ['mit_b0', 256, false, false],
      ['mit_b1', 256, false, false],
      ['custom', sizes[2]![1], true, false],
      ['custom', sizes[3]![1], true, true],
    ]);
  });
});
