/** The demo's report as one HTML file that needs nothing beside it. */
import { CITYSCAPES, SYNTHIA_16 } from '../workers/experiment/taxonomy';
import type { DemoReport } from './demo-report';
import { percent } from './table';

export interface ReportPicture {
  caption: string;
  png: Uint8Array;
}

const escapeHtml = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

function rows({ runs }: DemoReport): string {
  const cell = (value: number | null | undefined) => `<td>${percent(value)}</td>`;
  const line = (name: string, a: number | null | undefined, b: number | null | undefined, hidden: boolean) =>
    `<tr${hidden ? ' class="hidden-class"' : ''}><th scope="row">${escapeHtml(name)}</th>${cell(a)}${cell(b)}</tr>`;
  const classes = CITYSCAPES.classes.map(({ name }, id) => ({ name, hidden: !SYNTHIA_16.includes(id) }));
  classes.sort((a, b) => Number(b.hidden) - Number(a.hidden));
  const { baseline, csi } = runs;
  return [
    ...classes.map(({ name, hidden }) => line(name, baseline.iouPerClass[name], csi.iouPerClass[name], hidden)),
    line('mean', baseline.miou, csi.miou, false),
  ].join('\n');
}

/** Table of both runs, counts of relabeled patches, pictures of the lab. */
export function reportPage(report: DemoReport, pictures: ReportPicture[]): string {
  const shown = pictures.map(
    ({ caption, png }) =>
      `<figure><img alt="${escapeHtml(caption)}" src="data:image/png;base64,${Buffer.from(png).toString('base64')}">
<figcaption>${escapeHtml(caption)}</figcaption></figure>`,
  );
  const relabeled = Object.entries(report.relabeled).map(([name, count]) => `${escapeHtml(name)}: ${count}`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>CSI Lab: demo report</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; }
  th, td { padding: 0.15rem 1rem; text-align: right; border-bottom: 1px solid #8884; }
  th[scope=row] { text-align: left; font-weight: normal; }
  .hidden-class { font-weight: bold; }
  .hidden-class th[scope=row] { font-weight: bold; }
  img { max-width: 100%; border: 1px solid #8884; }
  figure { margin: 2rem 0; }
</style>
<h1>Demo report</h1>
<p>${report.iterations} iterations a run, seed ${report.seed}, on ${escapeHtml(report.adapter)}.
IoU in percent on pictures of the target that no run was trained on; the classes in bold are not named by the source.</p>
<table>
<thead><tr><th scope="col">class</th><th scope="col">without relabeling</th><th scope="col">with relabeling</th></tr></thead>
<tbody>
${rows(report)}
</tbody>
</table>
<p>Relabeled patches: ${relabeled.join(', ') || 'none'}.</p>
${shown.join('\n')}
</html>
`;
}
