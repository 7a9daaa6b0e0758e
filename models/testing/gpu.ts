/** The GPU in unit tests: one engine per test file, and checks that nothing leaks or fails silently. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll } from 'vitest';
import { readTensor } from '../engine/backend';
import { guarded, type KernelSet, selectKernelSet, startEngine, stopEngine } from '../engine/device';
import { RandomStream } from '../engine/random';

/** Starts the engine for the tests of this file. */
export function withGpu(): void {
  beforeAll(async () => {
    await startEngine(navigator.gpu);
  });
  afterAll(() => stopEngine());
}

export const KERNEL_SETS: KernelSet[] = ['workgroup', 'barrier-free'];

/** Runs GPU work under error scopes with the given kernel set. */
export function onGpu<T>(set: KernelSet, work: () => T | Promise<T>): Promise<T> {
  selectKernelSet(set);
  return guarded('test', work);
}

/** Normal random values, always the same for the same key. */
export function randomValues(size: number, key: number): Float32Array {
  const random = new RandomStream(key, 99, 0);
  return Float32Array.from({ length: size }, () => random.normal());
}

/** A kept tensor of normal random values. */
export function randomTensor(shape: number[], key: number): tf.Tensor {
  return tf.keep(
    tf.tensor(
      randomValues(
        shape.reduce((a, b) => a * b, 1),
        key,
      ),
      shape,
      'float32',
    ),
  );
}

export const values = (tensor: tf.Tensor) => readTensor(tensor);
