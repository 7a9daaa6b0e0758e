/**
 * SegFormer's all-MLP head (Xie et al., NeurIPS 2021, section 3.2): embed each map, bilinear to stride 4, concat in
 * ascending order, 1x1 fuse, dropout, 1x1 classifier. `conv_seg` is in the state dict and used by nothing.
 */

import { convModule, convModuleParams } from './conv-module';
import type { Head, HeadConfig } from './heads';
import { classifierParams, embedParams, headDropout } from './heads';
import { linear } from './ops/linear/linear';
import { resizeConcat } from './ops/resize/resize';

export const segformerHead: Head = {
  params({ inputs, embed, channels, classes }: HeadConfig, prefix) {
    return [
      ...classifierParams(`${prefix}conv_seg`, channels, classes),
      ...inputs.flatMap((size, k) => embedParams(`${prefix}linear_c.${k}.proj`, size, embed)),
      ...convModuleParams(`${prefix}linear_fuse`, embed * inputs.length, embed, 1),
      ...classifierParams(`${prefix}linear_pred`, embed, classes),
    ];
  },

  forward(maps, params, prefix, { dropout }, mode) {
    const [, height, width] = maps[0]!.shape as [number, number, number, number];
    const embedded = maps.map((map, k) => {
      const name = `${prefix}linear_c.${k}.proj`;
      return linear(map, params.get(`${name}.weight`), params.get(`${name}.bias`));
    });
    const fused = convModule(resizeConcat(embedded, height, width), params, `${prefix}linear_fuse`, mode);
    const seen = headDropout(fused, dropout, mode);
    return linear(seen, params.get(`${prefix}linear_pred.weight`), params.get(`${prefix}linear_pred.bias`));
  },
};
