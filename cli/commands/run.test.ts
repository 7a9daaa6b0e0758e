import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { withGpu } from '../../models/testing/gpu';
import { cityStem, photo, temporaryFolder, writeCityscapes, writeSynthia } from '../../workers/data/testing/datasets';
import { DEMO_BASELINE } from '../../workers/experiment/demo';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { SeedScores } from '../../workers/experiment/spread';
import { makeDirectory } from '../../workers/host-node';
import { Arguments } from '../command';
import { run } from './run';

withGpu();

interface Report {
  run: string;
  status: string;
  iteration: number;
  evaluation: SeedScores;
}
type SeveralReport = Report & {
  seeds: number[];
  perSeed: (Report & { seed: number })[];
  mean: SeedScores;
  std: SeedScores;
};

let location = '';
const path = (name: string) => join(location, name);

/** Two iterations of a tiny network on noise. */
function tinyConfig(change: (config: ExperimentConfig) => void = () => undefined): ExperimentConfig {
  const config = structuredClone(DEMO_BASELINE);
  config.network.encoder = { ...config.network.encoder, dims: [8, 16, 24, 32], depths: [1, 1, 1, 1] };
  config.network.head.channels = 8;
  config.data.source = { resize: [48, 32], crop: [32, 32], categoryMaxRatio: 1, flip: 0.5 };
  config.data.target = { resize: [64, 32], crop: [32, 32], categoryMaxRatio: 1, flip: 0.5 };
  config.data.evaluation = [64, 32];
  config.schedule = { ...config.schedule, iterations: 2, warmup: 1, evaluateEvery: 2, learningRate: 0.01 };
  change(config);
  return config;
}

beforeAll(async () => {
  const root = await temporaryFolder();
  location = root.location;
  await writeSynthia(root, 'synthia/', 3);
  const city = await makeDirectory(path('cityscapes'));
  await writeCityscapes(city, 'train', 2);
  await writeCityscapes(city, 'val', 2);
  const bare = await makeDirectory(path('bare'));
  await writeCityscapes(bare, 'val', 1);
  await bare.write(`leftImg8bit/${cityStem('train', 9)}_leftImg8bit.png`, await photo(16, 8));
});

function lab(values: Record<string, string | boolean>, config?: ExperimentConfig) {
  if (config) writeFileSync(path('config.json'), JSON.stringify(config));
  const given = { target: path('cityscapes'), init: 'random', ...(config && { config: path('config.json') }) };
  return run(new Arguments([], { ...given, ...values }));
}

describe('lab run with several seeds', () => {
  const several = async (values: Record<string, string | boolean>, config?: ExperimentConfig) =>
    (await lab({ source: path('synthia'), ...values }, config)).report as SeveralReport;

  it("runs the configuration's seeds one after the other, and goes on with the first that is not finished", async () => {
    const config = tinyConfig((c) => {
      c.seeds = [4, 7];
    });
    const out = path('several');
    const whole = await several({ out }, config);
    expect(whole.seeds).toEqual([4, 7]);
    expect(whole.perSeed.map(({ seed, status, iteration, run }) => ({ seed, status, iteration, run }))).toEqual(
      [4, 7].map((seed) => ({ seed, status: 'finished', iteration: 2, run: join(out, `seed-${seed}`) })),
    );
    const [a, b] = whole.perSeed.map(({ evaluation }) => evaluation.miou!) as [number, number];
    expect(whole.mean.miou).toBeCloseTo((a + b) / 2, 12);
    expect(whole.std.miou).toBeCloseTo(Math.abs(a - b) / Math.SQRT2, 12);
    const [roadA, roadB] = whole.perSeed.map(({ evaluation }) => evaluation.iouPerClass.road!) as [number, number];
    expect(whole.mean.iouPerClass.road).toBeCloseTo((roadA + roadB) / 2, 12);
    expect(whole.evaluation).toEqual(whole.perSeed[1]!.evaluation);
    const stored = JSON.parse(readFileSync(join(out, 'seed-7', 'config.json'), 'utf8')) as ExperimentConfig;
    expect([stored.seed, stored.seeds]).toEqual([7, undefined]);

    await expect(several({ out }, config)).rejects.toThrow('already holds a run');
    await expect(several({ out, resume: true, seeds: '1,2' })).rejects.toThrow('--seeds cannot be changed');
    const file = join(out, 'experiment.json');
    const experiment = JSON.parse(readFileSync(file, 'utf8'));
    delete experiment.finished['7'];
    writeFileSync(file, JSON.stringify(experiment));
    rmSync(join(out, 'seed-7'), { recursive: true });
    const kept = readFileSync(join(out, 'seed-4', 'metrics.ndjson'), 'utf8');
    const resumed = await several({ out, resume: true });
    expect(readFileSync(join(out, 'seed-4', 'metrics.ndjson'), 'utf8')).toBe(kept);
    expect(resumed.perSeed.map(({ evaluation }) => evaluation)).toEqual(
      whole.perSeed.map(({ evaluation }) => evaluation),
    );
    expect(resumed.mean).toEqual(whole.mean);
  });

  it('takes one seed of the command in place of them', async () => {
    const out = path('single');
    const config = tinyConfig((c) => {
      c.seeds = [4, 7];
    });
    const report = await several({ out, seed: '3' }, config);
    expect(report).toMatchObject({ run: out, status: 'finished' });
    expect(report.perSeed).toBeUndefined();
    expect(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')).seed).toBe(3);
    await expect(several({ seed: '3', seeds: '1,2' }, config)).rejects.toThrow('either --seed or --seeds');
    await expect(several({ seeds: '1;2' }, config)).rejects.toThrow('no list of whole numbers');
  });

  it('leaves nothing behind where no run could begin', async () => {
    const out = path('none');
    const attempt = several({ out, seeds: '1,2', init: path('config.json') }, tinyConfig());
    await expect(attempt).rejects.toThrow();
    expect(existsSync(join(out, 'experiment.json'))).toBe(false);
  });
});

describe('lab run without adaptation', () => {
  it("learns the target's own labels, which it is given nothing else for", async () => {
    const config = tinyConfig(({ method }) => {
      method.kind = 'target-only';
    });
    const out = path('target-only');
    const { report } = await lab({ out }, config);
    const { status, metrics } = report as Report & { metrics: Record<string, number> };
    expect(status).toBe('finished');
    expect(metrics['decode.loss_seg']).toBeGreaterThan(0);
    expect(Object.keys(metrics).some((name) => name.startsWith('mix.'))).toBe(false);
    await expect(lab({ source: path('synthia') }, config)).rejects.toThrow('leave --source out');
    const unlabelled = lab({ target: path('bare'), out: path('unlabelled') }, config);
    await expect(unlabelled).rejects.toThrow('have no labels, which target-only training learns from');
    expect(existsSync(path('unlabelled/config.json'))).toBe(false);
  });
});
