/** Copies views of a storage into tensors whose elements follow one another. */
import type { AllocationBudget } from '../allocation-budget';
import { dataOf, elementBytes, type SafeTensor } from '../safetensors';
import { WeightsFileError } from '../weights-file-error';
import type { TensorRef } from './pickle-values';

/**
 * The elements of `ref` in row-major order: a view of the storage where they already lie so, else a copy.
 * @param storage the storage's bytes, little-endian
 * @param budget asked before copying: a stride of 0 makes a large tensor of a small storage
 * @throws WeightsFileError where the tensor reaches beyond its storage.
 */
export function contiguous(
  ref: TensorRef,
  storage: Uint8Array,
  name: string,
  file: string,
  budget: AllocationBudget,
): SafeTensor {
  const { dtype, offset, shape, strides } = ref;
  const width = elementBytes(dtype);
  const count = shape.reduce((a, b) => a * b, 1);
  if (count === 0) return { dtype, shape, data: dataOf(new Uint8Array(0), dtype, 0, 0) };
  const last = shape.reduce((at, size, d) => at + (size - 1) * strides[d]!, offset);
  if (!((last + 1) * width <= storage.length))
    throw new WeightsFileError(
      `${file} is damaged: ${name} of shape [${shape}] needs ${(last + 1) * width} bytes of a storage of ${storage.length}.`,
    );
  if (isRowMajor(shape, strides)) {
    const start = storage.byteOffset + offset * width;
    if (start % width !== 0) budget.take(count * width, name);
    return { dtype, shape, data: dataOf(storage, dtype, offset * width, count * width) };
  }
  budget.take(count * width, name);
  const copy = new Uint8Array(count * width);
  gather(copy, storage, ref, width);
  return { dtype, shape, data: dataOf(copy, dtype, 0, copy.length) };
}

/** The same values with the bytes of every element reversed. */
export function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let i = 0; i + width <= bytes.length; i += width)
    for (let b = 0; b < width; b++) result[i + b] = bytes[i + width - 1 - b]!;
  return result;
}

function isRowMajor(shape: number[], strides: number[]): boolean {
  let expected = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    if (shape[d] !== 1 && strides[d] !== expected) return false;
    expected *= shape[d]!;
  }
  return true;
}

function gather(target: Uint8Array, storage: Uint8Array, { offset, shape, strides }: TensorRef, width: number): void {
  const index = shape.map(() => 0);
  let from = offset;
  for (let to = 0; to < target.length; to += width) {
    for (let b = 0; b < width; b++) target[to + b] = storage[from * width + b]!;
    for (let d = shape.length - 1; d >= 0; d--) {
      from += strides[d]!;
      if (++index[d]! < shape[d]!) break;
      from -= strides[d]! * shape[d]!;
      index[d] = 0;
    }
  }
}
