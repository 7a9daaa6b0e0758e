import { describe, expect, it } from 'vitest';
import { PRESETS, preset } from './presets';
import { parseConfig } from './read-config';
import type { ExperimentConfig } from './schema';

/** The rows of the paper's tables as the reference's generator has them, word by word. */
type Row = {
  data: 'syn2cs' | 'synHR2csHR' | 'gta162cs' | 'gta16HR2csHR' | 'syn2acdc' | 'synHR2acdcHR';
  network: 'DAF' | 'HRDA' | 'dlv2red';
  method?: 'dacs';
  mic?: true;
  collect?: [number, number];
  relabel?: [number, number];
  clip?: false;
  name: string;
};

const FD = 'dacs_a999_fdthings';
const DAF = `${FD}_rcs001_cpl_daformer_sepaspp_mitb5_poly10warm`;
const HRDA_TAIL = 'hrda1-512-01_daformer_sepaspp_sl_mitb5_poly10warm';
const HRDA = `1024x1024_${FD}_rcs001-20_cpl2_${HRDA_TAIL}`;
const MIC = `1024x1024_${FD}_rcs001-20_cpl2_m64-07-sep_${HRDA_TAIL}`;
const OFF = 'rl_-1_to_-1';
const COLLECT: [number, number] = [7999, 11999];
const TO_END: [number, number] = [11999, 40000];
const BUT_LAST: [number, number] = [11999, 39999];

const ROWS: Record<string, Row> = {
  '90.1': { data: 'syn2cs', network: 'DAF', name: `syn2cs_${DAF}_${OFF}` },
  '90.2': {
    data: 'syn2cs',
    network: 'DAF',
    collect: COLLECT,
    relabel: TO_END,
    name: `syn2cs_${DAF}_rl_11999_to_40000`,
  },
  '90.3': { data: 'synHR2csHR', network: 'HRDA', name: `synHR2csHR_${HRDA}_${OFF}` },
  '90.4': {
    data: 'synHR2csHR',
    network: 'HRDA',
    collect: COLLECT,
    relabel: TO_END,
    name: `synHR2csHR_${HRDA}_rl_11999_to_40000`,
  },
  '90.5': { data: 'synHR2csHR', network: 'HRDA', mic: true, name: `synHR2csHR_${MIC}_${OFF}` },
  '90.6': {
    data: 'synHR2csHR',
    network: 'HRDA',
    mic: true,
    collect: COLLECT,
    relabel: BUT_LAST,
    name: `synHR2csHR_${MIC}_rl_11999_to_39999`,
  },
  '91.1': {
    data: 'syn2cs',
    network: 'dlv2red',
    method: 'dacs',
    name: `syn2cs_dacs_dlv2red_r101v1c_poly10warm_${OFF}`,
  },
  '91.2': {
    data: 'syn2cs',
    network: 'dlv2red',
    method: 'dacs',
    relabel: BUT_LAST,
    name: 'syn2cs_dacs_dlv2red_r101v1c_poly10warm_rl_11999_to_39999',
  },
  '91.3': {
    data: 'syn2cs',
    network: 'dlv2red',
    name: `syn2cs_${FD}_rcs001_cpl_dlv2red_r101v1c_poly10warm_${OFF}`,
  },
  '91.4': {
    data: 'syn2cs',
    network: 'dlv2red',
    relabel: BUT_LAST,
    name: `syn2cs_${FD}_rcs001_cpl_dlv2red_r101v1c_poly10warm_rl_11999_to_39999`,
  },
  '91.5': {
    data: 'synHR2csHR',
    network: 'HRDA',
    relabel: BUT_LAST,
    name: `synHR2csHR_${HRDA}_rl_11999_to_39999`,
  },
  '92.1': {
    data: 'syn2cs',
    network: 'DAF',
    collect: COLLECT,
    relabel: TO_END,
    clip: false,
    name: `syn2cs_${DAF}_rl_11999_to_40000`,
  },
  '93.1': { data: 'gta162cs', network: 'DAF', name: `gta162cs_${DAF}_${OFF}` },
  '93.2': {
    data: 'gta162cs',
    network: 'DAF',
    collect: COLLECT,
    relabel: TO_END,
    name: `gta162cs_${DAF}_rl_11999_to_40000`,
  },
  '93.3': { data: 'gta16HR2csHR', network: 'HRDA', mic: true, name: `gta16HR2csHR_${MIC}_${OFF}` },
  '93.4': {
    data: 'gta16HR2csHR',
    network: 'HRDA',
    mic: true,
    collect: COLLECT,
    relabel: BUT_LAST,
    name: `gta16HR2csHR_${MIC}_rl_11999_to_39999`,
  },
  '94.1': { data: 'syn2acdc', network: 'DAF', name: `syn2acdc_${DAF}_${OFF}` },
  '94.2': { data: 'synHR2acdcHR', network: 'HRDA', name: `synHR2acdcHR_${HRDA}_${OFF}` },
  '94.3': { data: 'synHR2acdcHR', network: 'HRDA', mic: true, name: `synHR2acdcHR_${MIC}_${OFF}` },
  '94.4': {
    data: 'synHR2acdcHR',
    network: 'HRDA',
    mic: true,
    collect: COLLECT,
    relabel: BUT_LAST,
    name: `synHR2acdcHR_${MIC}_rl_11999_to_39999`,
  },
};

