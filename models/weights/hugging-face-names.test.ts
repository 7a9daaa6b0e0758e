import { describe, expect, it } from 'vitest';
import { daformerHead } from '../daformer-head';
import { MIT_VARIANTS, mitParams } from '../mit';
import { segformerHead } from '../segformer-head';
import { fromHuggingFace, reverseLevels, toHuggingFace } from './hugging-face-names';

const encoder = MIT_VARIANTS.mit_b2;
const head = { kind: 'segformer' as const, inputs: encoder.dims, embed: 768, channels: 128, classes: 19, dropout: 0 };
const names = [...mitParams(encoder, 'backbone.'), ...segformerHead.params(head, 'decode_head.')]
  .map((spec) => spec.name)
  .filter((name) => !name.includes('conv_seg'));

describe('names of both sides', () => {
  it('leads every tensor of a SegFormer there and back', () => {
    const seen = new Set<string>();
    for (const name of names) {
      const there = toHuggingFace(name);
      expect(there, name).toHaveLength(name.includes('.attn.kv.') ? 2 : 1);
      for (const { name: theirs, ...rest } of there) {
        expect(seen.has(theirs), theirs).toBe(false);
        seen.add(theirs);
        expect(fromHuggingFace(theirs)).toEqual({ name, ...rest });
      }
    }
  });

  it.each([
    ['backbone.patch_embed1.proj.weight', 'segformer.encoder.patch_embeddings.0.proj.weight'],
    ['backbone.patch_embed4.norm.bias', 'segformer.encoder.patch_embeddings.3.layer_norm.bias'],
    ['backbone.block3.12.norm2.weight', 'segformer.encoder.block.2.12.layer_norm_2.weight'],
    ['backbone.block1.0.attn.q.weight', 'segformer.encoder.block.0.0.attention.self.query.weight'],
    ['backbone.block1.0.attn.norm.bias', 'segformer.encoder.block.0.0.attention.self.layer_norm.bias'],
    ['backbone.block2.1.attn.proj.bias', 'segformer.encoder.block.1.1.attention.output.dense.bias'],
    ['backbone.block2.1.mlp.dwconv.dwconv.weight', 'segformer.encoder.block.1.1.mlp.dwconv.dwconv.weight'],
    ['backbone.block2.1.mlp.fc2.weight', 'segformer.encoder.block.1.1.mlp.dense2.weight'],
    ['backbone.norm4.weight', 'segformer.encoder.layer_norm.3.weight'],
    ['decode_head.linear_c.3.proj.weight', 'decode_head.linear_c.3.proj.weight'],
    ['decode_head.linear_fuse.bn.running_var', 'decode_head.batch_norm.running_var'],
    ['decode_head.linear_fuse.bn.num_batches_tracked', 'decode_head.batch_norm.num_batches_tracked'],
    ['decode_head.linear_pred.bias', 'decode_head.classifier.bias'],
  ])('%s is %s', (ours, theirs) => {
    expect(toHuggingFace(ours)).toEqual([{ name: theirs }]);
    expect(fromHuggingFace(theirs)).toEqual({ name: ours });
  });

  it('splits keys and values by rows and turns the fuse convolution round', () => {
    expect(toHuggingFace('backbone.block4.2.attn.kv.bias')).toEqual([
      { name: 'segformer.encoder.block.3.2.attention.self.key.bias', half: 'first' },
      { name: 'segformer.encoder.block.3.2.attention.self.value.bias', half: 'second' },
    ]);
    expect(toHuggingFace('decode_head.linear_fuse.conv.weight')).toEqual([
      { name: 'decode_head.linear_fuse.weight', levels: 'reversed' },
    ]);
  });

  it('takes the names of a bare encoder', () => {
    expect(fromHuggingFace('encoder.block.0.1.mlp.dense1.bias')).toEqual({ name: 'backbone.block1.1.mlp.fc1.bias' });
  });

  it('knows no counterpart of other tensors', () => {
    const daformer = daformerHead.params({ ...head, kind: 'daformer' }, 'decode_head.');
    for (const { name } of daformer) expect(toHuggingFace(name), name).toEqual([]);
    expect(fromHuggingFace('classifier.weight')).toBeNull();
    expect(fromHuggingFace('decode_head.linear_fuse.bn.weight')).toBeNull();
    expect(fromHuggingFace('xsegformer.encoder.layer_norm.0.bias')).toBeNull();
  });
});

describe('reverseLevels', () => {
  it('moves blocks of input channels and keeps the order inside them', () => {
    const values = Float32Array.from({ length: 16 }, (_, i) => i);
    const turned = reverseLevels(values, [2, 8, 1, 1]);
    expect([...turned]).toEqual([6, 7, 4, 5, 2, 3, 0, 1, 14, 15, 12, 13, 10, 11, 8, 9]);
    expect(reverseLevels(turned, [2, 8, 1, 1])).toEqual(values);
  });

  it('refuses what has no four levels', () => {
    expect(() => reverseLevels(new Float32Array(6), [1, 6, 1, 1])).toThrow('four blocks of input channels');
  });
});
