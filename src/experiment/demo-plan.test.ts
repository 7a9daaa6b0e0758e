import { expect, it } from 'vitest';
import { preset } from '../../workers/experiment/presets';
import { demoPlan } from './demo-plan';

it('plans two runs that differ in relabeling alone', () => {
  const [baseline, csi] = demoPlan({ iterations: 200, seed: 3 }, 'now').map((planned) => planned.options.config);
  expect(baseline!.relabeling.relabel).toBeNull();
  expect(csi!.relabeling.relabel).toEqual([60, 200]);
  expect({ ...csi, name: '', relabeling: baseline!.relabeling }).toEqual({ ...baseline, name: '' });
  expect(csi!.seed).toBe(3);
});

it('names the runs so that each is stored apart', () => {
  const names = [...demoPlan({ iterations: 4, seed: 0 }, 'a'), ...demoPlan({ iterations: 4, seed: 0 }, 'b')];
  expect(new Set(names.map((planned) => planned.run)).size).toBe(4);
});

it('evaluates a very short run once, at its end', () => {
  for (const planned of demoPlan({ iterations: 6, seed: 0 }, 'now'))
    expect(planned.options.config.schedule).toMatchObject({ iterations: 6, evaluateEvery: 6 });
  const whole = demoPlan({ iterations: null, seed: 0 }, 'now')[0]!.options.config;
  expect(whole).toMatchObject({ schedule: preset('demo-baseline').schedule });
});
