/**
 * The lab's only source of chance: a counter-based generator.
 *
 * A number is a pure function of (seed, stream, iteration, index), so there is no state to save, a resumed run draws
 * exactly what the uninterrupted one would have drawn, and a mask can be made again in the backward pass. The mixing
 * function is pcg4d (Jarzynski and Olano, "Hash Functions for GPU Rendering", JCGT 2020); `random.wgsl` computes the
 * same bits on the GPU.
 */

/** One stream per use, so that adding a draw in one place changes nothing elsewhere. */
export const STREAM = {
  init: 1,
  sourceSample: 2,
  targetSample: 3,
  dropPath: 4,
  dropout: 5,
  classMix: 6,
  augment: 7,
  mask: 8,
  detailCrop: 9,
  scene: 10,
  maskAugment: 11,
} as const;

/** Hashes four 32-bit counters to four independent 32-bit values. */
export function hash4(a: number, b: number, c: number, d: number): [number, number, number, number] {
  let x = (Math.imul(a, 1664525) + 1013904223) | 0;
  let y = (Math.imul(b, 1664525) + 1013904223) | 0;
  let z = (Math.imul(c, 1664525) + 1013904223) | 0;
  let w = (Math.imul(d, 1664525) + 1013904223) | 0;
  x = (x + Math.imul(y, w)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  w = (w + Math.imul(y, z)) | 0;
  x ^= x >>> 16;
  y ^= y >>> 16;
  z ^= z >>> 16;
  w ^= w >>> 16;
  x = (x + Math.imul(y, w)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  w = (w + Math.imul(y, z)) | 0;
  return [x >>> 0, y >>> 0, z >>> 0, w >>> 0];
}

/** Numbers in sequence from one (seed, stream, iteration). */
export class RandomStream {
  private index = 0;

  constructor(
    private readonly seed: number,
    private readonly stream: number,
    private readonly iteration: number,
  ) {}

  private next(): number {
    return hash4(this.seed, this.stream, this.iteration, this.index++)[0];
  }

  /** Uniform in [0, 1), 24 bits, so that it is the same number in float32. */
  uniform(): number {
    return (this.next() >>> 8) / 16777216;
  }

  /** Uniform in [lo, hi). */
  range(lo: number, hi: number): number {
    return lo + (hi - lo) * this.uniform();
  }

  /** Uniform integer in 0..n-1; `n` must be at least 1. */
  integer(n: number): number {
    return Math.floor((this.next() / 4294967296) * n);
  }

  /** Standard normal (Box-Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A uniformly random order of 0..n-1 (Fisher-Yates). */
  permutation(n: number): number[] {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }
}
