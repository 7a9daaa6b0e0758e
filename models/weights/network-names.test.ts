import { describe, expect, it } from 'vitest';
import { type MitConfig, mitParams } from '../mit';
import { segformerHead } from '../segformer-head';
import { toHuggingFace } from './hugging-face-names';
import { fitWeights } from './load-report';
import { nameNetwork } from './network-names';
import { rowsOf } from './rows';
import { type SafeTensor, toFloat32 } from './safetensors';

const encoder: MitConfig = {
  dims: [4, 8, 12, 16],
  heads: [1, 2, 3, 4],
  depths: [1, 2, 1, 1],
  srRatios: [8, 4, 2, 1],
  mlpRatios: [4, 4, 4, 4],
  dropPathRate: 0,
};
const head = { kind: 'segformer' as const, inputs: encoder.dims, embed: 4, channels: 6, classes: 5, dropout: 0 };
const encoderSpecs = mitParams(encoder, 'backbone.');
const specs = [...encoderSpecs, ...segformerHead.params(head, 'decode_head.')];
const file = { name: 'x.pth', format: 'pytorch-zip' as const };

/** A network in which every value of every tensor is another number. */
const network = new Map(
  specs.map(({ name, shape }, index): [string, SafeTensor] => {
    const size = shape.reduce((a, b) => a * b, 1);
    return [name, { dtype: 'F32', shape, data: Float32Array.from({ length: size }, (_, i) => index + i / size) }];
  }),
);

const renamed = (rename: (name: string) => string | null) =>
  new Map(
    [...network].flatMap(([name, tensor]): [string, SafeTensor][] => {
      const other = rename(name);
      return other === null ? [] : [[other, tensor]];
    }),
  );

function reversedLevels({ dtype, shape, data }: SafeTensor): SafeTensor {
  const inputs = shape[1]!;
  const width = inputs / 4;
  const at = (i: number) => (3 - Math.floor((i % inputs) / width)) * width + (i % width);
  return {
    dtype,
    shape,
    data: Float32Array.from(
      data as Float32Array,
      (_, i) => (data as Float32Array)[Math.floor(i / inputs) * inputs + at(i)]!,
    ),
  };
}

function huggingFace(prefix: string): Map<string, SafeTensor> {
  const theirs = new Map<string, SafeTensor>();
  for (const [name, tensor] of network)
    for (const { name: other, half, levels } of toHuggingFace(name)) {
      const rows = tensor.shape[0]! / 2;
      const part = half === 'first' ? rowsOf(tensor, 0, rows) : half ? rowsOf(tensor, rows, 2 * rows) : tensor;
      theirs.set(prefix + other, levels ? reversedLevels(part) : part);
    }
  return theirs;
}

function mmsegmentation(): Map<string, SafeTensor> {
  const theirs = new Map<string, SafeTensor>();
  for (const [full, tensor] of network) {
    const name = full.replace('backbone.', '');
    const embed = /^patch_embed(\d)\.(proj|norm)\.(\w+)$/.exec(name);
    const norm = /^norm(\d)\.(\w+)$/.exec(name);
    const block = /^block(\d)\.(\d+)\.(.+)$/.exec(name);
    if (embed)
      theirs.set(
        `backbone.layers.${+embed[1]! - 1}.0.${embed[2] === 'proj' ? 'projection' : 'norm'}.${embed[3]}`,
        tensor,
      );
    if (norm) theirs.set(`backbone.layers.${+norm[1]! - 1}.2.${norm[2]}`, tensor);
    if (!block) continue;
    const root = `backbone.layers.${+block[1]! - 1}.1.${block[2]}`;
    const joint = /^attn\.(q|kv)\.(\w+)$/.exec(block[3]!);
    if (joint) {
      const key = `${root}.attn.attn.in_proj_${joint[2]}`;
      const before = theirs.get(key);
      const [, ...rest] = tensor.shape;
      const data = Float32Array.from([
        ...((before?.data as Float32Array | undefined) ?? []),
        ...(tensor.data as Float32Array),
      ]);
      theirs.set(key, { dtype: 'F32', shape: [(before?.shape[0] ?? 0) + tensor.shape[0]!, ...rest], data });
      continue;
    }
    const inner = block[3]!
      .replace(/^attn\.proj/, 'attn.attn.out_proj')
      .replace('mlp.fc1', 'ffn.layers.0')
      .replace('mlp.dwconv.dwconv', 'ffn.layers.1')
      .replace('mlp.fc2', 'ffn.layers.4');
    // Its Linears of the feed-forward part are 1x1 convolutions.
    const isConv = /^mlp\.fc\d\.weight$/.test(block[3]!);
    theirs.set(`${root}.${inner}`, isConv ? { ...tensor, shape: [...tensor.shape, 1, 1] } : tensor);
  }
  return theirs;
}

