import { describe, expect, it } from 'vitest';
import { phaseAt, scaleSchedule } from './config';
import { preset } from './presets';
import { parseConfig } from './read-config';
import type { ExperimentConfig } from './schema';

describe('scaleSchedule', () => {
  it('keeps the shares of the run', () => {
    const short = scaleSchedule(preset('90.2'), 400);
    expect(short.schedule).toMatchObject({ iterations: 400, warmup: 15, evaluateEvery: 40, learningRate: 6e-5 });
    expect(short.relabeling.collect).toEqual([80, 120]);
    expect(short.relabeling.relabel).toEqual([120, 400]);
    expect(preset('90.2').schedule.iterations).toBe(40000);
  });

  it('stays valid for a single iteration and refuses none', () => {
    const one = scaleSchedule(preset('90.2'), 1);
    expect(parseConfig(one, 'one').schedule.warmup).toBe(0);
    expect(() => scaleSchedule(preset('90.2'), 0)).toThrow('at least 1');
  });
});

describe('phaseAt', () => {
  it('collects, then relabels to the end', () => {
    const phases = [0, 7998, 7999, 11998, 11999, 39999].map((t) => phaseAt(preset('90.2'), t));
    expect(phases).toEqual(['off', 'off', 'collect', 'collect', 'relabel', 'relabel']);
    expect(phaseAt(preset('90.1'), 20000)).toBe('off');
  });

  it('leaves out the last iteration where the row says so', () => {
    expect([39998, 39999].map((t) => phaseAt(preset('90.6'), t))).toEqual(['relabel', 'off']);
    expect([11998, 11999].map((t) => phaseAt(preset('91.2'), t))).toEqual(['off', 'relabel']);
  });
});

describe('parseConfig', () => {
  const refused = (id: string, change: (config: ExperimentConfig) => void) => () => {
    const config = structuredClone(preset(id));
    change(config);
    parseConfig(config, 'my.json');
  };

  it('names the field', () => {
    expect(() => parseConfig({ ...preset('90.1'), seed: -1 }, 'my.json')).toThrow(/^my\.json: seed: /);
    expect(() => parseConfig(null, 'my.json')).toThrow(/the configuration/);
  });

  it('refuses what the types allow but cannot run', () => {
    expect(
      refused('90.2', ({ relabeling }) => {
        relabeling.map.push({ target: 99, source: 0, detectionThreshold: 0, classificationThreshold: null });
      }),
    ).toThrow('class 99');
    expect(
      refused('90.2', ({ relabeling }) => {
        relabeling.collect = [10, 10];
      }),
    ).toThrow('holds no iteration');
    expect(
      refused('90.1', (config) => {
        config.seeds = [1, 2, 1];
      }),
    ).toThrow('seeds names a seed twice');
  });

  it('refuses pseudo-labels where there are none', () => {
    expect(
      refused('90.2', ({ method }) => {
        method.kind = 'target-only';
      }),
    ).toThrow('no pseudo-labels to relabel in target-only training');
    expect(
      refused('90.5', ({ method }) => {
        method.kind = 'source-only';
      }),
    ).toThrow('separate needs pseudo-labels');
  });

  it('takes configurations that know nothing of the newer options', () => {
    const { seeds: _, ...old } = preset('90.1');
    expect(parseConfig(old, 'old.json')).toEqual(old);
  });
});
