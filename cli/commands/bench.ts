import { startEngine } from '../../models/engine/device';
import type { Arguments, Outcome } from '../command';

/** Benchmarks against stock TF.js; the report is the table's numbers. */
export async function run(args: Arguments): Promise<Outcome> {
  await startEngine(navigator.gpu);
  const { bench } = await import('../bench');
  return { report: await bench({ only: args.text('only') }) };
}
