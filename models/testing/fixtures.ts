/**
 * Numbers of the reference code: a folder with `manifest.json` and safetensors files, found by the environment
 * variable CSI_FIXTURES, else at ../shared/fixtures.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors, type SafeTensor, toFloat32 } from '../weights/safetensors';
import { expectClose } from './close';

interface TensorNote {
  dtype: string;
  shape: number[];
  /** Largest difference between the stored float32 values and the same code in float64. */
  f64_max_abs_diff?: number;
  abs_max?: number;
}

/** A fixture's entry of the manifest; what `hyper` and `values` hold differs from fixture to fixture. */
export interface ManifestEntry {
  file?: string;
  call: string;
  hyper: Record<string, unknown>;
  values?: Record<string, unknown>;
  tensors?: Record<string, TensorNote>;
}

const folder = process.env.CSI_FIXTURES ?? join('..', 'shared', 'fixtures');
let manifest: Record<string, ManifestEntry> | null = null;

export class Fixture {
  constructor(
    readonly entry: ManifestEntry,
    readonly tensors: ReadonlyMap<string, SafeTensor>,
  ) {}

  private get(name: string): SafeTensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`The fixture has no tensor ${name}.`);
    return tensor;
  }

  shape(name: string): number[] {
    return this.get(name).shape;
  }

  /** Values in the file's order. */
  floats(name: string): Float32Array {
    return toFloat32(this.get(name));
  }

  /** Labels, masks and counts. */
  integers(name: string): Int32Array {
    return Int32Array.from(this.floats(name));
  }

  /** A feature map, stored as [B,C,H,W], in the order [B,H,W,C]. */
  map(name: string): { shape: number[]; values: Float32Array } {
    const [b = 1, c = 1, h = 1, w = 1] = this.shape(name);
    const source = this.floats(name);
    const values = new Float32Array(source.length);
    for (let n = 0; n < b; n++)
      for (let k = 0; k < c; k++)
        for (let p = 0; p < h * w; p++) values[(n * h * w + p) * c + k] = source[(n * c + k) * h * w + p]!;
    return { shape: [b, h, w, c], values };
  }

  /** Largest error that counts as equal: rounding noise, or 2e-5 of the tensor's magnitude. */
  tolerance(name: string): number {
    const note = this.entry.tensors?.[name];
    const largest = note?.abs_max ?? this.floats(name).reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    return Math.max(30 * (note?.f64_max_abs_diff ?? 0), 2e-5 * largest, 1e-7);
  }

  /** Fails unless `actual` is the stored tensor, both in the file's order. */
  expectTensor(name: string, actual: ArrayLike<number>): void {
    expectClose(actual, this.floats(name), { absolute: this.tolerance(name), relative: 0 });
  }

  /** Fails unless `actual`, in the order [B,H,W,C], is the stored map. */
  expectMap(name: string, actual: ArrayLike<number>): void {
    expectClose(actual, this.map(name).values, { absolute: this.tolerance(name), relative: 0 });
  }
}

/** Loads one fixture by its name in the manifest. */
export function fixture(name: string): Fixture {
  manifest ??= (
    JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { fixtures: Record<string, ManifestEntry> }
  ).fixtures;
  const entry = manifest[name];
  if (!entry) throw new Error(`There is no fixture ${name} in ${folder}.`);
  return new Fixture(entry, entry.file ? readSafetensors(readFileSync(join(folder, entry.file))) : new Map());
}
