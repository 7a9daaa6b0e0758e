/** One pass over a labelled set. */
import type { EvaluationSample, EvaluationSource } from '../data/batch';
import { isDataGone } from '../data/data-gone';
import type { Taxonomy } from '../experiment/taxonomy';
import type { PictureScore, Progress } from '../protocol';
import { ConfusionMatrix, meanOf } from './metrics';

/** Class per pixel at the label's size; the student's by default, since that is what is reported (Q14). */
export interface Predictor {
  predict(sample: EvaluationSample, which?: 'student' | 'teacher'): Promise<Uint8Array>;
}

export interface Evaluation {
  matrix: ConfusionMatrix;
  /** One entry per picture that was read, in their order. */
  pictures: PictureScore[];
}

export interface EvaluationOptions {
  which?: 'student' | 'teacher';
  /** Names the pass in its progress; "Evaluation" by default. */
  what?: string;
  onProgress?: (progress: Progress) => void;
  /** A picture that could not be read; it is left out. */
  onProblem?: (file: string, message: string) => void;
  onPrediction?: (sample: EvaluationSample, prediction: Uint8Array) => Promise<void>;
  /** Asked between pictures; true ends the pass without a result. */
  cancelled?: () => boolean;
}

/**
 * Counts every pixel of every picture. Null where it was cancelled.
 * @throws where not a single picture could be read, and DataGone where the folder is not there any more.
 */
export async function evaluate(
  predictor: Predictor,
  source: EvaluationSource,
  taxonomy: Taxonomy,
  options: EvaluationOptions = {},
): Promise<Evaluation | null> {
  const { what = 'Evaluation' } = options;
  const matrix = new ConfusionMatrix(taxonomy.classes.length);
  const pictures: PictureScore[] = [];
  const started = performance.now();
  let next = fetched(source, 0);
  for (let i = 0; i < source.count; i++) {
    if (options.cancelled?.()) return null;
    const current = next;
    if (i + 1 < source.count) next = fetched(source, i + 1); // decoded while the GPU is busy with this one
    const result = await current;
    if ('problem' in result) options.onProblem?.(`picture ${i + 1} of ${source.count}`, result.problem);
    else {
      const prediction = await predictor.predict(result.sample, options.which);
      const single = new ConfusionMatrix(matrix.classes);
      single.add(prediction, result.sample.label);
      matrix.merge(single);
      pictures.push(pictureScore(result.sample.file, single));
      await options.onPrediction?.(result.sample, prediction);
    }
    const secondsLeft = ((performance.now() - started) / 1000 / (i + 1)) * (source.count - i - 1);
    options.onProgress?.({ what, done: i + 1, total: source.count, secondsLeft });
  }
  if (pictures.length === 0)
    throw new Error('The evaluation has no picture that can be read: check the validation folder.');
  return { matrix, pictures };
}

const DIGITS = 1e4;
const rounded = (value: number | null) => (value === null ? null : Math.round(value * DIGITS) / DIGITS);

/** Errors of a picture that are kept: those of some extent, the largest first. */
const MAX_ERRORS = 20;
const LEAST_ERROR_SHARE = 0.001;

/** Scores of one picture, short enough to be kept for every picture of every evaluation. */
function pictureScore(file: string, matrix: ConfusionMatrix): PictureScore {
  const iou = matrix.iou();
  return { file, miou: rounded(meanOf(iou)), iou: iou.map(rounded), errors: largestErrors(matrix) };
}

function largestErrors({ classes, counts }: ConfusionMatrix): [number, number, number][] {
  const labelled = counts.reduce((sum, n) => sum + n, 0);
  const errors: [number, number, number][] = [];
  counts.forEach((pixels, i) => {
    const [truth, predicted] = [Math.floor(i / classes), i % classes];
    if (truth !== predicted && pixels > 0 && pixels >= LEAST_ERROR_SHARE * labelled)
      errors.push([truth, predicted, pixels]);
  });
  return errors.sort((a, b) => b[2] - a[2]).slice(0, MAX_ERRORS);
}

function fetched(source: EvaluationSource, index: number): Promise<{ sample: EvaluationSample } | { problem: string }> {
  const found = source.sample(index).then(
    (sample) => ({ sample }),
    (error: unknown) => {
      // One file that cannot be read is left out; without their folder no scores mean anything.
      if (isDataGone(error)) throw error;
      return { problem: error instanceof Error ? error.message : String(error) };
    },
  );
  found.catch(() => undefined); // reported by whoever awaits it
  return found;
}
