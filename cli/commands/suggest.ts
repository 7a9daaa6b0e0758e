/** Ranks the source's classes for each class that the source does not name, by the similarity of names. */

import { DataService } from '../../workers/data/service';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { createNodeHost, openDirectory } from '../../workers/host-node';
import { VlmService } from '../../workers/vlm/service';
import { type Arguments, type Outcome, UsageError } from '../command';
import { startDecoders } from '../decoders';
import { modelChoice } from '../model-choice';
import { TerminalProgress } from '../progress';
import { table } from '../table';

/** Candidates that the table names; the report has all. */
const SHOWN = 3;

export async function run(args: Arguments): Promise<Outcome> {
  const host = createNodeHost(undefined);
  const progress = new TerminalProgress();
  const sources = await sourceClasses(args, host, progress);
  const named = args.text('targets');
  const targets = named === undefined ? ids().filter((id) => !sources.includes(id)) : named.split(',').map(idOf);
  if (targets.length === 0) throw new UsageError('The source names every class: there is none to place.');
  const models = new VlmService(
    (path) => host.asset(path),
    async () => 'wasm',
  );
  const suggestions = await models.suggest(
    await modelChoice(args.text('vlm') ?? 'builtin'),
    { taxonomy: CITYSCAPES, targets, sources },
    (p) => progress.count(p.what, p.done, p.total, p.secondsLeft),
  );
  progress.clear();
  const report = suggestions.map(({ target, ranked }) => ({
    target: nameOf(target),
    ranked: ranked.map(({ source, similarity }) => ({ source: nameOf(source), similarity })),
  }));
  const rows = report.map(({ target, ranked }) => [
    target,
    ...Array.from({ length: SHOWN }, (_, i) =>
      ranked[i] ? `${ranked[i].source} ${ranked[i].similarity.toFixed(3)}` : '',
    ),
  ]);
  console.log(table([['class', 'most similar', 'second', 'third'], ...rows]));
  return { report: { sources: sources.map(nameOf), suggestions: report } };
}

const ids = (): number[] => CITYSCAPES.classes.map((_, id) => id);
const nameOf = (id: number): string => CITYSCAPES.classes[id]!.name;

function idOf(name: string): number {
  const id = CITYSCAPES.classes.findIndex((info) => info.name === name.trim());
  if (id < 0) throw new UsageError(`There is no class "${name}"; there are ${ids().map(nameOf).join(', ')}.`);
  return id;
}

async function sourceClasses(
  args: Arguments,
  host: ReturnType<typeof createNodeHost>,
  progress: TerminalProgress,
): Promise<number[]> {
  const [folder, classes] = [args.text('source'), args.text('classes')];
  if ((folder === undefined) === (classes === undefined))
    throw new UsageError('Give either --source DIR or --classes NAME,NAME.');
  if (classes !== undefined) return classes.split(',').map(idOf);
  const { report } = await new DataService(host, startDecoders()).scan(await openDirectory(folder!), {}, (p) =>
    progress.count(p.what, p.done, p.total, p.secondsLeft),
  );
  const seen = ids().filter((id) => (report.classPixels[String(id)] ?? 0) > 0);
  if (seen.length === 0) throw new Error(`${folder} has no labelled pixel; lab scan says what is wrong with it.`);
  return seen;
}
