/** What is drawn of a run's losses: names in words and colours that differ in light and dark, also without colour vision. */
import { losses as words } from '../words/charts';

export interface CurveStyle {
  label: string;
  explanation: string;
  color: string;
  dash?: readonly number[];
}

/** After Okabe and Ito, each with enough contrast on white and on dark grey: [light, dark]. */
const COLORS = {
  blue: ['#0072b2', '#56b4e9'],
  orange: ['#c2540a', '#f0a050'],
  green: ['#007a5a', '#2fd6a5'],
  purple: ['#a8437f', '#e08fc0'],
  ochre: ['#8a6d00', '#e6c229'],
  grey: ['#495057', '#ced4da'],
} as const satisfies Record<string, readonly [string, string]>;

const CYCLE = Object.values(COLORS);
const DASHES = [undefined, [6, 3], [2, 2], [8, 3, 2, 3]] as const;

/** Colour and dash of the i-th of many curves; more than 20 begin anew. */
export function curveColor(i: number, dark: boolean): Pick<CurveStyle, 'color' | 'dash'> {
  return {
    color: CYCLE[i % CYCLE.length]![dark ? 1 : 0],
    dash: DASHES[Math.floor(i / CYCLE.length) % DASHES.length],
  };
}

/** Losses of the method by their name in the logs; rates and accuracies of the same logs are not losses. */
const LOSSES: [name: string, said: Pick<CurveStyle, 'label' | 'explanation'>, color: keyof typeof COLORS][] = [
  ['decode.loss_seg', words.source, 'blue'],
  ['mix.decode.loss_seg', words.mixed, 'orange'],
  ['src.loss_imnet_feat_dist', words.featureDistance, 'green'],
  ['masked.decode.loss_seg', words.masked, 'purple'],
];
/** Parts of a loss at two scales. */
const SCALES: [part: string, label: string, dash: number[]][] = [
  ['hr.', words.detail, [6, 3]],
  ['lr.', words.context, [2, 2]],
];

/** Styles of the losses among `names`, in a fixed order. */
export function lossStyles(names: readonly string[], dark: boolean): (CurveStyle & { name: string })[] {
  const known = LOSSES.flatMap(([name, { label, explanation }, color]) => [
    { name, label, explanation, color: COLORS[color][dark ? 1 : 0] },
    ...SCALES.map(([part, scale, scaleDash]) => ({
      name: name.replace('decode.', `decode.${part}`),
      label: words.labelAt(label, scale),
      explanation: words.explanationAt(explanation, scale),
      color: COLORS[color][dark ? 1 : 0],
      dash: scaleDash,
    })),
  ]);
  const listed = known.filter(({ name }, i) => names.includes(name) && known.findIndex((k) => k.name === name) === i);
  const others = names
    .filter((name) => /loss/.test(name) && !known.some((k) => k.name === name))
    .map((name, i) => ({ name, label: name, explanation: name, ...curveColor(i + LOSSES.length, dark) }));
  return [...listed, ...others];
}
