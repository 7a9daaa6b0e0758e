/**
 * A data set whose folder is not there any more: a disk that was pulled out, a folder that was moved, a permission that
 * was withdrawn. Unlike a single broken file it says nothing about the data, and waiting for it makes sense.
 */
import { BrokenFile } from './decoder';
import type { Item } from './layouts/layout';

/** The message says which folder is gone and what to do. */
export class DataGone extends Error {
  override name = 'DataGone';

  constructor(example: string) {
    super(
      `The folder of ${example} cannot be read any more: put it back where it was, or allow it again, then resume.`,
    );
  }
}

/** True also for an error that came from another worker, which keeps no more of it than its name. */
export const isDataGone = (error: unknown): error is Error => error instanceof Error && error.name === 'DataGone';

/** Files that are tried: some may well be missing while their folder is there. */
const TRIED = 5;

/** Whether any of some pictures can still be read. */
async function canStillRead(items: Item[]): Promise<boolean> {
  for (let i = 0; i < TRIED; i++) {
    const item = items[Math.floor((i * (items.length - 1)) / (TRIED - 1))];
    const read = item.picture.slice(0, 1).then(
      () => true,
      () => false,
    );
    if (await read) return true;
  }
  return false;
}

/**
 * Loads one of the items' files.
 *
 * @throws DataGone where none of them can be read any more, and whatever `load` throws otherwise.
 */
export async function loadWhileThere<T>(items: Item[], load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof BrokenFile) || !error.unreadable) throw error;
    if (!(await canStillRead(items))) throw new DataGone(error.file);
    // Its folder may have come back meanwhile; then nothing is wrong with the file.
    return load();
  }
}
