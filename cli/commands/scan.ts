/** Recognises and checks a dataset folder. */
import { cardContents } from '../../workers/data/card';
import { referenceStatistics } from '../../workers/data/reference-statistics';
import { type ScanOptions, scanFolder } from '../../workers/data/scan';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { createNodeHost, openDirectory } from '../../workers/host-node';
import type { Arguments, Outcome } from '../command';
import { startDecoders } from '../decoders';
import { readIdMap, readLayout } from '../folders';
import { TerminalProgress } from '../progress';
import { table } from '../table';

const SHOWN_PROBLEMS = 10;

/** Fails where there is no dataset; files that cannot be used are listed and left out. */
export async function run(args: Arguments): Promise<Outcome> {
  const path = args.positionals[0]!;
  const progress = new TerminalProgress();
  const folder = await openDirectory(path);
  const storage = await createNodeHost(undefined).storage();
  const { count } = startDecoders();
  const options: ScanOptions = { as: readLayout(args), reading: { map: readIdMap(args, 'map') }, storage, count };
  const { index, ...scan } = await scanFolder(folder, options, (p) =>
    progress.count(p.what, p.done, p.total, p.secondsLeft),
  );
  progress.clear();
  if (!index)
    return {
      report: scan.report,
      failure: scan.report.problems[0]?.message ?? `${path} holds no data set that the lab knows.`,
    };
  const report = cardContents({ index, ...scan });
  show(path, report);
  if (args.flag('write-statistics')) {
    const files = referenceStatistics({ index, ...scan }, options.as === 'gta16');
    for (const { name, text } of files) await folder.write(index.path + name, new TextEncoder().encode(text));
    console.log(`wrote ${files.map(({ name }) => index.path + name).join(', ')}`);
  }
  return { report };
}

function show(
  path: string,
  { layout, pairs, splits, classPixels, problems, ...found }: ReturnType<typeof cardContents>,
) {
  const sizes = found.sizes.slice(0, 3).map(({ width, height, pictures }) => `${pictures} of ${width}x${height}`);
  console.log(`${path}: ${layout}, ${pairs} usable pictures (${sizes.join(', ')}), ${found.labelled} labelled`);
  for (const [split, { pairs: count }] of Object.entries(splits ?? {})) console.log(`  ${split}: ${count}`);
  if (found.labels.length) console.log(`  labels are read as ${found.labels.join(' and ')}`);
  const total = Object.values(classPixels).reduce((a, b) => a + b, 0);
  const rows = found.classes.map(({ trainId, pixels, pictures, rare }) => [
    CITYSCAPES.classes[trainId]?.name ?? `class ${trainId}`,
    `${pixels}`,
    `${((100 * pixels) / total).toFixed(2)} %${rare ? ' rare' : ''}`,
    `${pictures}`,
  ]);
  if (rows.length) console.log(table([['class', 'pixels', 'share', 'pictures'], ...rows]));
  for (const { reason, count, example } of found.skipped)
    console.log(`skipped: ${count} ${count === 1 ? 'file' : 'files'}: ${reason}, such as ${example}`);
  for (const { file, message } of problems.slice(0, SHOWN_PROBLEMS)) console.log(`left out: ${file}: ${message}`);
  if (problems.length > SHOWN_PROBLEMS)
    console.log(`and ${problems.length - SHOWN_PROBLEMS} more problems; --json lists all`);
}