/** Source resize, target resize (also at tests), ids. */
const DATA: Record<Row['data'], [[number, number], [number, number], string?]> = {
  syn2cs: [
    [1280, 760],
    [1024, 512],
  ],
  synHR2csHR: [
    [2560, 1520],
    [2048, 1024],
  ],
  gta162cs: [[1280, 720], [1024, 512], 'gta16'],
  gta16HR2csHR: [[2560, 1440], [2048, 1024], 'gta16'],
  syn2acdc: [
    [1280, 760],
    [960, 540],
  ],
  synHR2acdcHR: [
    [2560, 1520],
    [1920, 1080],
  ],
};

const THINGS = [6, 7, 11, 12, 13, 14, 15, 16, 17, 18];

/** Everything of a row, written down from the tables alone. */
function expected({ data, network, method, mic, collect, relabel, clip, name }: Row): Omit<ExperimentConfig, 'memory'> {
  const [source, target, ids] = DATA[data];
  const crop: [number, number] = network === 'HRDA' ? [1024, 1024] : [512, 512];
  const daformer = { kind: 'daformer', channels: 256, dropout: 0.1 } as const;
  const mitB5 = { variant: 'mit_b5', dropPathRate: 0.1 } as const;
  const networks = {
    DAF: { encoder: mitB5, head: daformer },
    HRDA: {
      encoder: mitB5,
      head: daformer,
      hrda: {
        crop: [512, 512] as [number, number],
        contextScale: 0.5,
        divisor: 8,
        attention: 'class-wise' as const,
        attentionChannels: 256,
        detailLoss: 0.1,
        contextLoss: 0,
        overlap: true,
        blurDetail: false,
      },
    },
    dlv2red: {
      encoder: { variant: 'r101v1c' as const, dropPathRate: 0 },
      head: { kind: 'dlv2red' as const, channels: 256, dropout: 0 },
    },
  };
  const plain = method === 'dacs';
  const terrainClip = clip === false ? null : 0.1;
  const vehicleClip = clip === false ? null : 0.5;
  return {
    version: 1,
    name,
    seed: 0,
    seeds: [0, 1, 2],
    taxonomy: preset('demo-csi').taxonomy,
    network: networks[network],
    data: {
      source: { resize: source, crop, categoryMaxRatio: 0.75, flip: 0.5, ...(ids && { ids: 'gta16' as const }) },
      target: { resize: target, crop, categoryMaxRatio: 1, flip: 0.5 },
      rareClassSampling: plain
        ? null
        : { temperature: 0.01, minPixels: 3000, minCropRatio: network === 'HRDA' ? 2 : 0.5 },
      ...(network === 'HRDA'
        ? { ignoreTop: 0, ignoreBottom: 0, margins: { top: 30, bottom: 240, left: 30, right: 30, followFlip: false } }
        : { ignoreTop: plain ? 0 : 15, ignoreBottom: plain ? 0 : 120 }),
      evaluation: target,
      ...(network === 'HRDA' && { evaluationWindows: { crop, stride: [512, 512] as [number, number] } }),
    },
    method: {
      kind: 'dacs',
      emaAlpha: plain ? 0.99 : 0.999,
      pseudoThreshold: 0.968,
      featureDistance: { lambda: plain ? 0 : 0.005, classes: plain ? null : THINGS, minRatio: 0.75 },
      jitterStrength: 0.2,
      jitterProbability: 0.2,
      blur: true,
      lossAverage: network === 'dlv2red' ? 'all' : 'valid',
      ...(mic && {
        mask: {
          mode: 'separate',
          block: 64,
          ratio: 0.7,
          lambda: 1,
          emaAlpha: 'same',
          pseudoThreshold: 'same',
        } as const,
      }),
    },
    relabeling: {
      collect: collect ?? null,
      relabel: relabel ?? null,
      map: [
        { target: 9, source: 8, detectionThreshold: 0.01, classificationThreshold: terrainClip },
        { target: 14, source: 13, detectionThreshold: 0.1, classificationThreshold: vehicleClip },
        { target: 16, source: null, detectionThreshold: 0.1, classificationThreshold: vehicleClip },
      ],
      nmsIou: 0.3,
      minSide: 10,
    },
    schedule: {
      iterations: 40000,
      warmup: 1500,
      batch: 2,
      learningRate: 6e-5,
      headLrFactor: 10,
      weightDecay: 0.01,
      evaluateEvery: 4000,
    },
  };
}

