/**
 * Remembers what the detector said about the last crops, by their pixels and the prompts that it was asked for.
 *
 * Crops are looked at ahead of time; when the wanted classes or thresholds change in between, as when the relabeling map
 * is finalised or a person changes it, the same logits are decoded again instead of being computed again.
 */
import type { RawDetections } from './decode';
import type { Pixels } from './pillow';

export class RawCache {
  private readonly known = new Map<string, RawDetections>();

  /** @param capacity crops that are remembered; the oldest is forgotten first. */
  constructor(private readonly capacity: number) {}

  /** What is known of the crop, or what `detect` says of it now. */
  async get(
    crop: Pixels,
    prompts: readonly string[],
    detect: (crop: Pixels) => Promise<RawDetections>,
  ): Promise<RawDetections> {
    const key = `${fingerprint(crop)}|${prompts.join('\n')}`;
    const raw = this.known.get(key) ?? (await detect(crop));
    this.known.delete(key);
    this.known.set(key, raw);
    if (this.known.size > this.capacity) this.known.delete(this.known.keys().next().value!);
    return raw;
  }
}

/** Size and a 64-bit hash (two multipliers over the bytes). */
export function fingerprint({ width, height, rgb }: Pixels): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < rgb.length; i++) {
    a = Math.imul(a ^ rgb[i]!, 0x01000193);
    b = Math.imul(b ^ rgb[i]!, 0x5bd1e995) ^ (b >>> 15);
  }
  return `${width}x${height}:${a >>> 0}:${b >>> 0}`;
}
