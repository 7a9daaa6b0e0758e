/** Colours of values between 0 and 1: from nearly black over violet and orange to light yellow, lighter all the way. */

const STOPS: readonly (readonly [number, number, number])[] = [
  [8, 6, 26],
  [66, 20, 104],
  [136, 34, 106],
  [203, 65, 73],
  [243, 125, 23],
  [249, 194, 46],
  [252, 253, 191],
];

/** 256 colours, RGBA. */
export function rampColors(): Uint8Array<ArrayBuffer> {
  const colors = new Uint8Array(256 * 4);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (STOPS.length - 1);
    const low = Math.min(STOPS.length - 2, Math.floor(at));
    for (let c = 0; c < 3; c++)
      colors[4 * i + c] = Math.round(STOPS[low]![c]! + (STOPS[low + 1]![c]! - STOPS[low]![c]!) * (at - low));
    colors[4 * i + 3] = 255;
  }
  return colors;
}

/** The same as a CSS background, from left to right. */
export const RAMP_CSS = `linear-gradient(to right, ${STOPS.map((stop) => `rgb(${stop.join(' ')})`).join(', ')})`;
