/** Scores and sizes that the gallery can be narrowed to. */
import type { PatchColumns } from '../../workers/patch-columns';

/** The detector's score and CLIP's, 0..1, and the box's area in pixels. */
export type Measure = 'detection' | 'clip' | 'area';

export interface Range {
  /** Both belong to it; null: open. */
  least: number | null;
  most: number | null;
}

export type Ranges = Record<Measure, Range>;

const OPEN: Range = { least: null, most: null };

export const ANY_MEASURE: Ranges = { detection: OPEN, clip: OPEN, area: OPEN };

type Columns = Pick<PatchColumns, 'detectionScore' | 'classScore' | 'box'>;

/** Pixels of a patch's box. */
export const areaOf = ({ box }: Pick<Columns, 'box'>, i: number): number =>
  (box[4 * i + 2]! - box[4 * i]!) * (box[4 * i + 3]! - box[4 * i + 1]!);

const MEASURED: Record<Measure, (columns: Columns, i: number) => number> = {
  detection: ({ detectionScore }, i) => detectionScore[i]!,
  clip: ({ classScore }, i) => classScore[i]!,
  area: areaOf,
};

/** Tells whether a patch lies in all ranges; a patch of which CLIP was not asked lies in no range of its score. */
export function withinRanges(columns: Columns, ranges: Ranges): (i: number) => boolean {
  const bounds = (Object.keys(MEASURED) as Measure[]).flatMap((measure) => {
    const { least, most } = ranges[measure];
    if (least === null && most === null) return [];
    // As exact as scores are recorded: 0.1 lies in a range that ends with 0.1.
    const low = Math.fround(least ?? Number.NEGATIVE_INFINITY);
    return [{ of: MEASURED[measure], low, high: Math.fround(most ?? Number.POSITIVE_INFINITY) }];
  });
  return (i) =>
    bounds.every(({ of, low, high }) => {
      const value = of(columns, i);
      return value >= low && value <= high;
    });
}
