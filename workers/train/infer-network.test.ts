import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { guarded } from '../../models/engine/device';
import { MIT_VARIANTS } from '../../models/mit';
import { EVALUATION } from '../../models/mode';
import { Segmentor, type SegmentorConfig } from '../../models/segmentor';
import { withGpu } from '../../models/testing/gpu';
import { writeSafetensors } from '../../models/weights/safetensors';
import { bytesOf, legacyFile, zipForm } from '../../models/weights/torch/testing/containers';
import { type Code, orderedDict, tensorCode } from '../../models/weights/torch/testing/pickle-writer';
import { DEMO_BASELINE } from '../experiment/demo';
import type { ExperimentConfig } from '../experiment/schema';
import { architectureOf, loadSegmentor } from './infer-network';
import { fitEncoder, readEncoder } from './pretrained';

withGpu();

const dims = [8, 16, 16, 24];
const encoder = {
  dims,
  heads: [1, 2, 2, 3],
  depths: [1, 2, 1, 1],
  srRatios: [8, 4, 2, 1],
  mlpRatios: [4, 4, 4, 4],
  dropPathRate: 0,
};
const architecture = (kind: 'daformer' | 'segformer'): SegmentorConfig => ({
  encoder,
  head: { kind, inputs: dims, embed: 8, channels: 8, classes: 5, dropout: 0 },
});

type Weights = Map<string, { shape: number[]; values: Float32Array }>;

async function weightsOf(kind: 'daformer' | 'segformer'): Promise<Weights> {
  const network = new Segmentor(architecture(kind), { seed: 3, trained: false });
  const weights = await network.params.export();
  network.dispose();
  return weights;
}

function pickled(weights: Weights, prefix: string): { root: Code; storages: Record<string, Uint8Array> } {
  const storages: Record<string, Uint8Array> = {};
  const entries = [...weights].map(([name, { shape, values }], i): [string, Code] => {
    storages[i] = bytesOf(values);
    const strides = shape.map((_, d) => shape.slice(d + 1).reduce((a, b) => a * b, 1));
    return [prefix + name, tensorCode({ type: 'FloatStorage', key: `${i}`, elements: values.length, shape, strides })];
  });
  return {
    root: {
      dict: [
        ['meta', { dict: [] }],
        ['state_dict', orderedDict(entries)],
      ],
    },
    storages,
  };
}

async function logits(network: Segmentor): Promise<Float32Array> {
  const image = tf.tensor(
    Float32Array.from({ length: 64 * 64 * 3 }, (_, i) => Math.sin(i)),
    [1, 64, 64, 3],
  );
  const output = await guarded('prediction', () => network.forward(image, EVALUATION));
  const values = (await output.data()) as Float32Array;
  network.dispose();
  image.dispose();
  return values;
}

describe('loadSegmentor', () => {
  it.each(['daformer', 'segformer'] as const)(
    'predicts the same from every kind of file, with the %s head',
    async (kind) => {
      const weights = await weightsOf(kind);
      const { root, storages } = pickled(weights, 'model.');
      const legacy = Object.entries(storages).map(([key, bytes]) => ({ key, elements: bytes.length / 4, bytes }));
      const files = [
        writeSafetensors(weights, { classes: 'a, b' }),
        zipForm(root, storages),
        zipForm(root, storages, { deflate: true }),
        legacyFile(root, legacy),
      ];
      const results: Float32Array[] = [];
      for (const [i, file] of files.entries()) {
        const { network, report, metadata } = await loadSegmentor(file, `file ${i}`);
        expect(network.config).toEqual({ ...architecture(kind), head: { ...architecture(kind).head } });
        expect(report.complete).toBe(true);
        expect(metadata).toEqual(i === 0 ? { classes: 'a, b' } : {});
        results.push(await logits(network));
      }
      expect(results[0]!.some((value) => value !== 0)).toBe(true);
      for (const result of results) expect(result).toEqual(results[0]);
    },
  );

  it('says which tensor is missing, and what is no network', async () => {
    const weights = await weightsOf('daformer');
    weights.delete('decode_head.fuse_layer.bottleneck.bn.running_var');
    await expect(loadSegmentor(writeSafetensors(weights), 'x')).rejects.toThrow(
      /^x does not fit.*1 is missing \(decode_head\.fuse_layer\.bottleneck\.bn\.running_var\)/,
    );
    const bare = new Map([...weights].filter(([name]) => name.startsWith('backbone.')));
    await expect(loadSegmentor(writeSafetensors(bare), 'x')).rejects.toThrow('x lacks decode_head.');
  });
});

describe('architectureOf', () => {
  it('counts blocks, so that a number in a name sets no size', async () => {
    const shapes: Map<string, { shape: number[] }> = new Map(await weightsOf('segformer'));
    shapes.set('backbone.block1.999999999.norm1.weight', { shape: [8] });
    expect(architectureOf(shapes, 'x').encoder.depths).toEqual([2, 2, 1, 1]);
  });

  it('refuses widths that no Mix Transformer has', async () => {
    const shapes: Map<string, { shape: number[] }> = new Map(await weightsOf('segformer'));
    shapes.set('backbone.patch_embed2.proj.weight', { shape: [17, 8, 3, 3] });
    expect(() => architectureOf(shapes, 'x')).toThrow('its widths 8, 17, 16, 24');
  });
});

describe('encoders', () => {
  const config: ExperimentConfig = structuredClone(DEMO_BASELINE);
  config.network.encoder = { variant: 'custom', dims, heads: [1, 2, 2, 3], depths: [1, 2, 1, 1], dropPathRate: 0 };

  it('come out of PyTorch files with the values of the safetensors, and with a report', async () => {
    const weights = await weightsOf('daformer');
    const { root, storages } = pickled(weights, 'module.model.');
    const sentences: string[] = [];
    const fromPickle = await readEncoder(zipForm(root, storages), config, 'x.pth', (r) => sentences.push(r.sentence));
    const fromSafe = await readEncoder(writeSafetensors(weights), config, 'x');
    expect(fromPickle).toEqual(fromSafe);
    expect([...fromPickle.keys()][0]).toBe('patch_embed1.proj.weight');
    expect(sentences[0]).toContain('x.pth fits: all');
  });

  it('of another size are reported, and refused where a run would start from them', async () => {
    const file = writeSafetensors(await weightsOf('daformer'));
    const other = structuredClone(config);
    other.network.encoder = { variant: 'mit_b0', dropPathRate: 0.1 };
    const { report } = await fitEncoder(file, other, 'x');
    expect(report.complete).toBe(false);
    expect(report.otherShape[0]).toMatchObject({ file: [8, 3, 7, 7], network: [MIT_VARIANTS.mit_b0.dims[0], 3, 7, 7] });
    await expect(readEncoder(file, other, 'x')).rejects.toThrow('Choose weights of this encoder, or another preset.');
  });
});
