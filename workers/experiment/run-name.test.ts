import { describe, expect, it } from 'vitest';
import { preset } from './presets';
import { runName } from './run-name';
import type { ExperimentConfig } from './schema';

const NAMES = { source: 'cityscapes', target: 'darkzurich', method: 'dacs' };

/** The name of 90.5 with a change. */
function named(change: (config: ExperimentConfig) => void): string {
  const config = structuredClone(preset('90.5'));
  change(config);
  return runName(NAMES, config);
}

describe('runName', () => {
  it('has the height of a crop before its width, while configurations have the width first', () => {
    expect(
      named(({ data }) => {
        data.source.crop = [1024, 768];
      }),
    ).toMatch(/^cs2dzur_768x1024_dacs_rcs/);
  });

  it('writes numbers as Python does', () => {
    expect(
      named(({ data, schedule }) => {
        data.rareClassSampling = { temperature: 1, minPixels: 0, minCropRatio: 0.25 };
        schedule.learningRate = 1e-5;
      }),
    ).toMatch(/_rcs10-025_.*_1e-05$/);
    expect(
      named(({ schedule }) => {
        schedule.learningRate = 0.0004;
        schedule.headLrFactor = 1;
      }),
    ).toMatch(/_rl_-1_to_-1_00004_pmF$/);
  });

  it('tells what differs of masked consistency', () => {
    const masked = (part: Partial<NonNullable<ExperimentConfig['method']['mask']>>) =>
      named(({ method }) => {
        method.mask = { ...method.mask!, ...part };
      }).match(/_(m64.*?)_/)![1];
    expect(masked({})).toBe('m64-07-sep');
    expect(masked({ emaAlpha: 0.999, pseudoThreshold: 'none', mode: 'separatetrgaug' })).toBe('m64-07-a0999-pN-spta');
    expect(masked({ pseudoThreshold: 0.9, lambda: 0.5, mode: 'separatesrc' })).toBe('m64-07-p09-sps-w05');
    expect(masked({ mode: 'separateaug', lambda: 2 })).toBe('m64-07-spa-w2');
  });

  it('tells the ablations of two scales', () => {
    const scales = (part: Partial<NonNullable<ExperimentConfig['network']['hrda']>>) =>
      named(({ network }) => {
        network.hrda = { ...network.hrda!, ...part };
      }).match(/_(hrda.*?)_/)![1];
    expect(scales({})).toBe('hrda1-512-01');
    expect(scales({ crop: [256, 256], detailLoss: 0.2, attention: 'fixed' })).toBe('hrda1-256-02-fixedatt');
    expect(scales({ attention: 'single', overlap: false, blurDetail: true })).toBe(
      'hrda1-512-01-singleatt-nooverlap-blurhr',
    );
    expect(scales({ contextScale: 1 })).toBe('hrda1-512-01-samescale');
    expect(scales({ contextScale: 0.75 })).toBe('hrda1-512-01-sc075');
  });
});
