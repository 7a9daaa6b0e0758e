/** Tables of scores for terminals and reports. */
import { spreadOf } from '../workers/experiment/spread';

/** IoU in percent with one decimal, or a dash where the class is absent. */
export function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : (100 * value).toFixed(1);
}

/** Mean over seeds in percent, with the standard deviation where there are two or more. */
export function spreadPercent(values: (number | null | undefined)[]): string {
  const { mean, std } = spreadOf(values);
  return std === null ? percent(mean) : `${percent(mean)} ± ${percent(std)}`;
}

/** Columns of text, the first left-aligned, the others right-aligned. */
export function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join('  '))
    .join('\n');
}