function expectEqual(tensors: Map<string, SafeTensor>, wanted = specs, part?: 'student' | 'teacher') {
  const { state, report } = fitWeights(wanted, nameNetwork(tensors, 'x.pth', part), file);
  expect(report.missing).toEqual([]);
  expect(report.otherShape).toEqual([]);
  for (const [name, { values }] of state) expect(values, name).toEqual(toFloat32(network.get(name)!));
  return report;
}

describe('whole networks', () => {
  it.each(['', 'model.', 'module.', 'ema_model.', 'module.model.', 'student.'])(
    "takes the reference's names under %j",
    (prefix) => {
      const report = expectEqual(renamed((name) => prefix + name));
      expect(report).toMatchObject({ scheme: 'reference', prefix, complete: true, unexpected: [], scope: 'network' });
    },
  );

  it.each(['', 'model.'])(
    "takes Hugging Face's names, with keys and values joined and levels reversed, under %j",
    (prefix) => {
      const tensors = huggingFace(prefix);
      tensors.set(`${prefix}decode_head.batch_norm.num_batches_tracked`, {
        dtype: 'I64',
        shape: [],
        data: BigInt64Array.of(3n),
      });
      const report = expectEqual(tensors);
      expect(report).toMatchObject({ scheme: 'hugging-face', prefix, complete: true, unexpected: [], aside: 1 });
      expect(report.loaded).toHaveLength(specs.length - 2);
    },
  );

  it("takes the names of NVIDIA's release, whose head joins the levels the other way round", () => {
    const tensors = renamed((name) => name.replace(/linear_c\.(\d)/, (_, k: string) => `linear_c${Number(k) + 1}`));
    const fuse = 'decode_head.linear_fuse.conv.weight';
    tensors.set(fuse, reversedLevels(network.get(fuse)!));
    expect(expectEqual(tensors)).toMatchObject({ scheme: 'nvidia', complete: true, unexpected: [] });
  });

  it('chooses among the networks of a training checkpoint', () => {
    const other: SafeTensor = { dtype: 'F32', shape: [1], data: Float32Array.of(9) };
    const training = new Map([
      ...[...network].map(([name]): [string, SafeTensor] => [`imnet_model.${name}`, other]),
      ...[...network].map(([name]): [string, SafeTensor] => [`ema_model.${name}`, other]),
      ...[...network].map(([name, tensor]): [string, SafeTensor] => [`model.${name}`, tensor]),
      ['optimizer.exp_avg', other] as [string, SafeTensor],
    ]);
    expect(expectEqual(training)).toMatchObject({ prefix: 'model.', aside: 2 * specs.length + 1, unexpected: [] });
    const swapped = new Map(
      [...training].map(([name, t]) => [
        name.replace(/^(ema_)?model/, (m) => (m === 'model' ? 'ema_model' : 'model')),
        t,
      ]),
    );
    expect(expectEqual(swapped, specs, 'teacher').prefix).toBe('ema_model.');
    expect(() => nameNetwork(network, 'x.pth', 'teacher')).toThrow('x.pth holds no teacher');
  });
});

