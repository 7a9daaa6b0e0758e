/** ResNet and DeepLabV2's head against the reference: both BatchNorm modes, loss, gradients, running statistics. */
import * as tf from '@tensorflow/tfjs-core';
import { deeplabHead } from '../../models/deeplab-head';
import { readTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { ParamStore } from '../../models/engine/params';
import { Tape, withTape } from '../../models/engine/tape';
import type { HeadConfig } from '../../models/heads';
import { EVALUATION } from '../../models/mode';
import { crossEntropy } from '../../models/ops/cross-entropy/cross-entropy';
import { type ResNetConfig, resNetForward, resNetParams } from '../../models/resnet';
import type { ReferenceNumbers } from '../../models/testing/reference';
import { type Check, mapCheck, tensorCheck } from './check';
import { DETERMINISTIC, gradientChecks, inputMap, inputTensor, loadParams } from './networks';

export interface ResNetHyper {
  depth: number;
  stem_channels: number;
  base_channels: number;
  strides: number[];
  dilations: number[];
}

/** Blocks per stage by the number of layers. */
const DEPTHS: Record<number, number[]> = { 50: [3, 4, 6, 3], 101: [3, 4, 23, 3], 152: [3, 8, 36, 3] };

export function resNetConfigOf(hyper: ResNetHyper): ResNetConfig {
  const depths = DEPTHS[hyper.depth];
  if (!depths) throw new Error(`A ResNet of ${hyper.depth} layers has no bottleneck blocks.`);
  const { stem_channels: stem, base_channels: base, strides, dilations } = hyper;
  return { kind: 'resnet', stem, base, depths, strides, dilations };
}

interface Hyper {
  backbone: ResNetHyper;
  head: { in_channels: number; num_classes: number; dilations: number[] };
  avg_non_ignore: boolean;
}

export function deeplabCase(reference: ReferenceNumbers): Promise<Check[]> {
  const hyper = reference.entry.hyper as unknown as Hyper;
  const config = resNetConfigOf(hyper.backbone);
  const head = deeplabHead(hyper.head.dilations);
  const { in_channels: inputs, num_classes: classes } = hyper.head;
  const headConfig: HeadConfig = { kind: 'dlv2red', inputs: [inputs], embed: 0, channels: 0, classes, dropout: 0 };
  return guarded('DeepLabV2', async () => {
    const backbone = new ParamStore(resNetParams(config), { seed: 0, trained: true });
    const decoder = new ParamStore(head.params(headConfig, ''), { seed: 0, trained: true });
    loadParams(backbone, reference, 'weights_backbone/');
    loadParams(decoder, reference, 'weights_head/');
    const x = inputMap(reference, 'in/x');
    const label = inputTensor(reference, 'in/label', 'int32');
    const forward = (mode: typeof EVALUATION) => {
      const maps = resNetForward(x, backbone, '', config, mode);
      return { maps, logits: head.forward(maps, decoder, '', headConfig, mode) };
    };
    const checks: Check[] = [];
    const compareMaps = async (prefix: string, { maps, logits }: ReturnType<typeof forward>) => {
      for (const [i, map] of maps.entries())
        checks.push(mapCheck(reference, `${prefix}/feat${i + 1}`, await readTensor(map)));
      checks.push(mapCheck(reference, `${prefix}/logits`, await readTensor(logits)));
    };
    await compareMaps(
      'out_eval',
      tf.tidy(() => forward(EVALUATION)),
    );

    const tape = new Tape();
    tape.watch(x);
    const out = withTape(tape, () => {
      const result = forward(DETERMINISTIC);
      for (const tensor of [...result.maps, result.logits]) tf.keep(tensor);
      const average = hyper.avg_non_ignore ? 'valid' : 'all';
      return { ...result, ...crossEntropy(result.logits, label, null, { average }) };
    });
    await compareMaps('out_train', out);
    checks.push(tensorCheck(reference, 'out_train/loss', await readTensor(out.loss)));
    const [dx] = tape.backward([{ tensor: out.loss, gradient: tf.keep(tf.ones([1])) }], [x]);
    checks.push(mapCheck(reference, 'grad_in/x', await readTensor(dx!)));
    checks.push(...(await gradientChecks(backbone, reference, 'grad_backbone/')));
    checks.push(...(await gradientChecks(decoder, reference, 'grad_head/')));

    const state = await backbone.export();
    for (const name of reference.names('buffers_after/'))
      if (!name.endsWith('num_batches_tracked'))
        checks.push(tensorCheck(reference, `buffers_after/${name}`, state.get(name)?.values ?? []));
    backbone.dispose();
    decoder.dispose();
    return checks;
  });
}
