import { PRESETS } from '../../workers/experiment/presets';
import type { Outcome } from '../command';
import { table } from '../table';

/** Lists the presets; the report holds them in full. */
export async function run(): Promise<Outcome> {
  const rows = Object.entries(PRESETS).map(([id, { name, schedule }]) => [id, `${schedule.iterations}`, name]);
  console.log(table([['preset', 'iterations', 'name'], ...rows]));
  return { report: { presets: PRESETS } };
}
