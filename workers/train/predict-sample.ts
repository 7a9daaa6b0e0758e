/** Prediction of whole pictures. */
import * as tf from '@tensorflow/tfjs-core';
import { readTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { EVALUATION } from '../../models/mode';
import { normalizeImages } from '../../models/ops/normalize/normalize';
import { predict } from '../../models/ops/predict/predict';
import type { Segmentor } from '../../models/segmentor';
import type { EvaluationSample } from '../data/batch';

/** Class of every pixel of the label's size, row by row: probabilities are resized, not logits (Q20). */
export async function predictSample(network: Segmentor, sample: Omit<EvaluationSample, 'label'>): Promise<Uint8Array> {
  const { width, height, rgb, labelWidth, labelHeight } = sample;
  const packed = new Int32Array(width * height);
  for (let i = 0; i < packed.length; i++)
    packed[i] = rgb[3 * i]! | (rgb[3 * i + 1]! << 8) | (rgb[3 * i + 2]! << 16) | (255 << 24);
  const classes = await guarded(`prediction of ${sample.file}`, () =>
    tf.tidy(() => {
      const image = normalizeImages(tf.tensor(packed, [1, height, width], 'int32'));
      const logits = network.forward(image, EVALUATION);
      return predict(logits, { inputHeight: height, inputWidth: width, height: labelHeight, width: labelWidth });
    }),
  );
  try {
    return Uint8Array.from(await readTensor(classes));
  } finally {
    classes.dispose();
  }
}
