import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { RandomStream } from '../../engine/random';
import type { HeadConfig } from '../../heads';
import { MIT_VARIANTS } from '../../mit';
import { EVALUATION } from '../../mode';
import { Segmentor, type SegmentorConfig } from '../../segmentor';
import { expectClose } from '../../testing/close';
import { onGpu, randomValues, withGpu } from '../../testing/gpu';
import { writeOnnx } from './segmentor';

withGpu();
ort.env.wasm.numThreads = 1;

const CLASSES = 5;
const SMALL = { ...MIT_VARIANTS.mit_b0, dims: [8, 16, 40, 64], depths: [1, 2, 1, 1] };
const head = (kind: HeadConfig['kind'], inputs: number[]): HeadConfig => ({
  kind,
  inputs,
  embed: 24,
  channels: 16,
  classes: CLASSES,
  dropout: 0.1,
});

/** A network whose every tensor matters: nothing is left at 0 or 1 where a mistake would not show. */
async function network(config: SegmentorConfig) {
  const segmentor = new Segmentor(config, { seed: 3, trained: false });
  const random = new RandomStream(9, 90, 0);
  for (const [name, { values }] of await segmentor.params.export()) {
    const spread = /(norm|bn)/.test(name) || /bias$/.test(name) ? 0.2 : 0;
    const positive = name.endsWith('running_var') ? 0.5 : 0;
    const scale = name.includes('linear_pred') || name.includes('conv_seg') ? 30 : 1;
    segmentor.params.load(
      name,
      values.map((v) => scale * v + spread * random.normal() ** (positive ? 2 : 1) + positive),
    );
  }
  return segmentor;
}

async function ours(segmentor: Segmentor, pixels: Float32Array, batch: number, height: number, width: number) {
  const logits = await onGpu('workgroup', () =>
    tf.tidy(() => segmentor.forward(tf.tensor(pixels, [batch, height, width, 3]), EVALUATION)),
  );
  const values = (await readTensor(logits)) as Float32Array;
  const shape = logits.shape as [number, number, number, number];
  logits.dispose();
  return { values: toPlanes(values, shape), dims: [shape[0], shape[3], shape[1], shape[2]] };
}

/** [B, H, W, C] to [B, C, H, W]. */
function toPlanes(values: Float32Array, [batch, height, width, channels]: [number, number, number, number]) {
  const planes = new Float32Array(values.length);
  const size = height * width;
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < size; i++)
      for (let c = 0; c < channels; c++) planes[(b * channels + c) * size + i] = values[(b * size + i) * channels + c]!;
  return planes;
}

describe.each<[HeadConfig['kind'], SegmentorConfig]>([
  ['segformer', { encoder: SMALL, head: head('segformer', SMALL.dims) }],
  ['daformer', { encoder: SMALL, head: head('daformer', SMALL.dims) }],
])('ONNX file of a Mix Transformer with the %s head', (kind, config) => {
  it('computes what the network computes, at any size and batch', async () => {
    const segmentor = await network(config);
    const file = writeOnnx(config, await segmentor.params.export(), { classes: 'a, b' });
    const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });
    expect(session.inputNames).toEqual(['pixel_values']);
    expect(session.outputNames).toEqual(['logits']);
    // Odd sizes leave rows over in the reduction of keys and values, and make the levels' sizes no exact halves.
    for (const [batch, height, width] of [
      [1, 64, 96],
      [2, 97, 131],
      [1, 64, 96],
      [1, 32, 45],
    ] as const) {
      const pixels = randomValues(batch * height * width * 3, height);
      const expected = await ours(segmentor, pixels, batch, height, width);
      const input = new ort.Tensor('float32', toPlanes(pixels, [batch, height, width, 3]), [batch, 3, height, width]);
      const { logits } = await session.run({ pixel_values: input });
      expect(logits!.dims).toEqual(expected.dims);
      expect(logits!.dims).toEqual([batch, CLASSES, Math.ceil(height / 4), Math.ceil(width / 4)]);
      const found = logits!.data as Float32Array;
      expect(Math.max(...found.map(Math.abs)), `${kind} says something`).toBeGreaterThan(0.5);
      expectClose(found, expected.values, { absolute: 1e-4, relative: 0 });
    }
    await session.release();
    segmentor.dispose();
  });
});

describe('writeOnnx', () => {
  it('writes the same bytes for the same network', async () => {
    const config = { encoder: SMALL, head: head('daformer', SMALL.dims) };
    const segmentor = await network(config);
    const tensors = await segmentor.params.export();
    expect(Buffer.compare(writeOnnx(config, tensors), writeOnnx(config, tensors))).toBe(0);
    segmentor.dispose();
  });

  it('names the tensor that is missing', async () => {
    const config = { encoder: SMALL, head: head('segformer', SMALL.dims) };
    const segmentor = await network(config);
    const tensors = await segmentor.params.export();
    tensors.delete('decode_head.linear_fuse.bn.running_var');
    expect(() => writeOnnx(config, tensors)).toThrow('decode_head.linear_fuse.bn.running_var is missing');
    segmentor.dispose();
  });
});
