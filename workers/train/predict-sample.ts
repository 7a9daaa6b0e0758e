/** Prediction of whole pictures. */
import * as tf from '@tensorflow/tfjs-core';
import { readTensor } from '../../models/engine/backend';
import { guarded } from '../../models/engine/device';
import { EVALUATION } from '../../models/mode';
import { normalizeImages } from '../../models/ops/normalize/normalize';
import { predict } from '../../models/ops/predict/predict';
import { cutWindows, stack, windowGrid } from '../../models/ops/windows/windows';
import type { Segmentor } from '../../models/segmentor';
import type { EvaluationSample } from '../data/batch';

/** Configurations have the width first, windows the height. */
const flipped = ([width, height]: [number, number]): [number, number] => [height, width];

/**
 * Class of every pixel of the label's size, row by row: probabilities are resized, not logits (Q20).
 * @param sliding overlapping windows, width and height, whose logits are averaged; absent: the whole picture at once
 */
export async function predictSample(
  network: Segmentor,
  sample: Omit<EvaluationSample, 'label'>,
  sliding?: { crop: [number, number]; stride: [number, number] },
): Promise<Uint8Array> {
  const { width, height, rgb, labelWidth, labelHeight } = sample;
  const packed = new Int32Array(width * height);
  for (let i = 0; i < packed.length; i++)
    packed[i] = rgb[3 * i]! | (rgb[3 * i + 1]! << 8) | (rgb[3 * i + 2]! << 16) | (255 << 24);
  const classes = await guarded(`prediction of ${sample.file}`, () =>
    tf.tidy(() => {
      const image = normalizeImages(tf.tensor(packed, [1, height, width], 'int32'));
      const size = { inputHeight: height, inputWidth: width, height: labelHeight, width: labelWidth };
      if (!sliding) return predict(network.forward(image, EVALUATION), size);
      const windows = windowGrid([height, width], flipped(sliding.crop), flipped(sliding.stride));
      // One window after the other: a picture needs no more memory than a training crop.
      const parts = Array.from({ length: windows.rows * windows.columns }, (_, k) =>
        tf.tidy(() => ({ tensor: network.forward(cutWindows(image, windows, k, 1), EVALUATION) })),
      );
      return predict(stack(parts), { ...size, windows });
    }),
  );
  try {
    return Uint8Array.from(await readTensor(classes));
  } finally {
    classes.dispose();
  }
}
