import { describe, expect, it } from 'vitest';
import { parseConfig, phaseAt, scaleSchedule } from './config';
import { PRESETS, preset } from './presets';
import { runName } from './run-name';

describe('presets', () => {
  it('all pass the schema', () => {
    for (const [id, config] of Object.entries(PRESETS))
      expect(parseConfig(JSON.parse(JSON.stringify(config)), id)).toEqual(config);
  });

  it("carry the reference's run names", () => {
    const daformer = 'dacs_a999_fdthings_rcs001_cpl_daformer_sepaspp_mitb5_poly10warm';
    expect(preset('90.1').name).toBe(`syn2cs_${daformer}_rl_-1_to_-1`);
    expect(preset('90.2').name).toBe(`syn2cs_${daformer}_rl_11999_to_40000`);
    expect(preset('92.1').name).toBe(preset('90.2').name);
    expect(preset('93.2').name).toBe(`gta162cs_${daformer}_rl_11999_to_40000`);
    expect(preset('94.1').name).toBe(`syn2acdc_${daformer}_rl_-1_to_-1`);
  });

  it('name high-resolution runs', () => {
    const name = runName({
      source: 'synthiaHR',
      target: 'cityscapesHR',
      crop: [1024, 1024],
      method: 'dacs_a999_fdthings',
      rareClassSampling: { temperature: 0.01, minCropRatio: 2 },
      cropPseudoLabels: 'cpl2',
      architecture: 'hrda1-512-0.1_daformer_sepaspp_sl',
      backbone: 'mitb5',
      relabel: null,
    });
    expect(name).toBe(
      'synHR2csHR_1024x1024_dacs_a999_fdthings_rcs001-20_cpl2_hrda1-512-01_daformer_sepaspp_sl_mitb5_poly10warm_rl_-1_to_-1',
    );
  });

  it('name the height of a crop before its width, while configurations have the width first', () => {
    const parts = { source: 'a', target: 'b', method: 'dacs', architecture: 'd', backbone: 'e' };
    const name = runName({
      ...parts,
      crop: [1024, 768],
      rareClassSampling: null,
      cropPseudoLabels: null,
      relabel: null,
    });
    expect(name).toContain('_768x1024_');
  });

  it('refuse an unknown id with the known ones', () => {
    expect(() => preset('90.9')).toThrow(/"90.9".*90\.1/);
  });
});

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
});

describe('parseConfig', () => {
  it('names the field', () => {
    expect(() => parseConfig({ ...preset('90.1'), seed: -1 }, 'my.json')).toThrow(/^my\.json: seed: /);
    expect(() => parseConfig(null, 'my.json')).toThrow(/the configuration/);
  });

  it('refuses what the types allow but cannot run', () => {
    const config = structuredClone(preset('90.2'));
    config.relabeling.map.push({ target: 99, source: 0, detectionThreshold: 0, classificationThreshold: null });
    expect(() => parseConfig(config, 'x')).toThrow('class 99');
    const empty = structuredClone(preset('90.2'));
    empty.relabeling.collect = [10, 10];
    expect(() => parseConfig(empty, 'x')).toThrow('holds no iteration');
  });
});
