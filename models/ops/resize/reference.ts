/** Bilinear resize of [B, h, w, C] in doubles, straight from the definition: what tests compare with. */
export function referenceResize(x: Float64Array, shape: number[], height: number, width: number): Float64Array {
  const [b = 1, h = 1, w = 1, c = 1] = shape;
  const taps = (out: number, n: number) =>
    Array.from({ length: out }, (_, i) => {
      const at = Math.max(0, ((i + 0.5) * n) / out - 0.5);
      const low = Math.min(n - 1, Math.floor(at));
      return { low, high: Math.min(n - 1, low + 1), share: at - low };
    });
  const [rows, columns] = [taps(height, h), taps(width, w)];
  const y = new Float64Array(b * height * width * c);
  for (let n = 0; n < b; n++)
    rows.forEach((r, i) => {
      columns.forEach((q, j) => {
        for (let k = 0; k < c; k++) {
          const at = (row: number, column: number) => x[((n * h + row) * w + column) * c + k]!;
          const top = at(r.low, q.low) * (1 - q.share) + at(r.low, q.high) * q.share;
          const bottom = at(r.high, q.low) * (1 - q.share) + at(r.high, q.high) * q.share;
          y[((n * height + i) * width + j) * c + k] = top * (1 - r.share) + bottom * r.share;
        }
      });
    });
  return y;
}
