/** Colours of a heat map whose numbers can be read on every shade. */

type Rgb = readonly [number, number, number];

const LIGHT: readonly [Rgb, Rgb] = [
  [255, 255, 255],
  [11, 114, 133],
];
const DARK: readonly [Rgb, Rgb] = [
  [36, 38, 41],
  [102, 217, 232],
];
const INKS: readonly Rgb[] = [
  [0, 0, 0],
  [255, 255, 255],
];

/** Background and letters for an intensity of 0..1. */
export function heat(intensity: number, dark: boolean): { background: string; color: string } {
  const [from, to] = dark ? DARK : LIGHT;
  const share = Math.min(1, Math.max(0, intensity));
  const background = from.map((c, i) => Math.round(c + (to[i]! - c) * share)) as unknown as Rgb;
  const [black, white] = INKS.map((ink) => contrast(ink, background));
  return { background: css(background), color: black! >= white! ? '#000' : '#fff' };
}

const css = (rgb: Rgb): string => `rgb(${rgb.join(' ')})`;

/** Contrast ratio of two colours after WCAG 2. */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((c) => {
    const share = c / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
