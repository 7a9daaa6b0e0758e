import { PRESETS } from '../../workers/experiment/presets';
import type { Outcome } from '../command';

/** Lists the presets; the report holds them in full. */
export async function run(): Promise<Outcome> {
  const line = (id: string, iterations: string, seeds: string, name: string) =>
    console.log(`${id.padEnd(14)} ${iterations.padStart(10)}  ${seeds.padEnd(5)}  ${name}`);
  line('preset', 'iterations', 'seeds', 'name');
  for (const [id, { name, schedule, seeds, seed }] of Object.entries(PRESETS))
    line(id, `${schedule.iterations}`, (seeds ?? [seed]).join(','), name);
  return { report: { presets: PRESETS } };
}
