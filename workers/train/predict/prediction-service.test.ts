import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Segmentor } from '../../../models/segmentor';
import { withGpu } from '../../../models/testing/gpu';
import { writeSafetensors } from '../../../models/weights/safetensors';
import { encodePng } from '../../data/png/encode';
import { DEMO_BASELINE } from '../../experiment/demo';
import { createNodeHost } from '../../host-node';
import type { PredictionEvent } from '../../protocol';
import { MemoryFolder } from '../../testing/memory-folder';
import { segmentorConfig } from '../network';
import { PredictionService } from './prediction-service';

withGpu();

let weights: Uint8Array;
const service = new PredictionService(createNodeHost(undefined));

beforeAll(async () => {
  const config = structuredClone(DEMO_BASELINE);
  config.network.encoder = { ...config.network.encoder, dims: [8, 16, 24, 32], depths: [1, 1, 1, 1] };
  const network = new Segmentor(segmentorConfig(config), { seed: 1, trained: false });
  weights = writeSafetensors(await network.params.export(), { input_size: '[64,64]' });
  network.dispose();
});
afterAll(() => service.close());

async function folder(...names: string[]) {
  const data = Uint8Array.from({ length: 80 * 64 * 3 }, (_, i) => (i * 5) % 251);
  const png = await encodePng({ width: 80, height: 64, channels: 3, data });
  return new MemoryFolder('trip', '', new Map(names.map((name) => [name, png])));
}

const textOf = async (blob: Blob) => JSON.parse(await blob.text());

describe('PredictionService', () => {
  it('asks for a checkpoint first', async () => {
    await expect(service.predict(await folder('a.png'), () => {})).rejects.toThrow('No checkpoint is loaded');
    expect(service.busy).toBe(false);
  });

  it('predicts a folder, shows its pictures and hands out the files', async () => {
    const facts = await service.open(weights, 'w.safetensors');
    expect(facts).toMatchObject({ file: 'w.safetensors', inputSize: [64, 64] });
    expect(facts.note).toMatch(/Cityscapes/);
    const events: PredictionEvent[] = [];
    const trip = await folder('b.png', 'sub/a.png', 'old/x.png', 'c_gtFine_labelIds.png');
    trip.files.set('old/classes.json', new Uint8Array(1)); // predictions of another day
    trip.files.set('broken.jpg', new Uint8Array(9));
    const outcome = await service.predict(trip, (event) => events.push(event));
    expect(outcome).toEqual({ predicted: 2, pictures: 3, cancelled: false });
    expect(events.filter((e) => e.type === 'picture').map((e) => e.file)).toEqual(['b.png', 'sub/a.png']);
    expect(events.filter((e) => e.type === 'problem').map((e) => e.file)).toEqual(['broken.jpg']);
    const { picture, labels } = await service.look('sub/a.png');
    expect(picture).toMatchObject({ kind: 'rgb', width: 80, height: 64 });
    expect(labels).toMatchObject({ kind: 'labels', width: 80, height: 64 });
    expect(labels.data).toHaveLength(80 * 64);
    const files = new Map(service.files());
    expect([...files.keys()]).toEqual(['classes.json', 'b.png', 'sub__a.png']);
    expect((await textOf(files.get('classes.json')!)).classes[13]).toEqual({
      id: 13,
      name: 'car',
      category: 'vehicle',
      color: [0, 0, 142],
    });
    await expect(service.look('broken.jpg')).rejects.toThrow('has not been predicted');
  });

  it('keeps what was predicted when it is cancelled, and is free again', async () => {
    await service.open(weights, 'w.safetensors');
    const trip = await folder('a.png', 'b.png', 'c.png');
    let ended: Promise<void> | null = null;
    const outcome = await service.predict(trip, (event) => {
      if (event.type === 'picture') ended ??= service.end();
    });
    await ended;
    expect(outcome).toEqual({ predicted: 1, pictures: 3, cancelled: true });
    expect(service.busy).toBe(false);
    expect(service.files().map(([name]) => name)).toEqual(['classes.json', 'a.png']);
    expect(await service.predict(trip, () => {})).toMatchObject({ predicted: 3, cancelled: false });
  });

  it('does one thing at a time', async () => {
    await service.open(weights, 'w.safetensors');
    const first = service.predict(await folder('a.png'), () => {});
    await expect(service.predict(await folder('b.png'), () => {})).rejects.toThrow('Pictures are being predicted');
    await expect(service.open(weights, 'w')).rejects.toThrow('Pictures are being predicted');
    await first;
    expect(service.files().map(([name]) => name)).toEqual(['classes.json', 'a.png']);
  });

  it('says what is wrong with a file or a folder', async () => {
    await expect(service.open(new Uint8Array(3), 'x.pth')).rejects.toThrow('x.pth');
    await expect(service.predict(await folder('a.png'), () => {})).rejects.toThrow('No checkpoint is loaded');
    await service.open(weights, 'w.safetensors');
    await expect(service.predict(await folder('notes.txt'), () => {})).rejects.toThrow('no picture to predict');
    expect(() => service.files()).toThrow('Nothing has been predicted');
  });
});
