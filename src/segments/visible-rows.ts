/** Which rows of a long list are on the screen: only these exist in the document. */

/** Rows kept ready above and below, where a row is cheap. */
const SPARE = 4;

/** First row, and the row after the last one, for a list scrolled by `top` in a window of `height` pixels. */
export function visibleRows(
  top: number,
  height: number,
  rowHeight: number,
  count: number,
  spare = SPARE,
): [number, number] {
  const first = Math.floor(top / rowHeight) - spare;
  const end = Math.ceil((top + height) / rowHeight) + spare;
  return [Math.max(0, Math.min(first, count)), Math.max(0, Math.min(end, count))];
}
