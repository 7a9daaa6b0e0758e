/**
 * Bands of rows whose cells fit into one buffer: cells hold four times as much as logits, which is too much for one
 * binding where there are many classes. A logit is also a corner of cells of the row above, so each band begins its
 * cells one row earlier; that row is worked out twice.
 */
export interface Band {
  /** Rows of logits, `to` excluded, over all pictures of the batch. */
  from: number;
  to: number;
  /** First row of cells that they need. */
  cellsFrom: number;
}

/** The fewest bands; at least one row each, so that a row that is too large by itself is refused by name. */
export function bands(rows: number, bytesPerRow: number, maxBytes: number): Band[] {
  const most = Math.floor(maxBytes / bytesPerRow);
  if (rows <= most) return [{ from: 0, to: rows, cellsFrom: 0 }];
  const step = Math.max(1, most - 1);
  return Array.from({ length: Math.ceil(rows / step) }, (_, i) => {
    const from = i * step;
    return { from, to: Math.min(rows, from + step), cellsFrom: Math.max(0, from - 1) };
  });
}
