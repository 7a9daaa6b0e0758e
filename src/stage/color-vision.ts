/** How different two colours look, to people with any kind of colour vision. */

/** Red, green, blue, 0..255. */
export type Rgb = readonly [number, number, number];

export type Vision = 'common' | 'protanopia' | 'deuteranopia' | 'tritanopia';

export const VISIONS: readonly Vision[] = ['common', 'protanopia', 'deuteranopia', 'tritanopia'];

/** What cones that are missing leave of linear light (Machado, Oliveira and Fernandes 2009, severity 1). */
const SEEN: Record<Vision, readonly number[]> = {
  common: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

const LINEAR = Float64Array.from({ length: 256 }, (_, i) => {
  const c = i / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
});

/** OKLab coordinates (Ottosson 2020) of a colour as somebody sees it: lightness 0..1, and two axes of hue. */
export function seenAs([red, green, blue]: Rgb, vision: Vision): [number, number, number] {
  const m = SEEN[vision];
  const light = [LINEAR[red]!, LINEAR[green]!, LINEAR[blue]!];
  const [r, g, b] = [0, 3, 6].map((row) =>
    Math.min(1, Math.max(0, m[row]! * light[0]! + m[row + 1]! * light[1]! + m[row + 2]! * light[2]!)),
  ) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const M = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * M - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * M + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * M - 0.808675766 * s,
  ];
}

/** Distance in OKLab; 1 lies between black and white, 0.02 is just seen. */
export function differenceOf(a: Rgb, b: Rgb, vision: Vision): number {
  const [p, q] = [seenAs(a, vision), seenAs(b, vision)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

/** The smallest difference over all kinds of colour vision. */
export const leastDifference = (a: Rgb, b: Rgb): number =>
  Math.min(...VISIONS.map((vision) => differenceOf(a, b, vision)));
