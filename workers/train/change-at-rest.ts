/** Names and colours of classes can be changed when a run has ended, too. */
import { checkLook, isLook } from '../class-look';
import type { WritableDirectory } from '../host';
import type { LoggedChange, MapChange } from '../map-change';
import { appendChange, readChanges } from './change-log';
import { newestIteration } from './checkpoint';
import { readRunConfig } from './run-folder';

/** Changes how a class of a run that rests is shown. @throws where anything else is to be changed, or a class is called so. */
export async function changeAtRest(
  folder: WritableDirectory,
  change: MapChange,
  by?: LoggedChange['by'],
): Promise<LoggedChange> {
  if (!isLook(change)) throw new Error('This run does not go on: its relabeling map stays as it is.');
  const { taxonomy } = await readRunConfig(folder);
  checkLook(taxonomy, await readChanges(folder), change);
  const iteration = (await newestIteration(folder)) ?? 0;
  const line: LoggedChange = { version: 1, iteration, ...(by && { by }), change };
  await appendChange(folder, line);
  return line;
}
