import { describe, expect, it } from 'vitest';
import { withGpu } from '../../models/testing/gpu';
import { segmentorOf } from './infer-network';
import { scalesConfig } from './network';
import { predictSample } from './predict-sample';
import { createTrainer, HRDA, MASK, noise, SIZE, tinyConfig, train } from './testing/tiny-run';

withGpu();

describe('training at two scales', () => {
  it('with masked pictures and a teacher of their own goes on exactly as if it had not stopped', async () => {
    const config = tinyConfig(({ network, method, memory }) => {
      network.hrda = HRDA;
      method.mask = { ...MASK, mode: 'separatetrgaug', lambda: 0.5, emaAlpha: 0.5, pseudoThreshold: 'none' };
      memory.windowsAtOnce = 4;
    });
    const whole = await createTrainer(config);
    const [first] = await train(whole, 0, 1);
    for (const pass of ['', 'mix.', 'masked.'])
      for (const part of ['decode.loss_seg', 'decode.acc_seg', 'decode.hr.loss_seg', 'decode.hr.acc_seg'])
        expect(first![pass + part], pass + part).toBeGreaterThanOrEqual(0);
    const { detail, attention, mixed, masked, featureMask, confidence, student } = await whole.frames();
    expect(detail!.width * mixed!.width ** -1).toBeCloseTo(detail!.area!.x1 - detail!.area!.x0);
    const corner = 3 * (Math.round(detail!.area!.y0 * SIZE) * SIZE + Math.round(detail!.area!.x0 * SIZE));
    expect([...detail!.data.subarray(0, 9)]).toEqual([...mixed!.data.subarray(corner, corner + 9)]);
    expect(Math.max(...attention!.data)).toBeGreaterThan(0);
    expect(masked!.data).not.toEqual(mixed!.data);
    expect(confidence!.width).toBe(SIZE / 4);
    expect(student).toMatchObject({ kind: 'labels', width: SIZE, height: SIZE });
    expect(Math.max(...student!.data)).toBeLessThan(config.taxonomy.classes.length);
    expect([featureMask!.width, featureMask!.height]).toEqual([SIZE / 64, SIZE / 64]); // of the halved picture
    expect(Object.keys(await whole.frames(new Set(['weight', 'scores'])))).toEqual(['weight', 'scores']);
    const state = await whole.exportState();
    const expected = await train(whole, 1, 3);
    const resumed = await createTrainer(config);
    resumed.importState(state);
    expect(await train(resumed, 1, 3)).toEqual(expected);
    const [a, b] = [await whole.exportState(), await resumed.exportState()];
    expect([...a.keys()].some((name) => name.startsWith('mic.teacher.ema_model.'))).toBe(true);
    for (const [name, { values }] of a) expect(b.get(name)!.values, name).toEqual(values);

    const sample = { ...noise(9, null), labelWidth: SIZE, labelHeight: SIZE };
    const network = segmentorOf(a, 'state', scalesConfig(config));
    const once = await predictSample(network, sample);
    expect(once).toEqual(await predictSample(network, sample, { crop: [SIZE, SIZE], stride: [32, 32] }));
    network.dispose();
    whole.dispose();
    resumed.dispose();
  });

  it('runs around DeepLabV2 on a ResNet, and learns the same with recomputation', async () => {
    const losses: Record<string, number>[][] = [];
    const statistics: Float32Array[] = [];
    for (const recompute of [false, true]) {
      const config = tinyConfig(({ network, method, memory }) => {
        network.encoder = { variant: 'resnet', base: 4, depths: [1, 1, 1, 1], dropPathRate: 0 };
        network.head = { kind: 'dlv2red', channels: 1, dropout: 0 };
        network.hrda = { ...HRDA, attention: 'single', contextLoss: 0.2 };
        method.mask = MASK;
        method.lossAverage = 'all';
        memory.recompute = recompute;
      });
      const trainer = await createTrainer(config);
      losses.push(await train(trainer, 0, 2));
      statistics.push((await trainer.exportState()).get('model.backbone.layer4.0.bn3.running_var')!.values);
      trainer.dispose();
    }
    for (const [t, each] of losses[0]!.entries())
      for (const [name, loss] of Object.entries(each)) expect(losses[1]![t]![name]!, name).toBeCloseTo(loss, 3);
    expect(losses[0]![0]!['decode.lr.loss_seg']).toBeGreaterThan(0);
    for (const [i, value] of statistics[0]!.entries()) expect(statistics[1]![i]).toBeCloseTo(value, 4);
  });
});
