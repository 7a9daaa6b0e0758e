import { describe, expect, it } from 'vitest';
import type { ModelFiles } from './model-files';
import { modelMemory } from './model-memory';

function files(sizes: Record<string, number>, vision: Record<string, number>): ModelFiles {
  return {
    name: 'test',
    size: async (path) => sizes[path] ?? null,
    bytes: async () => new TextEncoder().encode(JSON.stringify({ vision_config: vision })),
  };
}

const TINY = { image_size: 4, patch_size: 2, hidden_size: 3, intermediate_size: 7, num_attention_heads: 2 };
/** 5 tokens of 5 * 3 + 2 * 7 + 2 * 2 * 5 floats. */
const CALL = 4 * 5 * (15 + 14 + 20);

describe('modelMemory', () => {
  it('is the networks that are loaded, with data beside them, and a call of each', async () => {
    const clip = files({ 'onnx/text_model.onnx': 10, 'onnx/vision_model.onnx': 20, 'onnx/model.onnx': 1000 }, TINY);
    const owl = files({ 'onnx/model.onnx': 100, 'onnx/model.onnx_data': 5000 }, TINY);
    expect(await modelMemory({ clip, owl })).toBe(10 + 20 + 100 + 5000 + 33 * CALL);
  });

  it('knows the sizes of the base models where config.json leaves them out', async () => {
    const base = files({ 'onnx/model.onnx': 0 }, {});
    const tokens = 7 * 7 + 1;
    expect(await modelMemory({ clip: base, owl: base })).toBe(33 * 4 * tokens * (5 * 768 + 2 * 3072 + 24 * tokens));
  });
});