describe('presets', () => {
  it.each(Object.entries(ROWS))('%s is the row of its table, with its name', (id, row) => {
    const { memory, ...config } = preset(id);
    expect(config).toEqual(expected(row));
    expect(memory.recompute).toBe(true);
  });

  it('hold every row of the five tables once', () => {
    const numbered = Object.keys(PRESETS).filter((id) => /^\d+\.\d+$/.test(id));
    expect(numbered).toEqual(Object.keys(ROWS));
  });

  it('all pass the schema and come out of JSON as they went in', () => {
    for (const [id, config] of Object.entries(PRESETS))
      expect(parseConfig(JSON.parse(JSON.stringify(config)), id)).toEqual(config);
  });

  it('collect votes in the variants of experiment 91, and differ in nothing else', () => {
    for (const id of ['91.2', '91.4', '91.5']) {
      const { name, relabeling, ...rest } = preset(`${id}-collect`);
      const { name: written, relabeling: without, ...same } = preset(id);
      expect(rest).toEqual(same);
      expect(name).toBe(`${written}_collect_7999_to_11999`);
      expect(relabeling).toEqual({ ...without, collect: [7999, 11999] });
    }
  });

  it('climb from the source alone to the target itself', () => {
    const { method: source } = preset('source-only');
    expect(source.kind).toBe('source-only');
    const steps = ['dacs', 'dacs-fd', 'dacs-fdthings', '90.1'].map((id) => {
      const { emaAlpha, featureDistance, kind } = preset(id).method;
      return [kind, emaAlpha, featureDistance.lambda, featureDistance.classes];
    });
    expect(steps).toEqual([
      ['dacs', 0.99, 0, null],
      ['dacs', 0.99, 0.005, null],
      ['dacs', 0.99, 0.005, THINGS],
      ['dacs', 0.999, 0.005, THINGS],
    ]);
    const { method, data, name } = preset('target-only');
    expect(method.kind).toBe('target-only');
    expect(data.source).toEqual(data.target);
    expect(data.target).toMatchObject({ resize: [1024, 512], categoryMaxRatio: 0.75 });
    expect(name).toBe('cs2cs_target-only_daformer_sepaspp_mitb5_poly10warm_rl_-1_to_-1');
    expect(preset('dacs-fd').name).toBe('syn2cs_dacs_fd_rcs001_cpl_daformer_sepaspp_mitb5_poly10warm_rl_-1_to_-1');
  });

  it('halve every size for small machines and keep the shares of the run', () => {
    const { network, data, method, relabeling, schedule, seeds } = preset('small-mic-csi');
    expect(network.encoder.variant).toBe('mit_b0');
    expect(network.hrda).toMatchObject({ crop: [256, 256], attentionChannels: 64 });
    expect(data.source).toMatchObject({ resize: [1280, 760], crop: [512, 512] });
    expect(data.margins).toEqual({ top: 15, bottom: 120, left: 15, right: 15, followFlip: false });
    expect(data.evaluationWindows).toEqual({ crop: [512, 512], stride: [256, 256] });
    expect(data.rareClassSampling!.minCropRatio).toBe(0.5);
    expect(method.mask!.block).toBe(32);
    expect(relabeling).toMatchObject({ collect: [2000, 3000], relabel: [3000, 10000] });
    expect(schedule).toMatchObject({ iterations: 10000, warmup: 375, evaluateEvery: 1000 });
    expect(seeds).toBeUndefined();
    expect(preset('small-b1').data).toMatchObject({ ignoreTop: 8, ignoreBottom: 60, evaluation: [512, 256] });
  });

  it('have names of their own where they are ours', () => {
    const ours = Object.entries(PRESETS).filter(([id]) => !ROWS[id]);
    const names = ours.map(([, { name }]) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const [id, { name }] of ours) if (/^(small|demo)/.test(id)) expect(name).toMatch(/^(small|demo)-/);
  });

  it('refuse an unknown id with the known ones', () => {
    expect(() => preset('90.9')).toThrow(/"90.9".*90\.1/);
    expect(() => preset('toString')).toThrow(/no preset/);
  });
});
