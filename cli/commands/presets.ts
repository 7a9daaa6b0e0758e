import { PRESETS } from '../../workers/experiment/presets';
import type { Outcome } from '../command';

/** Lists the presets; the report holds them in full. */
export async function run(): Promise<Outcome> {
  for (const [id, { name, schedule }] of Object.entries(PRESETS))
    console.log(`${id.padEnd(14)} ${`${schedule.iterations}`.padStart(6)} iterations  ${name}`);
  return { report: { presets: PRESETS } };
}
