/** Keeps the last used items as resized samples, up to a number of bytes. */
import type { Sample } from './crop';
import type { Decoder } from './decoder';
import type { Item } from './layouts/layout';

const bytesOf = ({ rgb, label }: Sample): number => rgb.length + (label?.length ?? 0);

/** Least recently used samples give way to new ones; the items of one cache all have the same resize and label rule. */
export class SampleCache {
  private readonly kept = new Map<Item, Sample>();
  private readonly loading = new Map<Item, Promise<Sample>>();
  private bytes = 0;

  constructor(
    private readonly decoder: Decoder,
    private readonly box: readonly [number, number],
    private readonly withLabel: boolean,
    private readonly maxBytes: number,
  ) {}

  /** Bytes of the samples that are kept. */
  get size(): number {
    return this.bytes;
  }

  /** @throws BrokenFile */
  get(item: Item): Promise<Sample> {
    const kept = this.kept.get(item);
    if (kept) {
      this.kept.delete(item);
      this.kept.set(item, kept);
      return Promise.resolve(kept);
    }
    let loading = this.loading.get(item);
    if (!loading) {
      loading = this.load(item).finally(() => this.loading.delete(item));
      this.loading.set(item, loading);
    }
    return loading;
  }

  private async load(item: Item): Promise<Sample> {
    const sample = await this.decoder.load(item, this.withLabel, this.box);
    this.kept.set(item, sample);
    this.bytes += bytesOf(sample);
    for (const [oldest, dropped] of this.kept) {
      if (this.bytes <= this.maxBytes) break;
      this.kept.delete(oldest);
      this.bytes -= bytesOf(dropped);
    }
    return sample;
  }
}
