import { pipeline, RawImage } from '@huggingface/transformers';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../models/engine/random';
import { Segmentor } from '../../../models/segmentor';
import { withGpu } from '../../../models/testing/gpu';
import { readMetadata, readSafetensors } from '../../../models/weights/safetensors';
import { DEMO_BASELINE } from '../../experiment/demo';
import type { ExperimentConfig } from '../../experiment/schema';
import type { ExportFormat, NetworkChoice } from '../../protocol';
import { MemoryFolder } from '../../testing/memory-folder';
import { folderFiles } from '../../vlm/model-files';
import { allowMountsOnly, mount, unmount } from '../../vlm/virtual-hub';
import { writeBest } from '../best';
import type { State } from '../checkpoint';
import { loadSegmentor } from '../infer-network';
import { segmentorConfig } from '../network';
import { predictSample } from '../predict-sample';
import { RunFolder } from '../run-folder';
import { exportFiles, writeExport } from './export-files';
import { readFacts } from './metadata';
import { readTrainedNetwork } from './trained-network';

withGpu();

const SIZE = { width: 128, height: 64 };
const silent = () => {
  throw new Error('no damage was expected');
};

function tinyConfig(kind: 'segformer' | 'daformer'): ExperimentConfig {
  const config = structuredClone(DEMO_BASELINE);
  config.network.encoder = {
    variant: 'custom',
    dims: [8, 16, 24, 32],
    heads: [1, 2, 3, 4],
    depths: [1, 1, 2, 1],
    dropPathRate: 0.1,
  };
  config.network.head = { kind, channels: 16, dropout: 0.1 };
  config.data.evaluation = [SIZE.width, SIZE.height];
  return config;
}

/** A network that tells classes apart without being trained: its classifier is as strong as its features are weak. */
async function weightsOf(config: ExperimentConfig, seed: number): Promise<State> {
  const network = new Segmentor(segmentorConfig(config), { seed, trained: false });
  const weights = await network.params.export();
  network.dispose();
  const random = new RandomStream(seed, 91, 0);
  for (const [name, { values }] of weights)
    if (/(bn|norm)[^.]*\.(weight|running_mean)$/.test(name))
      for (let i = 0; i < values.length; i++) values[i]! += 0.2 * random.normal();
    else if (/(linear_pred|conv_seg)\.weight/.test(name)) for (let i = 0; i < values.length; i++) values[i]! *= 50;
  return weights;
}

/** A run's folder after an evaluated checkpoint; student, teacher and best are three different networks. */
async function runFolder(kind: 'segformer' | 'daformer') {
  const config = tinyConfig(kind);
  const folder = new MemoryFolder('my-run');
  const run = new RunFolder(folder);
  await run.begin(config);
  const networks = {
    student: await weightsOf(config, 1),
    teacher: await weightsOf(config, 2),
    best: await weightsOf(config, 3),
  };
  const state: State = new Map();
  for (const [name, tensor] of networks.student) state.set(`model.${name}`, tensor);
  for (const [name, tensor] of networks.teacher) state.set(`ema_model.${name}`, tensor);
  state.set('optimizer.exp_avg', { shape: [3], values: new Float32Array(3) });
  await run.saveCheckpoint({ iteration: 40, state, relabeling: null });
  await writeBest(folder, { iteration: 20, miou: 0.5, weights: networks.best });
  return { config, folder, networks };
}

async function exported(folder: MemoryFolder, which: NetworkChoice, format: ExportFormat) {
  const result = exportFiles(await readTrainedNetwork(folder, which, silent), format);
  const target = new MemoryFolder('export');
  await writeExport(target, result);
  return { target, notes: result.notes };
}

function picture() {
  const { width, height } = SIZE;
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rgb.set([2 * x, 4 * y, (x >> 4) % 2 ? 255 : 0], 3 * (y * width + x));
  return rgb;
}

const sample = () => {
  const { width, height } = SIZE;
  return { rgb: picture(), width, height, label: new Uint8Array(0), labelWidth: width, labelHeight: height, file: 'a' };
};

