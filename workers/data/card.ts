/** The card of a data set, from what was found out about its files so far. */
import type { ClassShare, DatasetCard, LabelSystem, ValueShare } from '../dataset-card';
import { IGNORE_INDEX } from '../experiment/taxonomy';
import type { Assembled } from './assemble';
import { type LabelRule, trainIdOf, valueText } from './layouts/label-ids';

/** Pictures with more pixels of a class than this can be drawn for it (rare class sampling's default). */
const DRAWABLE_PIXELS = 3000;
const RARE_SHARE = 0.01;
const PROBLEMS_ON_CARD = 100;
const SIZES_ON_CARD = 20;

/** What the card says of the files; who keeps the data set adds its id, name and progress. */
export type CardContents = Omit<DatasetCard, 'id' | 'name' | 'state' | 'checked' | 'inside'>;
/** The same with all problems and all sizes. */
export type FullContents = Omit<CardContents, 'problemCount' | 'sizeCount'>;

/**
 * A card is copied to the page about once a second: lists that grow with the data set are cut off there, and the page
 * asks for the other problems when somebody wants to see them.
 */
export function forCard(contents: FullContents): CardContents {
  const { problems, sizes } = contents;
  return {
    ...contents,
    problems: problems.slice(0, PROBLEMS_ON_CARD),
    problemCount: problems.length,
    sizes: sizes.slice(0, SIZES_ON_CARD),
    sizeCount: sizes.length,
  };
}

export function cardContents({
  report,
  index,
  samples,
}: Pick<Assembled, 'report' | 'index' | 'samples'>): FullContents {
  const sizes = new Map<string, { width: number; height: number; pictures: number }>();
  const systems = new Map<LabelSystem, number>();
  const values = new Map<string, ValueShare>();
  let [bytes, labelled] = [0, 0];
  for (const { item, record } of samples) {
    const { width, height } = record;
    const key = `${width}x${height}`;
    const size = sizes.get(key) ?? { width, height, pictures: 0 };
    size.pictures++;
    sizes.set(key, size);
    bytes += record.bytes;
    if (!item.rule) continue;
    labelled++;
    systems.set(item.rule.ids, (systems.get(item.rule.ids) ?? 0) + 1);
    for (const [value, pixels] of record.values) addValue(values, item.rule, value, pixels);
  }
  return {
    ...report,
    labels: [...systems].sort((a, b) => b[1] - a[1]).map(([system]) => system),
    labelled,
    bytes,
    sizes: [...sizes.values()].sort((a, b) => b.pictures - a.pictures),
    classes: classShares({ report, samples }),
    values: [...values.values()].sort((a, b) => b.pixels - a.pixels),
    skipped: index.skipped,
  };
}

/** Files of one data set may be read by different rules, so a value may occur once for each. */
function addValue(values: Map<string, ValueShare>, rule: LabelRule, raw: number, pixels: number): void {
  const trainId = trainIdOf(rule, raw);
  const key = `${raw} ${trainId}`;
  const known = values.get(key) ?? { value: valueText(raw), pixels: 0, trainId };
  known.pixels += pixels;
  values.set(key, known);
}

function classShares({ report, samples }: Pick<Assembled, 'report' | 'samples'>): ClassShare[] {
  const total = Object.values(report.classPixels).reduce((sum, pixels) => sum + pixels, 0);
  const shares = new Map<number, ClassShare>();
  for (const [id, pixels] of Object.entries(report.classPixels))
    shares.set(Number(id), {
      trainId: Number(id),
      pixels,
      pictures: 0,
      drawable: 0,
      rare: pixels < total * RARE_SHARE,
    });
  for (const { counts } of samples)
    for (const [id, pixels] of Object.entries(counts)) {
      const share = shares.get(Number(id));
      if (!share) continue;
      share.pictures++;
      if (pixels > DRAWABLE_PIXELS) share.drawable++;
    }
  return [...shares.values()].filter(({ trainId }) => trainId !== IGNORE_INDEX).sort((a, b) => a.trainId - b.trainId);
}
