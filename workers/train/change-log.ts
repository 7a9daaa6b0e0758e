/**
 * relabel/changes.ndjson of a run's folder: what a person changed of the relabeling map and of classes, a line each. Lines are only ever added: a run that goes on from an older checkpoint makes the later changes again.
 */
import type { Directory, WritableDirectory } from '../host';
import type { LoggedChange } from '../map-change';
import { LoggedChangeSchema } from '../map-change-schema';

const CHANGES_FILE = 'relabel/changes.ndjson';

export async function appendChange(folder: WritableDirectory, change: LoggedChange): Promise<void> {
  await folder.append(CHANGES_FILE, new TextEncoder().encode(`${JSON.stringify(change)}\n`));
}

/** All changes in the order in which they were made; a last line that was cut off is left out. @throws where a line is damaged. */
export async function readChanges(folder: Directory): Promise<LoggedChange[]> {
  const file = await folder.file(CHANGES_FILE);
  if (!file) return [];
  const lines = new TextDecoder()
    .decode(await file.bytes())
    .split('\n')
    .slice(0, -1);
  return lines.map((line, i) => {
    try {
      return LoggedChangeSchema.parse(JSON.parse(line));
    } catch (cause) {
      throw new Error(`${CHANGES_FILE}: line ${i + 1} is damaged; delete that line and try again.`, { cause });
    }
  });
}
