/** Reads the pictures of an evaluation with their ground truth for those who look, one at a time. */
import type { AskedError, ScoredPicture } from '../scored-picture';
import type { Decoder } from './decoder';
import { largestErrorRegion } from './error-region';
import type { Item } from './layouts/layout';

export class ScoredPictures {
  private readonly items: Map<string, Item>;

  /** @param items with labels. @throws where there are none. */
  constructor(
    items: Item[],
    private readonly decoder: Decoder,
  ) {
    if (items.length === 0)
      throw new Error('The folders of this run hold no labelled pictures any more that it could be scored on.');
    this.items = new Map(items.map((item) => [item.picture.path, item]));
  }

  /** @throws a sentence where the picture is gone or broken, or where the prediction is of another size. */
  async read(file: string, sought: { prediction: Uint8Array; error: AskedError } | null): Promise<ScoredPicture> {
    const item = this.items.get(file);
    if (!item) throw new Error(`The labelled pictures of this run have no ${file} any more.`);
    const { width, height, rgb, label } = await this.decoder.load(item, true, null);
    const labels = Uint8Array.from(label!);
    if (sought && sought.prediction.length !== labels.length)
      throw new Error(
        `The prediction of ${file} has ${sought.prediction.length} pixels, its labels have ${width}x${height} now: they are not those that it was scored with.`,
      );
    const place = sought && largestErrorRegion(sought.prediction, labels, width, sought.error);
    return { width, height, rgb: Uint8Array.from(rgb), labels, place };
  }
}
