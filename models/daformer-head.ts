/**
 * DAFormer's context-aware fusion head (Hoyer et al., CVPR 2022, section 3.2).
 *
 *   4 maps -> per-pixel embedding each -> bilinear to stride 4 -> concat
 *          -> [1x1 | separable 3x3 d=6 | d=12 | d=18] -> concat -> 3x3 -> dropout -> 1x1 classifier
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { convModule, convModuleParams, separableModule, separableParams } from './conv-module';
import type { ParamSpec, ParamStore } from './engine/params';
import type { Head, HeadConfig } from './heads';
import { classifierParams, embedParams, headDropout } from './heads';
import type { Mode } from './mode';
import { linear } from './ops/linear/linear';
import { concatChannels, resizeConcat } from './ops/resize/resize';
import { part } from './part';

export const DILATIONS = [1, 6, 12, 18];

/** Fusion of the stacked embeddings: its parameters, and its forward pass, under `<prefix>fuse_layer`. */
interface Fusion {
  params(name: string, inputs: number, channels: number): ParamSpec[];
  forward(stacked: Tensor, params: ParamStore, name: string, mode: Mode): Tensor;
}

const separableAspp: Fusion = {
  params: (name, inputs, channels) => [
    ...DILATIONS.flatMap((dilation, k) => {
      const branch = `${name}.aspp_modules.${k}`;
      return dilation === 1 ? convModuleParams(branch, inputs, channels, 1) : separableParams(branch, inputs, channels);
    }),
    ...convModuleParams(`${name}.bottleneck`, channels * DILATIONS.length, channels, 3),
  ],

  forward(stacked, params, name, mode) {
    const branches = DILATIONS.map((dilation, k) => {
      const branch = `${name}.aspp_modules.${k}`;
      const run = (m: Mode, x: Tensor) =>
        dilation === 1 ? convModule(x, params, branch, m) : separableModule(x, params, branch, m, dilation);
      return part(mode, (m, x) => run(m, x!), stacked);
    });
    return part(mode, (m, ...xs) => convModule(concatChannels(xs), params, `${name}.bottleneck`, m), ...branches);
  },
};

const pointwise: Fusion = {
  params: (name, inputs, channels) => convModuleParams(name, inputs, channels, 1),
  forward: (stacked, params, name, mode) => convModule(stacked, params, name, mode),
};

const headWith = (fusion: Fusion): Head => ({
  params({ inputs, embed, channels, classes }: HeadConfig, prefix) {
    return [
      ...classifierParams(`${prefix}conv_seg`, channels, classes),
      ...inputs.flatMap((size, k) => embedParams(`${prefix}embed_layers.${k}.proj`, size, embed)),
      ...fusion.params(`${prefix}fuse_layer`, embed * inputs.length, channels),
    ];
  },

  forward(maps, params, prefix, { dropout }, mode) {
    const [, height, width] = maps[0]!.shape as [number, number, number, number];
    const embedded = maps.map((map, k) => {
      const name = `${prefix}embed_layers.${k}.proj`;
      return linear(map, params.get(`${name}.weight`), params.get(`${name}.bias`));
    });
    const fused = fusion.forward(resizeConcat(embedded, height, width), params, `${prefix}fuse_layer`, mode);
    const seen = headDropout(fused, dropout, mode);
    return linear(seen, params.get(`${prefix}conv_seg.weight`), params.get(`${prefix}conv_seg.bias`));
  },
});

/** The head of the experiments: separable atrous pyramid. */
export const daformerHead = headWith(separableAspp);

/** The same with a single 1x1 convolution in place of the pyramid; HRDA's scale attention is one. */
export const daformerConv1Head = headWith(pointwise);
