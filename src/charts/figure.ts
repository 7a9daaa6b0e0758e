/** What is saved of a chart: the same drawing as SVG or PNG, and its values as a table. */
import { plot as words } from '../words/charts';
import { SvgPen } from './pen';
import { type PlotOptions, plotOf, type Series } from './plot';
import type { Table } from './table';

const WIDTH = 900;
const HEIGHT = 420;
const HEAD = 56;
const KEY_PX = 170;

/** The chart as the text of an SVG on white, with title and keys. */
export function figureOf(
  title: string,
  series: readonly Series[],
  look: Omit<PlotOptions, 'width' | 'height'>,
): string {
  const columns = Math.floor(WIDTH / KEY_PX);
  const head = HEAD + 18 * Math.max(0, Math.ceil(series.length / columns) - 1);
  const inner = new SvgPen(WIDTH, HEIGHT);
  plotOf(series, { ...look, width: WIDTH, height: HEIGHT }).draw(inner);
  const outer = new SvgPen(WIDTH, HEIGHT + head);
  const color = look.dark ? '#f1f3f5' : '#212529';
  outer.fill(0, 0, WIDTH, HEIGHT + head, look.dark ? '#1a1b1e' : '#ffffff');
  outer.text(title, 16, 14, { color, align: 'left', baseline: 'top', bold: true });
  series.forEach((one, i) => {
    const [x, y] = [16 + (i % columns) * KEY_PX, 42 + 18 * Math.floor(i / columns)];
    outer.polyline(
      [
        { x, y },
        { x: x + 20, y },
      ],
      { color: one.color, width: 3, dash: one.dash },
    );
    outer.text(one.label, x + 26, y, { color, align: 'left', baseline: 'middle' });
  });
  const shifted = inner.svg().replace('<svg ', `<svg y="${head}" `);
  return outer.svg().replace(/<\/svg>$/, `${shifted}</svg>`);
}

/** One row per iteration at which any series has a value. */
export function curvesTable(series: readonly Series[]): Table {
  const rows = new Map<number, (number | null)[]>();
  series.forEach((one, column) => {
    for (let i = 0; i < one.x.length; i++) {
      const value = one.y[i]!;
      if (!Number.isFinite(value)) continue;
      const row = rows.get(one.x[i]!) ?? new Array<number | null>(series.length).fill(null);
      row[column] = value;
      rows.set(one.x[i]!, row);
    }
  });
  return {
    columns: [words.iteration, ...series.map(({ label }) => label)],
    rows: [...rows].sort((a, b) => a[0] - b[0]).map(([iteration, values]) => [iteration, ...values]),
  };
}

const PNG_SCALE = 2;

/** Paints an SVG, at twice its size. @throws where the browser cannot draw it. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.naturalWidth * PNG_SCALE, image.naturalHeight * PNG_SCALE);
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/png' });
}
