/** Labelled pictures for evaluation, from a dataset folder. */
import { IGNORE_INDEX } from '../experiment/taxonomy';
import type { Host } from '../host';
import type { EvaluationSample, EvaluationSource } from './batch';
import { loadWhileThere } from './data-gone';
import { BrokenFile, DecodeHere, type Decoder } from './decoder';
import type { Item } from './layouts/layout';
import { resizeSample } from './resize';

export interface EvaluationOptions {
  /** Items with labels, in the order in which they are evaluated. */
  items: Item[];
  /** Box of the network's input; the proportions are kept. */
  size: readonly [number, number];
  host: Pick<Host, 'decodePicture'>;
  /** Decodes elsewhere than in this thread. */
  decoder?: Decoder;
  /** Called once for each file that turns out to be broken. */
  onProblem?: (file: string, message: string) => void;
}

export class FolderEvaluation implements EvaluationSource {
  readonly count: number;
  private readonly decoder: Decoder;
  private readonly broken = new Set<Item>();
  private next: { index: number; sample: Promise<EvaluationSample> } | null = null;

  constructor(private readonly options: EvaluationOptions) {
    this.count = options.items.length;
    this.decoder = options.decoder ?? new DecodeHere(options.host);
  }

  /**
   * The picture in the network's size, the label in the file's. The following one is loaded meanwhile.
   *
   * A file that broke since the scan is reported and gives a black picture whose label is 255 everywhere: it counts for
   * no class, and the scores are those of the other pictures.
   */
  sample(index: number): Promise<EvaluationSample> {
    if (index < 0 || index >= this.count)
      return Promise.reject(
        new RangeError(`There are ${this.count} pictures for evaluation, none has number ${index}.`),
      );
    const sample = this.next?.index === index ? this.next.sample : this.load(index);
    this.next = index + 1 < this.count ? { index: index + 1, sample: sample.then(() => this.load(index + 1)) } : null;
    // Who asks for it gets the error, or has it loaded anew.
    this.next?.sample.catch(() => {
      this.next = null;
    });
    return sample;
  }

  private async load(index: number): Promise<EvaluationSample> {
    const item = this.options.items[index];
    const file = item.picture.path;
    try {
      const whole = await loadWhileThere(this.options.items, () => this.decoder.load(item, true, null));
      const { width, height, rgb } = resizeSample({ ...whole, label: null }, this.options.size);
      const label = whole.label ?? new Uint8Array(0);
      return { rgb, width, height, label, labelWidth: whole.width, labelHeight: whole.height, file };
    } catch (error) {
      if (!(error instanceof BrokenFile)) throw error;
      if (!this.broken.has(item)) this.options.onProblem?.(error.file, error.message);
      this.broken.add(item);
      const [width, height] = [Math.max(...this.options.size), Math.min(...this.options.size)];
      const label = new Uint8Array(width * height).fill(IGNORE_INDEX);
      return {
        rgb: new Uint8Array(width * height * 3),
        width,
        height,
        label,
        labelWidth: width,
        labelHeight: height,
        file,
      };
    }
  }
}
