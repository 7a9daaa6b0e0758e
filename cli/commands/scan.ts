/** Recognises and checks a dataset folder. */

import { scanFolder } from '../../workers/data/scan';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { createNodeHost, openDirectory } from '../../workers/host-node';
import type { Arguments, Outcome } from '../command';
import { readLayout } from '../folders';
import { TerminalProgress } from '../progress';
import { table } from '../table';

const SHOWN_PROBLEMS = 10;

/** Fails where there is no dataset; files that cannot be used are listed and left out. */
export async function run(args: Arguments): Promise<Outcome> {
  const path = args.positionals[0]!;
  const progress = new TerminalProgress();
  const folder = await openDirectory(path);
  const storage = await createNodeHost(undefined).storage();
  const { report } = await scanFolder(folder, { as: readLayout(args), storage }, (p) =>
    progress.count(p.what, p.done, p.total, p.secondsLeft),
  );
  progress.clear();
  if (report.layout === null)
    return { report, failure: report.problems[0]?.message ?? `${path} holds no data set that the lab knows.` };
  console.log(`${path}: ${report.layout}, ${report.pairs} usable pictures`);
  for (const [split, { pairs }] of Object.entries(report.splits ?? {})) console.log(`  ${split}: ${pairs}`);
  const total = Object.values(report.classPixels).reduce((a, b) => a + b, 0);
  const rows = Object.entries(report.classPixels).map(([id, pixels]) => [
    CITYSCAPES.classes[Number(id)]?.name ?? `class ${id}`,
    `${pixels}`,
    `${((100 * pixels) / total).toFixed(2)} %`,
  ]);
  if (rows.length) console.log(table([['class', 'pixels', 'share'], ...rows]));
  for (const { file, message } of report.problems.slice(0, SHOWN_PROBLEMS))
    console.log(`left out: ${file}: ${message}`);
  if (report.problems.length > SHOWN_PROBLEMS)
    console.log(`and ${report.problems.length - SHOWN_PROBLEMS} more problems; --json lists all`);
  return { report };
}
