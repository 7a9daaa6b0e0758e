import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { DEMO_BASELINE } from '../experiment/demo';
import { createNodeHost } from '../host-node';
import { DEMO_CITY } from './city/dataset';
import { connectData, serveData } from './port';
import { DataService, validationReading } from './service';
import { temporaryFolder, writeCityscapes } from './testing/datasets';

const CITY = {
  ...DEMO_CITY,
  seed: 3,
  source: { count: 3, width: 96, height: 64 },
  target: { count: 2, width: 96, height: 48 },
  validation: { count: 2 },
};

type Size = [number, number];

const SMALL = { resize: [24, 16] as Size, crop: [8, 8] as Size, categoryMaxRatio: 1, flip: 0.5 };

async function newService() {
  const storage = await temporaryFolder();
  return { storage, service: new DataService(createNodeHost(undefined, storage.location)) };
}

describe('the built-in city', () => {
  it('is drawn once, and read like any data set: SYNTHIA without terrain, truck and train, Cityscapes with splits', async () => {
    const { storage, service } = await newService();
    const steps: string[] = [];
    const [source, target] = await Promise.all([
      service.demo('source', CITY, ({ what, done }) => steps.push(`${what} ${done}`)),
      service.demo('target', CITY),
    ]);
    expect(steps.at(-1)).toBe('Drawing the city 7');
    const game = (await service.scan(source)).report;
    expect(game).toMatchObject({ layout: 'synthia', pairs: 3, problems: [] });
    for (const id of [9, 14, 16]) expect(game.classPixels).not.toHaveProperty(`${id}`);
    expect(Object.keys(game.classPixels).length).toBeGreaterThan(5);
    const camera = (await service.scan(target)).report;
    expect(camera).toMatchObject({
      layout: 'cityscapes',
      problems: [],
      splits: { train: { pairs: 2 }, val: { pairs: 2 } },
    });

    const again: string[] = [];
    await service.demo('target', CITY, ({ what }) => again.push(what));
    expect(again).toEqual([]);
    for await (const { name } of (await storage.directory('city'))?.entries() ?? [])
      await storage.remove(`city/${name}/complete.json`);
    await service.demo('target', CITY, ({ what }) => again.push(what));
    expect(again.length).toBe(7);
  });

  it('can be given up, and is complete when asked for again', async () => {
    const { service } = await newService();
    const controller = new AbortController();
    const stop = () => controller.abort(new Error('enough'));
    await expect(service.demo('source', CITY, stop, controller.signal)).rejects.toThrow('enough');
    expect((await service.scan(await service.demo('source', CITY))).report.pairs).toBe(3);
  });
});

describe('the data of a run', () => {
  const config = {
    ...DEMO_BASELINE,
    data: {
      ...DEMO_BASELINE.data,
      source: SMALL,
      target: SMALL,
      rareClassSampling: null,
      evaluation: [32, 16] as Size,
    },
  };

  it('trains on the training split, evaluates on the validation split, and crosses a port unchanged', async () => {
    const { service } = await newService();
    const [source, target] = [await temporaryFolder(), await temporaryFolder()];
    await writeCityscapes(source, 'train', 2);
    await writeCityscapes(source, 'val', 4);
    await writeCityscapes(target, 'train', 3);
    await writeCityscapes(target, 'val', 2);
    const scans = { source: await service.scan(source), target: await service.scan(target), validation: null };
    const here = service.open({ ...scans, config });
    const { port1, port2 } = new MessageChannel();
    try {
      serveData(service.open({ ...scans, config }), port1 as unknown as MessagePort);
      const there = await connectData(port2 as unknown as MessagePort);
      for (const t of [0, 1, 5]) {
        const batch = await there.batches.batch(t);
        expect(batch).toEqual(await here.batches.batch(t));
        expect(await there.batches.targetCrops(t)).toEqual(batch.target);
        const { file } = batch.target[0]!;
        expect(await there.batches.targetPicture(file)).toEqual(await here.batches.targetPicture(file));
        for (const { file } of [...batch.source, ...batch.target]) expect(file).toContain('/train/');
      }
      expect(there.evaluation?.count).toBe(2);
      for (const index of [0, 1]) {
        const sample = await there.evaluation?.sample(index);
        expect(sample).toEqual(await here.evaluation?.sample(index));
        expect(sample).toMatchObject({ width: 32, height: 16, file: expect.stringContaining('/val/') });
      }
      await expect(there.evaluation?.sample(2)).rejects.toThrow(/2 pictures/);
    } finally {
      port1.close();
      port2.close();
    }
  });

  it('needs no target labels for training, and then has nothing to evaluate on', async () => {
    const { service } = await newService();
    const [source, target] = [await temporaryFolder(), await temporaryFolder()];
    await writeCityscapes(source, 'train', 2);
    await writeCityscapes(target, 'train', 2);
    const labelled = { source: await service.scan(source), target: await service.scan(target), validation: null };
    const withLabels = service.open({ ...labelled, config });
    expect(withLabels.evaluation).toBeNull();
    const batch = await withLabels.batches.batch(3);
    await target.remove('gtFine');
    const bare = service.open({ ...labelled, target: await service.scan(target), config });
    expect(await bare.batches.batch(3)).toEqual(batch);
    const { evaluation } = service.open({ ...labelled, validation: labelled.source, config });
    expect(evaluation?.count).toBe(2);
  });

  it('says which side is empty', async () => {
    const { service } = await newService();
    const [empty, target] = [await temporaryFolder(), await temporaryFolder()];
    await writeCityscapes(target, 'train', 1);
    const scans = { source: await service.scan(empty), target: await service.scan(target), validation: null };
    expect(() => service.open({ ...scans, config })).toThrow(/source has no usable picture/);
  });
});

it('reads a validation folder as the target, or as the configuration says', () => {
  const { target } = DEMO_BASELINE.data;
  expect(validationReading({ target: { ...target, ids: 'gta16' } })).toEqual({ classes16: true });
  expect(validationReading({ target: { ...target, ids: 'gta16' }, validation: {} })).toEqual({});
  expect(validationReading({ target, validation: { ids: { '3': 18 } } })).toEqual({ map: { '3': 18 } });
});
