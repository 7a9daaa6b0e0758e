/**
 * Predicts the pinned pictures at one evaluation and keeps what came out. Those of the validation set are predicted by
 * the evaluation anyway; only pictures without labels are predicted for this, and nothing of the training changes.
 */
import type { EvaluationSample, TargetPictures } from '../data/batch';
import { isDataGone } from '../data/data-gone';
import { resizeSample } from '../data/resize';
import type { ExperimentConfig } from '../experiment/schema';
import type { WritableDirectory } from '../host';
import { DEFAULT_PINS, MAX_PINNED_MOMENTS, type Pin, type PinnedMoment, pinKey } from '../run-timeline';
import type { Predictor } from './evaluate';
import { appendPinnedMoment, readPinnedMoments, readPins, writePrediction, writeStill } from './pinned-folder';
import { paletteBytes } from './predict/classes';

/** True where this evaluation's predictions are kept: of many evaluations every second, third, ..., and the last. */
export function keepsPinned({ iterations, evaluateEvery }: ExperimentConfig['schedule'], iteration: number): boolean {
  const evaluations = Math.ceil(iterations / evaluateEvery);
  const every = Math.ceil(evaluations / MAX_PINNED_MOMENTS);
  return iteration === iterations || (iteration / evaluateEvery) % every === 0;
}

export class PinnedRound {
  private readonly palette: Uint8Array;
  private readonly done: Pin[] = [];

  private constructor(
    private readonly folder: WritableDirectory,
    private readonly config: ExperimentConfig,
    private readonly iteration: number,
    /** Null: the first pictures that come. */
    private readonly chosen: Pin[] | null,
  ) {
    this.palette = paletteBytes(config.taxonomy);
  }

  /** Reads what is pinned now. */
  static async open(folder: WritableDirectory, config: ExperimentConfig, iteration: number): Promise<PinnedRound> {
    const kept = keepsPinned(config.schedule, iteration);
    return new PinnedRound(folder, config, iteration, kept ? await readPins(folder) : []);
  }

  /** Takes a picture of the evaluation, where it is pinned. */
  async take(sample: EvaluationSample, prediction: Uint8Array): Promise<void> {
    const pin: Pin = { set: 'validation', file: sample.file };
    const wanted = this.chosen
      ? this.chosen.some((other) => pinKey(other) === pinKey(pin))
      : this.done.length < DEFAULT_PINS;
    if (wanted) await this.keep(pin, sample, sample.label, prediction);
  }

  /**
   * Predicts the pinned pictures without labels and closes the round.
   * @param pictures null where they cannot be read
   * @param learned pictures of the last batch, pinned by default where the run has no labelled ones
   * @param onProblem hears of a picture that cannot be read
   * @returns what was kept, null where nothing was
   * @throws DataGone where the folder of the data set is not there any more
   */
  async end(
    predictor: Predictor,
    pictures: TargetPictures | null,
    learned: readonly string[],
    onProblem: (file: string, message: string) => void,
  ): Promise<PinnedMoment | null> {
    const wanted = (await this.targetPins(learned)).filter(({ set }) => set === 'target');
    for (const pin of pictures ? wanted : []) {
      try {
        const sample = await this.sampleOf(pin, pictures!);
        await this.keep(pin, sample, null, await predictor.predict(sample));
      } catch (error) {
        if (isDataGone(error)) throw error;
        onProblem(pin.file, error instanceof Error ? error.message : String(error));
      }
    }
    if (this.done.length === 0) return null;
    const moment: PinnedMoment = { iteration: this.iteration, pins: this.done };
    await appendPinnedMoment(this.folder, moment);
    return moment;
  }

  private async targetPins(learned: readonly string[]): Promise<Pin[]> {
    if (this.chosen) return this.chosen;
    if (this.done.length > 0) return [];
    // What was pinned at the first evaluation stays, so that it can be watched.
    const [first] = await readPinnedMoments(this.folder);
    if (first) return first.pins;
    return [...new Set(learned)].slice(0, DEFAULT_PINS).map((file) => ({ set: 'target', file }));
  }

  /** As a picture of the evaluation, in the size that it would have there. */
  private async sampleOf({ file }: Pin, pictures: TargetPictures): Promise<EvaluationSample> {
    const whole = await pictures.targetPicture(file);
    const { rgb, width, height } = resizeSample({ ...whole, label: null }, this.config.data.evaluation);
    return { rgb, width, height, label: new Uint8Array(0), labelWidth: width, labelHeight: height, file };
  }

  private async keep(
    pin: Pin,
    sample: EvaluationSample,
    label: Uint8Array | null,
    prediction: Uint8Array,
  ): Promise<void> {
    const size = { width: sample.labelWidth, height: sample.labelHeight };
    await writeStill(this.folder, pin, sample, label && { ...size, data: label }, this.palette);
    await writePrediction(this.folder, pin, this.iteration, { ...size, data: prediction }, this.palette);
    this.done.push(pin);
  }
}
