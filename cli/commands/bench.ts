import { startEngine } from '../../models/engine/device';
import type { Arguments, Outcome } from '../command';
import { TerminalProgress } from '../progress';

/** Benchmarks against stock TF.js; the report is the table's numbers. */
export async function run(args: Arguments): Promise<Outcome> {
  await startEngine(navigator.gpu);
  const { bench } = await import('../bench');
  const progress = new TerminalProgress();
  const report = await bench({
    only: args.text('only'),
    onProgress: (name, done, total) => progress.count(name, done, total, null),
  });
  progress.clear();
  return { report };
}
