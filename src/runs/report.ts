/** A run as one HTML file that needs nothing beside it: facts, scores, curves, confusion, configuration. */
import type { RunHistory, RunRecord } from '../../workers/protocol';
import { formatBytes, formatPoints } from '../app/format';
import { curveColor, lossStyles } from '../charts/curve-colors';
import { figureOf } from '../charts/figure';
import type { Series } from '../charts/plot';
import { normalised } from '../evaluate/confusion';
import { heat } from '../evaluate/heat';
import { meanRows, scoreRows } from '../evaluate/score-table';
import { nameOfClass } from '../stage/class-name';
import { supervisedWords } from '../words/decisions';
import { report as words } from '../words/report';
import type { ByHand } from './by-hand';
import { runFacts } from './run-facts';

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

const STYLE = `
  :root { font: 16px/1.5 system-ui, sans-serif; color: #212529; background: #fff; }
  body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td { padding: 0.1rem 0.8rem 0.1rem 0; text-align: left; border-bottom: 1px solid #dee2e6; }
  th { font-weight: 600; }
  .only { font-weight: 600; }
  .bar { display: inline-block; height: 0.5rem; background: #099268; margin-right: 0.5rem; vertical-align: middle; }
  .confusion { font-size: 0.66rem; table-layout: fixed; width: 100%; }
  .confusion th, .confusion td { padding: 0.1rem; text-align: center; }
  .confusion thead th { writing-mode: vertical-rl; height: 6rem; }
  .confusion thead td { width: 6rem; }
  .confusion tbody th { text-align: right; padding-right: 0.4rem; }
  svg { max-width: 100%; height: auto; }
  pre { background: #f1f3f5; padding: 1rem; overflow: auto; max-height: 30rem; }
`;

