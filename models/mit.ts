/**
 * Mix Transformer, the encoder of SegFormer (Xie et al., NeurIPS 2021, section 3.1).
 *
 *   image -> [patch embed -> blocks -> norm] x 4 -> maps at strides 4, 8, 16, 32
 *   block: x + attention(norm1(x)), then x + ffn(norm2(x)), both with drop path
 *
 * Keys and values are computed on a map reduced by `srRatios` (a convolution without padding, so trailing rows that do
 * not fill a cell are dropped). The feed-forward network has a 3x3 depthwise convolution inside and needs no positional
 * embedding. LayerNorm's epsilon is 1e-5 after patch embedding and reduction, 1e-6 everywhere else.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Init, ParamSpec, ParamStore } from './engine/params';
import { type Mode, maskSite } from './mode';
import { attention } from './ops/attention/attention';
import { conv2d } from './ops/conv2d/conv2d';
import { depthwiseConv2d } from './ops/depthwise-conv2d/depthwise-conv2d';
import { gelu } from './ops/gelu/gelu';
import { layerNorm } from './ops/layer-norm/layer-norm';
import { linear } from './ops/linear/linear';
import { residual } from './ops/residual/residual';
import { part } from './part';

export interface MitConfig {
  /** Channels, attention heads, blocks, key/value reduction and feed-forward expansion of the four stages. */
  dims: number[];
  heads: number[];
  depths: number[];
  srRatios: number[];
  mlpRatios: number[];
  /** Drop probability of the last block; it grows linearly from 0 over all blocks. */
  dropPathRate: number;
}

const variant = (dims: number[], depths: number[]): MitConfig => ({
  dims,
  heads: [1, 2, 5, 8],
  depths,
  srRatios: [8, 4, 2, 1],
  mlpRatios: [4, 4, 4, 4],
  dropPathRate: 0.1,
});

const WIDE = [64, 128, 320, 512];

export const MIT_VARIANTS = {
  mit_b0: variant([32, 64, 160, 256], [2, 2, 2, 2]),
  mit_b1: variant(WIDE, [2, 2, 2, 2]),
  mit_b2: variant(WIDE, [3, 4, 6, 3]),
  mit_b3: variant(WIDE, [3, 4, 18, 3]),
  mit_b4: variant(WIDE, [3, 8, 27, 3]),
  mit_b5: variant(WIDE, [3, 6, 40, 3]),
};

export type MitVariant = keyof typeof MIT_VARIANTS;

/** Kernel, stride and padding of the four patch embeddings. */
export const PATCHES = [
  { kernel: 7, stride: 4, pad: 3 },
  { kernel: 3, stride: 2, pad: 1 },
  { kernel: 3, stride: 2, pad: 1 },
  { kernel: 3, stride: 2, pad: 1 },
];

const BLOCK_EPS = 1e-6;
const EMBED_EPS = 1e-5;

/** Parameters in the order and with the names of the reference's state dict, after `prefix` (such as `backbone.`). */
export function mitParams(config: MitConfig, prefix = ''): ParamSpec[] {
  const specs: ParamSpec[] = [];
  const { dims, depths, srRatios, mlpRatios } = config;
  const plain = (name: string, size: number, kind: 'zeros' | 'ones') =>
    specs.push({ name: prefix + name, shape: [size], layout: 'plain', init: { kind } });
  const norm = (name: string, size: number) => {
    plain(`${name}.weight`, size, 'ones');
    plain(`${name}.bias`, size, 'zeros');
  };
  const dense = (name: string, out: number, inputs: number) => {
    specs.push({
      name: `${prefix}${name}.weight`,
      shape: [out, inputs],
      layout: 'linear',
      init: { kind: 'normal', std: 0.02 },
    });
    plain(`${name}.bias`, out, 'zeros');
  };
  const conv = (name: string, out: number, inputs: number, kernel: number) => {
    const init: Init = { kind: 'normal', std: Math.sqrt(2 / (kernel * kernel * out)) };
    specs.push({ name: `${prefix}${name}.weight`, shape: [out, inputs, kernel, kernel], layout: 'conv', init });
    plain(`${name}.bias`, out, 'zeros');
  };
  dims.forEach((_, i) => {
    conv(`patch_embed${i + 1}.proj`, dims[i]!, i === 0 ? 3 : dims[i - 1]!, PATCHES[i]!.kernel);
    norm(`patch_embed${i + 1}.norm`, dims[i]!);
  });
  dims.forEach((dim, i) => {
    const hidden = dim * mlpRatios[i]!;
    for (let j = 0; j < depths[i]!; j++) {
      const block = `block${i + 1}.${j}`;
      norm(`${block}.norm1`, dim);
      dense(`${block}.attn.q`, dim, dim);
      dense(`${block}.attn.kv`, 2 * dim, dim);
      dense(`${block}.attn.proj`, dim, dim);
      if (srRatios[i]! > 1) {
        conv(`${block}.attn.sr`, dim, dim, srRatios[i]!);
        norm(`${block}.attn.norm`, dim);
      }
      norm(`${block}.norm2`, dim);
      dense(`${block}.mlp.fc1`, hidden, dim);
      const init: Init = { kind: 'normal', std: Math.sqrt(2 / 9) };
      specs.push({
        name: `${prefix}${block}.mlp.dwconv.dwconv.weight`,
        shape: [hidden, 1, 3, 3],
        layout: 'depthwise',
        init,
      });
      plain(`${block}.mlp.dwconv.dwconv.bias`, hidden, 'zeros');
      dense(`${block}.mlp.fc2`, dim, hidden);
    }
    norm(`norm${i + 1}`, dim);
  });
  return specs;
}