describe('encoders', () => {
  it.each(['', 'backbone.', 'model.backbone.', 'ema_model.backbone.', 'module.backbone.', 'encoder.', 'module.'])(
    'takes them under %j',
    (prefix) => {
      const bare = renamed((name) => (name.startsWith('backbone.') ? prefix + name.slice('backbone.'.length) : null));
      bare.set(`${prefix}head.weight`, { dtype: 'F32', shape: [1000, 16], data: new Float32Array(16_000) });
      const report = expectEqual(bare, encoderSpecs);
      expect(report.unexpected).toEqual([`${prefix}head.weight`]);
      expect(report.sentence).toContain('classifier of whole pictures');
      expect(report.scope).toBe('encoder');
    },
  );

  it('takes them out of whole networks, and leaves the head aside', () => {
    const report = expectEqual(new Map(network), encoderSpecs);
    expect(report).toMatchObject({ unexpected: [], aside: specs.length - encoderSpecs.length });
  });

  it.each(['encoder.', 'segformer.encoder.'])("takes Hugging Face's image classifiers, named %s", (root) => {
    const tensors = new Map([...huggingFace('')].map(([name, t]) => [name.replace('segformer.encoder.', root), t]));
    tensors.set('classifier.weight', { dtype: 'F32', shape: [1, 16], data: new Float32Array(16) });
    expect(expectEqual(tensors, encoderSpecs).unexpected).toEqual(['classifier.weight']);
  });

  it("takes mmsegmentation's names, and says that its own head does not fit", () => {
    expect(expectEqual(mmsegmentation(), encoderSpecs)).toMatchObject({ scheme: 'mmsegmentation', unexpected: [] });
    const whole = mmsegmentation();
    whole.set('decode_head.convs.0.conv.weight', { dtype: 'F32', shape: [4, 4, 1, 1], data: new Float32Array(16) });
    const report = expectEqual(whole, encoderSpecs);
    expect(report.unexpected).toEqual(['decode_head.convs.0.conv.weight']);
    expect(report.sentence).toContain('has a ReLU after each level; only its encoder can be used');
  });
});

describe('the report', () => {
  it('names what is missing, unexpected or of another shape', () => {
    const tensors = new Map(network);
    tensors.delete('backbone.norm4.bias');
    tensors.set('backbone.norm3.bias', { dtype: 'F32', shape: [2], data: new Float32Array(2) });
    tensors.set('backbone.norm5.bias', { dtype: 'F32', shape: [2], data: new Float32Array(2) });
    const { report, state } = fitWeights(specs, nameNetwork(tensors, 'x.pth'), file);
    expect(report.complete).toBe(false);
    expect(report.missing).toEqual(['backbone.norm4.bias']);
    expect(report.otherShape).toEqual([{ name: 'backbone.norm3.bias', file: [2], network: [12] }]);
    expect(report.unexpected).toEqual(['backbone.norm5.bias']);
    expect(report.loaded).toHaveLength(specs.length - 2);
    expect(state.has('backbone.norm3.bias')).toBe(false);
    expect(report.sentence).toBe(
      `x.pth does not fit: of ${specs.length} tensors of the network 1 is missing (backbone.norm4.bias); ` +
        '1 has another shape (backbone.norm3.bias is [2], not [12]) (PyTorch, names of the reference). ' +
        'There is no place for 1 of its tensors (backbone.norm5.bias).',
    );
  });

  it('counts half of a joined tensor as missing and its other half as unexpected', () => {
    const tensors = huggingFace('');
    tensors.delete('segformer.encoder.block.0.0.attention.self.value.bias');
    const { report } = fitWeights(encoderSpecs, nameNetwork(tensors, 'x.pth'), file);
    expect(report.missing).toEqual(['backbone.block1.0.attn.kv.bias']);
    expect(report.unexpected).toEqual(['segformer.encoder.block.0.0.attention.self.key.bias']);
  });

  it('refuses a file without a network, naming what it holds', () => {
    const tensors = new Map([['some.weight', network.get('backbone.norm1.bias')!]]);
    expect(() => nameNetwork(tensors, 'x.pth')).toThrow('x.pth holds no network that the lab knows');
    expect(() => nameNetwork(tensors, 'x.pth')).toThrow('its first tensors are some.weight');
  });

  it('names the tensor where two halves do not belong together', () => {
    const tensors = huggingFace('');
    const key = 'segformer.encoder.block.0.0.attention.self.key.weight';
    tensors.set(key, { dtype: 'F32', shape: [4, 5], data: new Float32Array(20) });
    expect(() => nameNetwork(tensors, 'x.pth')).toThrow(
      /x\.pth: backbone\.block1\.0\.attn\.kv\.weight: .*cannot be joined/,
    );
  });
});
