/** The classes of a loaded network, and how label files say which colour and name an id has. */
import type { EvaluationSample } from '../../data/batch';
import { encodePng } from '../../data/png/encode';
import { CITYSCAPES, type Taxonomy } from '../../experiment/taxonomy';

/** Colours of a label PNG: 256 RGB triples. */
export const PALETTE_COLORS = 256;

/**
 * Classes in the order of the outputs: those that the file names, or Cityscapes' where there are as many.
 * @param named what the file says, null where it says nothing
 * @returns the classes, and a sentence where they had to be assumed
 */
export function classesOf(
  outputs: number,
  named: Taxonomy | null,
  file: string,
): { taxonomy: Taxonomy; note: string | null } {
  if (named?.classes.length === outputs) return { taxonomy: named, note: null };
  const contradiction = named
    ? `${file} names ${named.classes.length} classes but tells ${outputs} apart`
    : `${file} does not name its classes`;
  if (!named && outputs === CITYSCAPES.classes.length)
    return {
      taxonomy: CITYSCAPES,
      note: `${contradiction}: its ${outputs} outputs are taken for Cityscapes' classes.`,
    };
  const classes = Array.from({ length: outputs }, (_, id) => ({
    name: `class ${id}`,
    category: 'unknown',
    color: vocColor(id + 1),
    prompts: [`class ${id}`],
  }));
  return { taxonomy: { classes }, note: `${contradiction}: they are numbered from 0.` };
}

/**
 * 256 RGB triples: the classes by id, the colours of PASCAL VOC for the ids behind them, black for 255 (ignore).
 */
export function paletteBytes({ classes }: Taxonomy): Uint8Array {
  const palette = new Uint8Array(3 * PALETTE_COLORS);
  for (let id = 0; id < PALETTE_COLORS - 1; id++) palette.set(classes[id]?.color ?? vocColor(id), 3 * id);
  return palette;
}

/** Writes predictions as label PNGs with the colours of the classes. */
export function predictionEncoder(taxonomy: Taxonomy) {
  const palette = paletteBytes(taxonomy);
  return (size: Pick<EvaluationSample, 'labelWidth' | 'labelHeight'>, data: Uint8Array) =>
    encodePng({ width: size.labelWidth, height: size.labelHeight, channels: 1, data, palette });
}

/** PASCAL VOC's colour map: the bits of the index, dealt to the high bits of red, green and blue in turn. */
function vocColor(index: number): [number, number, number] {
  const color: [number, number, number] = [0, 0, 0];
  for (let bit = 7, rest = index; rest > 0; bit--, rest >>= 3)
    for (let c = 0; c < 3; c++) color[c]! |= ((rest >> c) & 1) << bit;
  return color;
}

/** What `classes.json` beside the label PNGs holds. */
export function classList({ classes }: Taxonomy, network: string): Record<string, unknown> {
  return {
    network,
    labels: 'one PNG per picture; a pixel is the id of its class, the palette holds the colours',
    classes: classes.map(({ name, category, color }, id) => ({ id, name, category, color })),
  };
}
