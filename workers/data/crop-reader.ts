/** Cuts parts out of a data set's pictures for those who look: at the size of the run that they belong to, made small. */
import type { Directory } from '../host';
import type { PictureArea, PictureCrop } from '../patch-columns';
import type { Decoder } from './decoder';
import type { Item } from './layouts/layout';
import { SampleCache } from './sample-cache';

/** Whole pictures that are kept: their parts are mostly asked for one after the other. */
const CACHE_BYTES = 64 * 2 ** 20;

export class CropReader {
  private readonly cache: SampleCache;
  private readonly items = new Map<string, Item>();

  /** @param resize box that the run's pictures are resized into. */
  constructor(
    private readonly folder: Directory,
    decoder: Decoder,
    resize: readonly [number, number],
  ) {
    this.cache = new SampleCache(decoder, resize, false, CACHE_BYTES);
  }

  /**
   * @param file path of the picture in the folder
   * @param area in the resized picture; null: all of it
   * @param maxSide longer side of what comes back; larger areas lose every second pixel, or more
   * @throws a sentence where the picture is gone or broken, or where the area lies outside.
   */
  async crop(file: string, wanted: PictureArea | null, maxSide: number): Promise<PictureCrop> {
    const sample = await this.cache.get(await this.item(file));
    const picture = { width: sample.width, height: sample.height };
    const { x, y, width, height, flipped } = wanted ?? { x: 0, y: 0, ...picture, flipped: false };
    if (x < 0 || y < 0 || width < 1 || height < 1 || x + width > sample.width || y + height > sample.height)
      throw new Error(
        `${file} is ${sample.width}x${sample.height} now, and has no ${width}x${height} pixels at ${x}, ${y}: it is not the picture that the run saw.`,
      );
    const step = Math.ceil(Math.max(width, height) / maxSide);
    const [w, h] = [Math.ceil(width / step), Math.ceil(height / step)];
    const rgb = new Uint8Array(w * h * 3);
    for (let row = 0, to = 0; row < h; row++)
      for (let column = 0; column < w; column++, to += 3) {
        const across = flipped ? width - 1 - column * step : column * step;
        const from = ((y + row * step) * sample.width + x + across) * 3;
        rgb[to] = sample.rgb[from]!;
        rgb[to + 1] = sample.rgb[from + 1]!;
        rgb[to + 2] = sample.rgb[from + 2]!;
      }
    return { width: w, height: h, rgb, picture };
  }

  private async item(file: string): Promise<Item> {
    const known = this.items.get(file);
    if (known) return known;
    const picture = await this.folder.file(file);
    if (!picture) throw new Error(`The folder ${this.folder.name} has no picture ${file} any more.`);
    const item: Item = { picture, label: null, rule: null, stem: file };
    this.items.set(file, item);
    return item;
  }
}
