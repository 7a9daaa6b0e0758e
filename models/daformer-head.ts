/**
 * DAFormer's context-aware fusion head (Hoyer et al., CVPR 2022, section 3.2).
 *
 *   4 maps -> per-pixel embedding each -> bilinear to stride 4 -> concat
 *          -> [1x1 | separable 3x3 d=6 | d=12 | d=18] -> concat -> 3x3 -> dropout -> 1x1 classifier
 */

import { convModule, convModuleParams, separableModule, separableParams } from './conv-module';
import type { Head, HeadConfig } from './heads';
import { classifierParams, embedParams, headDropout } from './heads';
import { linear } from './ops/linear/linear';
import { concatChannels, resizeConcat } from './ops/resize/resize';

export const DILATIONS = [1, 6, 12, 18];

export const daformerHead: Head = {
  params({ inputs, embed, channels, classes }: HeadConfig, prefix) {
    const fused = embed * inputs.length;
    return [
      ...classifierParams(`${prefix}conv_seg`, channels, classes),
      ...inputs.flatMap((size, k) => embedParams(`${prefix}embed_layers.${k}.proj`, size, embed)),
      ...DILATIONS.flatMap((dilation, k) => {
        const name = `${prefix}fuse_layer.aspp_modules.${k}`;
        return dilation === 1 ? convModuleParams(name, fused, channels, 1) : separableParams(name, fused, channels);
      }),
      ...convModuleParams(`${prefix}fuse_layer.bottleneck`, channels * DILATIONS.length, channels, 3),
    ];
  },

  forward(maps, params, prefix, { dropout }, mode) {
    const [, height, width] = maps[0]!.shape as [number, number, number, number];
    const embedded = maps.map((map, k) => {
      const name = `${prefix}embed_layers.${k}.proj`;
      return linear(map, params.get(`${name}.weight`), params.get(`${name}.bias`));
    });
    const stacked = resizeConcat(embedded, height, width);
    const branches = DILATIONS.map((dilation, k) => {
      const name = `${prefix}fuse_layer.aspp_modules.${k}`;
      return dilation === 1
        ? convModule(stacked, params, name, mode)
        : separableModule(stacked, params, name, mode, dilation);
    });
    const fused = convModule(concatChannels(branches), params, `${prefix}fuse_layer.bottleneck`, mode);
    const seen = headDropout(fused, dropout, mode);
    return linear(seen, params.get(`${prefix}conv_seg.weight`), params.get(`${prefix}conv_seg.bias`));
  },
};
