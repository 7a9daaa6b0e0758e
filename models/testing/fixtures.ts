/** The reference's numbers in unit tests: found by the environment variable CSI_FIXTURES, else at ../shared/fixtures. */
import { join } from 'node:path';
import { expectClose } from './close';
import { type Manifest, ReferenceNumbers, readManifest, readReference } from './reference';

const folder = process.env.CSI_FIXTURES ?? join('..', 'shared', 'fixtures');
let manifest: Manifest | null = null;

export class Fixture extends ReferenceNumbers {
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
  manifest ??= readManifest(folder);
  const entry = manifest[name];
  if (!entry) throw new Error(`There is no fixture ${name} in ${folder}.`);
  return new Fixture(entry, readReference(folder, entry).tensors);
}
