/** Classes from a plain list of names, and what a class gets of which nothing else is known. */
import { CITYSCAPES, type ClassInfo } from './taxonomy';

/** A label's byte, less the one for ignored pixels and one to spare. */
export const MOST_CLASSES = 254;

/** Turns around the colour wheel from one new class to the next, so that neighbours differ most. */
const GOLDEN_ANGLE = 137.508;

/** A colour for a class that has none yet; the same for the same index. */
export function freshColor(index: number): [number, number, number] {
  const hue = (index * GOLDEN_ANGLE) % 360;
  const lightness = [0.55, 0.4, 0.7][index % 3]!;
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    const value = lightness - 0.65 * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(255 * value);
  };
  return [channel(0), channel(8), channel(4)];
}

/** Category of classes of which nothing else is known. */
export const OTHER_CATEGORY = 'other';

/**
 * Classes from a plain list, one a line: a name, then, where wanted, a colon and prompts with commas between them.
 * Names of Cityscapes' classes bring their category, colour and prompts with them.
 *
 * @throws one sentence that names the line.
 */
export function classesFromNames(text: string): ClassInfo[] {
  const classes: ClassInfo[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const [name = '', ...rest] = line.split(':').map((part) => part.trim());
    if (name === '' && rest.length === 0) continue;
    if (name === '') throw new Error(`Line ${i + 1} has prompts, but no name before the colon.`);
    if (classes.some((info) => info.name === name)) throw new Error(`Line ${i + 1} names "${name}" a second time.`);
    const known = CITYSCAPES.classes.find((info) => info.name === name);
    const prompts = rest
      .join(':')
      .split(',')
      .map((prompt) => prompt.trim())
      .filter((prompt) => prompt !== '');
    const info = known ?? { name, category: OTHER_CATEGORY, color: freshColor(classes.length), prompts: [name] };
    classes.push(prompts.length ? { ...info, prompts } : info);
  }
  if (classes.length < 2) throw new Error('Name at least two classes, one a line.');
  if (classes.length > MOST_CLASSES)
    throw new Error(`These are ${classes.length} classes; there can be ${MOST_CLASSES} at most.`);
  return classes;
}