describe('safetensors', () => {
  it.each(['student', 'teacher', 'best'] as const)('holds the %s under the names of the reference', async (which) => {
    const { folder, networks, config } = await runFolder('daformer');
    const { target, notes } = await exported(folder, which, 'safetensors');
    expect(notes).toEqual([]);
    expect([...target.files.keys()]).toEqual(['model.safetensors']);
    const bytes = target.files.get('model.safetensors')!;
    const read = readSafetensors(bytes);
    expect([...read.keys()].sort()).toEqual([...networks[which].keys()].sort());
    for (const [name, { shape, values }] of networks[which])
      expect(read.get(name)).toMatchObject({ shape, data: values });
    const metadata = readMetadata(bytes);
    expect(metadata).toMatchObject({ format: 'pt', which, run: 'my-run', iteration: which === 'best' ? '20' : '40' });
    expect(metadata.miou).toBe(which === 'best' ? '0.5' : undefined);
    expect(JSON.parse(metadata.normalization!)).toMatchObject({ mean: [123.675, 116.28, 103.53], channels: 'RGB' });
    const { taxonomy, inputSize } = readFacts(metadata, 'model.safetensors');
    expect(taxonomy!.classes.map((c) => [c.name, c.color])).toEqual(
      config.taxonomy.classes.map((c) => [c.name, c.color]),
    );
    expect(inputSize).toEqual([SIZE.width, SIZE.height]);
  });

  it('says what is missing', async () => {
    const folder = new MemoryFolder('fresh');
    await new RunFolder(folder).begin(tinyConfig('segformer'));
    await expect(readTrainedNetwork(folder, 'student', silent)).rejects.toThrow('fresh has no checkpoint yet');
    await expect(readTrainedNetwork(folder, 'best', silent)).rejects.toThrow('fresh has no best network');
    await expect(readTrainedNetwork(new MemoryFolder('x'), 'best', silent)).rejects.toThrow('x holds no run');
  });

  it('refuses damaged texts of a header by name', () => {
    expect(() => readFacts({ classes: '[{"name":1}]' }, 'a.safetensors')).toThrow('a.safetensors: its header entry');
    expect(() => readFacts({ input_size: '[' }, 'a.safetensors')).toThrow('is not JSON');
    expect(readFacts({}, 'a.safetensors')).toEqual({ taxonomy: null, inputSize: null });
  });
});

describe("Hugging Face's names", () => {
  it('come back as the same network', async () => {
    const { folder, networks } = await runFolder('segformer');
    const { target, notes } = await exported(folder, 'teacher', 'hf');
    expect([...target.files.keys()].sort()).toEqual(['config.json', 'model.safetensors', 'preprocessor_config.json']);
    expect(notes).toHaveLength(1); // LayerNorm's epsilon
    const names = [...readSafetensors(target.files.get('model.safetensors')!).keys()];
    expect(names).toContain('segformer.encoder.block.2.1.attention.self.value.weight');
    expect(names).toContain('decode_head.classifier.bias');
    expect(names.filter((name) => /backbone|conv_seg|\.kv\./.test(name))).toEqual([]);
    const { network, report } = await loadSegmentor(target.files.get('model.safetensors')!, 'model.safetensors');
    expect(report.scheme).toBe('hugging-face');
    for (const [name, { values }] of await network.params.export())
      if (!name.includes('conv_seg')) expect(values, name).toEqual(networks.teacher.get(name)!.values);
    network.dispose();
    const config = JSON.parse(new TextDecoder().decode(target.files.get('config.json')!));
    expect(config).toMatchObject({
      architectures: ['SegformerForSemanticSegmentation'],
      hidden_sizes: [8, 16, 24, 32],
      num_attention_heads: [1, 2, 3, 4],
      depths: [1, 1, 2, 1],
      patch_sizes: [7, 3, 3, 3],
      strides: [4, 2, 2, 2],
      decoder_hidden_size: 16,
      id2label: { 13: 'car' },
      label2id: { car: 13 },
    });
  });

  it('hold the encoder alone of a network that Hugging Face does not have, and say so', async () => {
    const { folder } = await runFolder('daformer');
    const { target, notes } = await exported(folder, 'student', 'hf');
    expect(notes[0]).toMatch(/no DAFormer head: the file holds the encoder alone/);
    const names = [...readSafetensors(target.files.get('model.safetensors')!).keys()];
    expect(names.every((name) => name.startsWith('segformer.encoder.'))).toBe(true);
    expect(JSON.parse(new TextDecoder().decode(target.files.get('config.json')!)).architectures).toEqual([
      'SegformerModel',
    ]);
  });
});

describe.each(['segformer', 'daformer'] as const)('ONNX folder of the %s head', (kind) => {
  it('is an image-segmentation model of transformers.js with the same prediction', async () => {
    const { folder, config } = await runFolder(kind);
    const { target } = await exported(folder, 'student', 'onnx');
    expect([...target.files.keys()].sort()).toEqual(['config.json', 'onnx/model.onnx', 'preprocessor_config.json']);
    allowMountsOnly();
    const id = mount(folderFiles(target, 'export'));
    const segmenter = await pipeline('image-segmentation', id, { dtype: 'fp32', device: 'cpu' });
    const found = await segmenter(new RawImage(new Uint8ClampedArray(picture()), SIZE.width, SIZE.height, 3));
    await segmenter.dispose();
    unmount(id);

    const plain = (await exported(folder, 'student', 'safetensors')).target.files.get('model.safetensors')!;
    const { network } = await loadSegmentor(plain, 'model.safetensors');
    const expected = await predictSample(network, sample());
    network.dispose();

    const names = config.taxonomy.classes.map((c) => c.name);
    const labels = new Uint8Array(SIZE.width * SIZE.height).fill(255);
    for (const { label, mask } of found as { label: string; mask: RawImage }[]) {
      expect(mask).toMatchObject(SIZE);
      for (let i = 0; i < labels.length; i++) if (mask.data[i]) labels[i] = names.indexOf(label);
    }
    expect(new Set(expected).size).toBeGreaterThan(3);
    // The library enlarges logits, the lab probabilities: they part at a few borders.
    const differing = labels.filter((id, i) => id !== expected[i]).length;
    expect(differing / labels.length).toBeLessThan(0.02);
  });
});
