/** Loads items as resized samples and keeps the last used ones, up to a number of bytes. */
import type { Host, SourceFile } from '../host';
import type { Sample } from './crop';
import { decodeLabel } from './labels';
import type { Item } from './layouts/layout';
import { orientationOf, upright } from './picture/orientation';
import { keepRatio, resizeBilinear, resizeNearest } from './resize';

/** A file that cannot be used; the message says why in one sentence. */
export class BrokenFile extends Error {
  override name = 'BrokenFile';

  /** @param unreadable the file could not even be read, which is so for all files of a folder that is gone. */
  constructor(
    readonly file: string,
    message: string,
    readonly unreadable = false,
  ) {
    super(message);
  }
}

/**
 * Decodes an item at its file's size; a picture of a data set without labels is turned upright.
 *
 * @param withLabel also decodes the label, which then must be there.
 * @throws BrokenFile where a file is broken, or where picture and label differ in size.
 */
export async function loadItem(item: Item, host: Pick<Host, 'decodePicture'>, withLabel: boolean): Promise<Sample> {
  const { picture, label, rule } = item;
  const { width, height, rgb } = await naming(picture.path, async () => {
    const bytes = await reading(picture);
    const stored = await host.decodePicture(bytes, picture.path);
    return label ? stored : upright(stored, orientationOf(bytes, picture.path));
  });
  if (!withLabel) return { width, height, rgb, label: null };
  if (!label || !rule)
    throw new BrokenFile(picture.path, `${picture.path} has no label; add one, or use the picture as target only.`);
  const map = await naming(label.path, async () => decodeLabel(await reading(label), label, rule));
  if (map.width !== width || map.height !== height)
    throw new BrokenFile(
      label.path,
      `${label.path} is ${map.width}x${map.height}, but its picture ${picture.path} is ${width}x${height}; export both at one size.`,
    );
  return { width, height, rgb, label: map.trainIds };
}

async function reading(file: SourceFile): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await file.bytes();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BrokenFile(file.path, `${file.path} cannot be read: ${why}`, true);
  }
}

/** Adds to an error which file it comes from. */
async function naming<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BrokenFile) throw error;
    throw new BrokenFile(file, error instanceof Error ? error.message : String(error));
  }
}

/** Resizes picture and label to fit the box, keeping the proportions. */
export function resizeSample(sample: Sample, box: readonly [number, number]): Sample {
  const size = keepRatio(sample, box);
  return { ...resizeBilinear(sample, size), label: sample.label && resizeNearest(sample.label, sample, size) };
}

const bytesOf = ({ rgb, label }: Sample): number => rgb.length + (label?.length ?? 0);

/** Least recently used samples give way to new ones; the items of one cache all have the same resize and label rule. */
export class SampleCache {
  private readonly kept = new Map<Item, Sample>();
  private readonly loading = new Map<Item, Promise<Sample>>();
  private bytes = 0;

  constructor(
    private readonly host: Pick<Host, 'decodePicture'>,
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
    const sample = resizeSample(await loadItem(item, this.host, this.withLabel), this.box);
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
