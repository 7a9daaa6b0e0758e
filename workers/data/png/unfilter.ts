/**
 * Undoes the five row filters of PNG (None, Sub, Up, Average, Paeth).
 *
 * @param raw rows, each behind its filter byte, `rows * (stride + 1)` bytes from `from` on.
 * @param step bytes per pixel, at least 1: the distance to the left neighbour.
 * @returns rows without filter bytes, `rows * stride` bytes.
 * @throws one sentence where a row names a filter that does not exist.
 */
export function unfilter(
  raw: Uint8Array,
  from: number,
  rows: number,
  stride: number,
  step: number,
  path: string,
): Uint8Array {
  const out = new Uint8Array(rows * stride);
  let s = from;
  for (let y = 0; y < rows; y++) {
    const filter = raw[s++];
    const o = y * stride;
    const up = o - stride;
    if (filter === 0 || (filter === 2 && y === 0)) out.set(raw.subarray(s, s + stride), o);
    else if (filter === 1) {
      for (let i = 0; i < step; i++) out[o + i] = raw[s + i];
      for (let i = step; i < stride; i++) out[o + i] = raw[s + i] + out[o + i - step];
    } else if (filter === 2) {
      for (let i = 0; i < stride; i++) out[o + i] = raw[s + i] + out[up + i];
    } else if (filter === 3) {
      for (let i = 0; i < stride; i++) {
        const left = i >= step ? out[o + i - step] : 0;
        const above = y > 0 ? out[up + i] : 0;
        out[o + i] = raw[s + i] + ((left + above) >> 1);
      }
    } else if (filter === 4) {
      for (let i = 0; i < stride; i++) {
        const left = i >= step ? out[o + i - step] : 0;
        const above = y > 0 ? out[up + i] : 0;
        const corner = i >= step && y > 0 ? out[up + i - step] : 0;
        const toLeft = Math.abs(above - corner);
        const toAbove = Math.abs(left - corner);
        const toCorner = Math.abs(left + above - 2 * corner);
        const near = toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
        out[o + i] = raw[s + i] + near;
      }
    } else throw new Error(`${path} is damaged, row ${y} names the filter ${filter}, which does not exist.`);
    s += stride;
  }
  return out;
}
