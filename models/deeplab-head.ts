/**
 * DeepLabV2's head (Chen et al., PAMI 2018): parallel dilated 3x3 convolutions from the encoder's last map straight to
 * classes, summed. No norm, no dropout.
 */
import type { ParamSpec } from './engine/params';
import type { Head } from './heads';
import { add } from './ops/add/add';
import { conv2d } from './ops/conv2d/conv2d';

/** A head with one branch per dilation; `dlv2red` has 6 and 12, the full head 6, 12, 18 and 24. */
export function deeplabHead(dilations: number[]): Head {
  return {
    params({ inputs, classes }, prefix) {
      return dilations.flatMap((_, k): ParamSpec[] => [
        {
          name: `${prefix}aspp_modules.${k}.conv.weight`,
          shape: [classes, inputs.at(-1)!, 3, 3],
          layout: 'conv',
          init: { kind: 'normal', std: 0.01 },
        },
        { name: `${prefix}aspp_modules.${k}.conv.bias`, shape: [classes], layout: 'plain', init: { kind: 'zeros' } },
      ]);
    },

    forward(maps, params, prefix) {
      const last = maps.at(-1)!;
      return dilations
        .map((dilation, k) => {
          const name = `${prefix}aspp_modules.${k}.conv`;
          const options = { pad: dilation, dilation };
          return conv2d(last, params.get(`${name}.weight`), params.get(`${name}.bias`), options);
        })
        .reduce((sum, branch) => add(sum, branch));
    },
  };
}