/** The whole document. @param byHand what people did to the run */
export function reportOf(record: RunRecord, history: RunHistory, byHand: ByHand): string {
  const { run, about, config, logged, bytes } = record;
  const facts = runFacts(record, null);
  const scored = (what: typeof facts.best) =>
    what
      ? [words.scored(formatPoints(what.scores.miou), what.iteration), supervisedWords(what)]
          .filter((part) => part !== null)
          .join(', ')
      : words.notEvaluated;
  const rows: [string, string][] = [
    [words.run, run],
    [words.experiment, config.name],
    [words.seed, String(config.seed)],
    [words.iterations, words.done(logged, config.schedule.iterations, facts.status)],
    [words.best, scored(facts.best)],
    [words.last, scored(facts.last)],
    [words.averaged, facts.last ? facts.last.scores.classesAveraged.join(', ') : '–'],
    ...(facts.supervision ? [[words.supervision, facts.supervision.long] as [string, string]] : []),
    [words.storage, formatBytes(bytes)],
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(facts.title)}</title>
<style>${STYLE}</style>
<h1>${escapeHtml(facts.title)}</h1>
${about.note ? `<p>${escapeHtml(about.note)}</p>` : ''}
<table>${rows.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${escapeHtml(value)}</td></tr>`).join('')}</table>
${scoresPart(record, history)}
<h2>${words.curves}</h2>
${figures(record, history).join('\n')}
${mapPart(record, history)}
${byHandPart(byHand)}
${confusionPart(record, history)}
<h2>${words.configuration}</h2>
<pre>${escapeHtml(JSON.stringify(config, null, 2))}</pre>
</html>
`;
}

function scoresPart({ config }: RunRecord, { evaluations }: RunHistory): string {
  const last = evaluations.at(-1);
  if (!last) return `<p>${words.runNotEvaluated}</p>`;
  const marked = supervisedWords(last);
  const bar = (value: number | null | undefined) =>
    `<td><span class="bar" style="width:${(8 * (value ?? 0)).toFixed(2)}rem"></span>${formatPoints(value)}</td>`;
  const means = meanRows(config, [last.scores]).map(
    ({ label, which, iou }) => `<tr><th scope="row">${escapeHtml(words.mean(label, which))}</th>${bar(iou[0])}</tr>`,
  );
  const classes = scoreRows(config, [last.scores]).map(
    ({ name, iou, targetOnly }) =>
      `<tr${targetOnly ? ' class="only"' : ''}><td>${escapeHtml(name)}</td>${bar(iou[0])}</tr>`,
  );
  return `<h2>${words.scores(last.iteration)}</h2>
<p>${words.scoresUnit}${marked ? `; ${marked}` : ''}. ${words.bold}</p>
<table>${[...means, ...classes].join('')}</table>`;
}

function figures({ config, logged }: RunRecord, { curves, evaluations }: RunHistory): string[] {
  const { iterations, values } = curves;
  const losses: Series[] = lossStyles(Object.keys(values), false).map((style) => ({
    ...style,
    x: iterations,
    y: values[style.name]!,
  }));
  const x = evaluations.map(({ iteration }) => iteration);
  const scores = evaluations.map((evaluation) => evaluation.scores);
  const supervised = evaluations.findLast(({ decisions }) => decisions);
  const marked = supervised && supervisedWords(supervised);
  const ious: Series[] = [
    ...meanRows(config, scores).slice(0, 1),
    ...scoreRows(config, scores)
      .filter(({ targetOnly }) => targetOnly)
      .map(({ name, iou }) => ({ label: name, iou })),
  ].map(({ label, iou }, i) => ({
    name: label,
    label,
    ...curveColor(i, false),
    x,
    y: iou.map((value) => (typeof value === 'number' ? 100 * value : Number.NaN)),
    dots: true,
  }));
  const look = { domain: [0, Math.max(1, logged)] as const, log: false, dark: false };
  return [
    ...(losses.length ? [figureOf(words.losses, losses, { ...look, unit: words.lossUnit, smoothing: 0.6 })] : []),
    ...(x.length
      ? [figureOf(marked ? words.iousMarked(marked) : words.ious, ious, { ...look, unit: words.iouUnit, smoothing: 0 })]
      : []),
  ];
}

function mapPart({ config }: RunRecord, { map }: RunHistory): string {
  if (!map) return '';
  const name = (id: number | null) => (id === null ? words.anything : escapeHtml(nameOfClass(config.taxonomy, id)));
  const rows = map.entries.map((entry) => {
    const votes =
      entry.votes
        .map(
          ({ source, count, byHand }) => words.votes(name(source), count) + (byHand ? words.votesByHand(byHand) : ''),
        )
        .join(', ') || '–';
    const cells = [
      name(entry.source),
      words.origins[entry.origin],
      votes,
      entry.detectionThreshold,
      entry.classificationThreshold ?? '–',
      entry.relabeledPatches,
      entry.relabeledByHand ?? 0,
    ];
    return `<tr><th scope="row">${name(entry.target)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<h2>${words.map(map.iteration)}</h2>
<table><thead><tr>${words.mapColumns.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function byHandPart({ changes, decisions, supervision }: ByHand): string {
  const list = (sentences: string[]) =>
    `<ol>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')}</ol>`;
  const changed = changes.length ? `<h2>${words.changes(changes.length)}</h2>\n${list(changes)}` : '';
  const decided = decisions.length
    ? `<h2>${words.decisions(decisions.length)}</h2>\n<p>${escapeHtml(supervision ?? '')}</p>\n${list(decisions)}`
    : '';
  return changed + decided;
}

function confusionPart({ config }: RunRecord, { evaluations }: RunHistory): string {
  const last = evaluations.at(-1);
  const counts = last?.scores.confusion;
  if (!last || !counts?.length) return '';
  const marked = supervisedWords(last);
  const names = config.taxonomy.classes.map(({ name }) => escapeHtml(name));
  const rows = normalised(counts, 'row').map((row, t) => {
    const cells = row.map((value) => {
      const { background, color } = heat(value ?? 0, false);
      const text = value !== null && value >= 0.005 ? Math.round(100 * value) : '';
      return `<td style="background:${background};color:${color}">${text}</td>`;
    });
    return `<tr><th scope="row">${names[t]}</th>${cells.join('')}</tr>`;
  });
  return `<h2>${words.confusion}</h2>
<p>${words.confusionUnit}${marked ? ` ${words.supervised(marked)}` : ''}</p>
<table class="confusion"><thead><tr><td></td>${names.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
<tbody>${rows.join('')}</tbody></table>`;
}
