/** Class shares of a data set on a logarithmic axis, ready to draw. */
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { ClassShare } from '../../workers/protocol';

export interface ClassBar {
  id: number;
  name: string;
  /** Share of the labelled pixels, 0..1. */
  share: number;
  /** Height of the bar, 0..1; 0 where the class is absent. */
  height: number;
  rare: boolean;
  pictures: number;
  drawable: number;
}

export interface Histogram {
  bars: ClassBar[];
  /** Lines of the axis: every power of ten, from 100 % downwards. */
  lines: { share: number; height: number }[];
}

/** The axis shows two decades at least, and seven at most. */
const MIN_DECADES = 2;
const MAX_DECADES = 7;
/** The smallest share still has a bar that can be seen. */
const MIN_HEIGHT = 0.04;

/** Every class of the taxonomy in its order, absent ones too. */
export function histogramOf(classes: ClassShare[], taxonomy: Taxonomy): Histogram {
  const total = classes.reduce((sum, { pixels }) => sum + pixels, 0);
  const smallest = Math.min(1, ...classes.map(({ pixels }) => pixels / total).filter((share) => share > 0));
  const decades = Math.min(MAX_DECADES, Math.max(MIN_DECADES, Math.ceil(-Math.log10(smallest))));
  const heightOf = (share: number) => Math.max(MIN_HEIGHT, 1 + Math.log10(share) / decades);
  const byId = new Map(classes.map((found) => [found.trainId, found]));
  const bars = taxonomy.classes.map(({ name }, id) => {
    const found = byId.get(id);
    const share = found ? found.pixels / total : 0;
    const { rare = false, pictures = 0, drawable = 0 } = found ?? {};
    return { id, name, share, height: share > 0 ? heightOf(share) : 0, rare, pictures, drawable };
  });
  const lines = Array.from({ length: decades }, (_, i) => ({ share: 10 ** -i, height: 1 - i / decades }));
  return { bars, lines };
}
