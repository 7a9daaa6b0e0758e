/** A network's tensors under Hugging Face's names; the table of names is in `hugging-face-names.ts`. */
import { reverseLevels, toHuggingFace } from './hugging-face-names';

type Tensors = Map<string, { shape: number[]; values: Float32Array }>;

/**
 * @param tensors by the reference's names, encoder under `backbone.`, head under `decode_head.`
 * @returns the renamed tensors, and the names of those that have no counterpart: a DAFormer head, and the classifier
 * `conv_seg` that a SegFormer head carries and never uses.
 */
export function toHuggingFaceWeights(tensors: ReadonlyMap<string, { shape: number[]; values: Float32Array }>): {
  tensors: Tensors;
  leftOut: string[];
} {
  const renamed: Tensors = new Map();
  const leftOut: string[] = [];
  for (const [name, { shape, values }] of tensors) {
    const counterparts = toHuggingFace(name);
    if (counterparts.length === 0) leftOut.push(name);
    for (const { name: theirs, half, levels } of counterparts) {
      if (half) renamed.set(theirs, halfOf(shape, values, half));
      else renamed.set(theirs, { shape, values: levels ? reverseLevels(values, shape) : values });
    }
  }
  return { tensors: renamed, leftOut };
}

function halfOf([rows = 0, ...rest]: number[], values: Float32Array, half: 'first' | 'second') {
  const middle = values.length / 2;
  const part = half === 'first' ? values.subarray(0, middle) : values.subarray(middle);
  return { shape: [rows / 2, ...rest], values: part };
}
