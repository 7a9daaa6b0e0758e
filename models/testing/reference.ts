/**
 * Numbers of the reference code: a folder with `manifest.json` and safetensors files. Names, shapes, hyper-parameters
 * and rounding noise of every tensor are in the manifest.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors, type SafeTensor, toFloat32 } from '../weights/safetensors';

interface TensorNote {
  dtype: string;
  shape: number[];
  /** Largest difference between the stored float32 values and the same code in float64. */
  f64_max_abs_diff?: number;
  abs_max?: number;
}

/** A fixture's entry of the manifest; what `hyper` and `values` hold differs from fixture to fixture. */
export interface ManifestEntry {
  file?: string | null;
  call: string;
  hyper: Record<string, unknown>;
  values?: Record<string, unknown>;
  tensors?: Record<string, TensorNote>;
}

export class ReferenceNumbers {
  constructor(
    readonly entry: ManifestEntry,
    readonly tensors: ReadonlyMap<string, SafeTensor>,
  ) {}

  has(name: string): boolean {
    return this.tensors.has(name);
  }

  /** Names of all tensors that begin with `prefix`, without it. */
  names(prefix: string): string[] {
    return Array.from(this.tensors.keys())
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  }

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

  /** Largest error that counts as equal: 30 times the tensor's own rounding noise, or 2e-5 of its magnitude. */
  tolerance(name: string): number {
    const { f64_max_abs_diff: noise, abs_max: largest } = this.entry.tensors?.[name] ?? {};
    if (noise !== undefined && largest !== undefined) return Math.max(30 * noise, 2e-5 * largest, 1e-7);
    // Values without a known noise; NaN, which absent classes have, is no magnitude.
    const numbers = this.floats(name).filter((v) => !Number.isNaN(v));
    return 2e-5 * numbers.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  }
}

export type Manifest = Record<string, ManifestEntry>;

/** Reads a folder's manifest. */
export function readManifest(folder: string): Manifest {
  return (JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { fixtures: Manifest }).fixtures;
}

/** Reads the tensors of one entry. */
export function readReference(folder: string, entry: ManifestEntry): ReferenceNumbers {
  return new ReferenceNumbers(entry, entry.file ? readSafetensors(readFileSync(join(folder, entry.file))) : new Map());
}
