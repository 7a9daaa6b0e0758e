/** Cutting and joining tensors along their first dimension, whatever their type. */
import { dataOf, elementBytes, type SafeTensor } from './safetensors';

/** Rows [from, to) as a view where they are aligned. */
export function rowsOf({ dtype, shape, data }: SafeTensor, from: number, to: number): SafeTensor {
  const [rows = 1, ...rest] = shape;
  const rowBytes = data.byteLength / Math.max(1, rows);
  const bytes = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  return { dtype, shape: [to - from, ...rest], data: dataOf(bytes, dtype, from * rowBytes, (to - from) * rowBytes) };
}

/** `first` above `second`. @throws where their types or row sizes differ. */
export function stackRows(first: SafeTensor, second: SafeTensor): SafeTensor {
  const [rowsA = 1, ...restA] = first.shape;
  const [rowsB = 1, ...restB] = second.shape;
  if (first.dtype !== second.dtype || restA.join() !== restB.join())
    throw new Error(
      `${first.dtype} [${first.shape}] and ${second.dtype} [${second.shape}] cannot be joined to one tensor.`,
    );
  const bytes = new Uint8Array((first.data.length + second.data.length) * elementBytes(first.dtype));
  bytes.set(new Uint8Array(first.data.buffer, first.data.byteOffset, first.data.byteLength), 0);
  bytes.set(new Uint8Array(second.data.buffer, second.data.byteOffset, second.data.byteLength), first.data.byteLength);
  return { dtype: first.dtype, shape: [rowsA + rowsB, ...restA], data: dataOf(bytes, first.dtype, 0, bytes.length) };
}
