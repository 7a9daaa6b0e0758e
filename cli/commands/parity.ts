/** Compares the lab with reference numbers. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEngine } from '../../models/engine/device';
import { type Manifest, readManifest } from '../../models/testing/reference';
import { type Arguments, type Outcome, UsageError } from '../command';
import { comparisonOf, contextOf } from '../parity/cases';
import type { Check } from '../parity/check';
import { TerminalProgress } from '../progress';
import { table } from '../table';

export interface ParityCase {
  name: string;
  maxAbsError: number;
  tolerance: number;
  pass: boolean;
  note?: string;
}

/** JSON has no infinity; an error that has no size, such as of a tensor that is missing, is written as this. */
const UNBOUNDED = Number.MAX_VALUE;

/** Runs every fixture of the folder; fails where any does not pass. */
export async function run(args: Arguments): Promise<Outcome> {
  const folder = args.required('fixtures');
  if (!existsSync(join(folder, 'manifest.json')))
    throw new UsageError(`${folder} has no manifest.json: --fixtures needs a folder of reference numbers.`);
  const manifest = readManifest(folder);
  const only = args.text('only');
  const names = Object.keys(manifest).filter((name) => !only || name === only);
  if (!names.length) throw new UsageError(`There is no fixture "${only}" in ${folder}.`);
  const { adapter } = await startEngine(navigator.gpu);
  const progress = new TerminalProgress();
  const cases: ParityCase[] = [];
  const skipped: { name: string; why: string }[] = [];
  for (const [i, name] of names.entries()) {
    progress.count(name, i, names.length, null);
    const comparison = comparisonOf(name);
    if (typeof comparison === 'string') skipped.push({ name, why: comparison });
    else cases.push(await compareOne(folder, manifest, name, comparison));
  }
  progress.clear();
  const passed = cases.filter((c) => c.pass).length;
  const failed = cases.length - passed;
  const number = (value: number) => value.toExponential(2);
  console.log(
    table([
      ['fixture', 'error', 'tolerance', ''],
      ...cases.map((c) => [c.name, number(c.maxAbsError), number(c.tolerance), c.pass ? 'pass' : 'FAIL']),
    ]),
  );
  for (const { name, why } of skipped) console.log(`${name}: skipped, ${why}`);
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped on ${adapter}`);
  const report = { cases, passed, failed, skipped, adapter };
  if (!failed) return { report };
  const wrong = cases.filter((c) => !c.pass).map((c) => `${c.name} (${c.note})`);
  return { report, failure: `${failed} of ${cases.length} fixtures differ from the reference: ${wrong.join('; ')}.` };
}

async function compareOne(
  folder: string,
  manifest: Manifest,
  name: string,
  comparison: Exclude<ReturnType<typeof comparisonOf>, string>,
): Promise<ParityCase> {
  const left: string[] = [];
  const readText = (path: string) => readFileSync(join(folder, path), 'utf8');
  try {
    const checks = await comparison(contextOf(folder, manifest, name, readText, (what) => left.push(what)));
    return summary(name, checks, left);
  } catch (error) {
    return { name, maxAbsError: UNBOUNDED, tolerance: 0, pass: false, note: (error as Error).message };
  }
}

/** A case is as good as its worst tensor, the one with the largest error in tolerances. */
function summary(name: string, checks: Check[], left: string[]): ParityCase {
  const ratio = ({ maxAbsError, tolerance }: Check) => (maxAbsError === 0 ? 0 : maxAbsError / tolerance);
  const failures = checks.filter((check) => !(check.maxAbsError <= check.tolerance));
  const worst = checks.reduce((a, b) => (ratio(b) > ratio(a) ? b : a), checks[0] ?? emptyCheck);
  const verdict = failures.length ? `${failures.length} of ${checks.length} differ` : `${checks.length} compared`;
  const without = left.length ? `; not part of the lab: ${left.join(', ')}` : '';
  return {
    name,
    maxAbsError: Math.min(worst.maxAbsError, UNBOUNDED),
    tolerance: worst.tolerance,
    pass: checks.length > 0 && failures.length === 0,
    note: `${verdict}, worst is ${worst.what}${without}`,
  };
}

const emptyCheck: Check = {
  what: 'nothing: the fixture holds nothing to compare',
  maxAbsError: UNBOUNDED,
  tolerance: 0,
};