/**
 * The four feature maps of an image.
 * @param image float32 [B, H, W, 3], normalised; any H and W of at least 32.
 * @returns [B, ceil(H/4), ceil(W/4), dims[0]] and so on at strides 8, 16, 32.
 */
export function mitForward(image: Tensor, params: ParamStore, prefix: string, config: MitConfig, mode: Mode): Tensor[] {
  const total = config.depths.reduce((a, b) => a + b, 0);
  const maps: Tensor[] = [];
  let x = image;
  let index = 0;
  config.dims.forEach((_, i) => {
    const get = (name: string) => params.get(`${prefix}${name}`);
    const { stride, pad } = PATCHES[i]!;
    const embed = `patch_embed${i + 1}`;
    x = conv2d(x, get(`${embed}.proj.weight`), get(`${embed}.proj.bias`), { stride, pad });
    x = layerNorm(x, get(`${embed}.norm.weight`), get(`${embed}.norm.bias`), EMBED_EPS);
    for (let j = 0; j < config.depths[i]!; j++) {
      const rate = total > 1 ? (config.dropPathRate * index) / (total - 1) : 0;
      const site = 2 * index++;
      const name = `${prefix}block${i + 1}.${j}`;
      x = part(mode, (m, t) => block(t!, params, name, config, i, rate, site, m), x);
    }
    x = layerNorm(x, get(`norm${i + 1}.weight`), get(`norm${i + 1}.bias`), BLOCK_EPS);
    maps.push(x);
  });
  return maps;
}

function block(
  x: Tensor,
  params: ParamStore,
  name: string,
  config: MitConfig,
  stage: number,
  rate: number,
  site: number,
  mode: Mode,
): Tensor {
  const norm = (t: Tensor, n: string, eps: number) =>
    layerNorm(t, params.get(`${name}.${n}.weight`), params.get(`${name}.${n}.bias`), eps);
  const dense = (t: Tensor, n: string) => linear(t, params.get(`${name}.${n}.weight`), params.get(`${name}.${n}.bias`));
  const dropPath = (which: number) =>
    mode.stochastic && rate > 0 && mode.key ? { rate, key: mode.key, site: maskSite(mode, site + which) } : undefined;

  const ratio = config.srRatios[stage]!;
  const n1 = norm(x, 'norm1', BLOCK_EPS);
  let reduced = n1;
  if (ratio > 1) {
    reduced = conv2d(n1, params.get(`${name}.attn.sr.weight`), params.get(`${name}.attn.sr.bias`), { stride: ratio });
    reduced = norm(reduced, 'attn.norm', EMBED_EPS);
  }
  const attended = attention(dense(n1, 'attn.q'), dense(reduced, 'attn.kv'), config.heads[stage]!);
  x = residual(x, dense(attended, 'attn.proj'), { dropPath: dropPath(0) });

  const hidden = depthwiseConv2d(
    dense(norm(x, 'norm2', BLOCK_EPS), 'mlp.fc1'),
    params.get(`${name}.mlp.dwconv.dwconv.weight`),
    params.get(`${name}.mlp.dwconv.dwconv.bias`),
    { pad: 1 },
  );
  return residual(x, dense(gelu(hidden), 'mlp.fc2'), { dropPath: dropPath(1) });
}
