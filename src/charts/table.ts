/** Tables to save: as CSV for spreadsheets, as JSON for programs. */

export interface Table {
  columns: string[];
  /** As many values as columns; null where there is none. */
  rows: (string | number | null)[][];
}

/** CSV after RFC 4180: commas, CRLF, quotes where they are needed; empty for null. */
export function csvOf({ columns, rows }: Table): string {
  const field = (value: string | number | null) => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** One object per row. */
export function jsonOf({ columns, rows }: Table): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])));
  return `${JSON.stringify(objects, null, 2)}\n`;
}
