/**
 * What a person changes of the relabeling map and of classes while a run goes on.
 *
 * A change is checked when it is asked for, holds from the next iteration that begins, and is written to the run's folder
 * at once. A checkpoint holds the changes of the iterations before it; those after it are made again, from the folder,
 * when their iteration comes. How a class is shown is written with the rest, and nothing more.
 */
import { checkLook, isLook, type LookChange } from '../class-look';
import type { Taxonomy } from '../experiment/taxonomy';
import type { LoggedChange, MapChange } from '../map-change';
import type { RelabelMap } from '../vlm/relabel-map';
import type { RunFolder } from './run-folder';

export class Steering {
  /** Changes that no checkpoint holds, in the order of the folder. */
  private readonly log: LoggedChange[] = [];
  /** The first iteration that has not begun; null before the run has found out where it is. */
  private next: number | null = null;
  private writing: Promise<void> = Promise.resolve();

  /**
   * @param taxonomy as the run began with it
   * @param end first iteration that will not be run
   */
  constructor(
    private readonly folder: Pick<RunFolder, 'changes' | 'logChange'>,
    private readonly taxonomy: Taxonomy,
    private readonly end: number,
  ) {}

  /** Gets ready to begin with `iteration`. @throws where a line of the folder is damaged. */
  async restore(iteration: number): Promise<void> {
    this.log.push(
      ...(await this.folder.changes()).filter(({ iteration: at, change }) => at >= iteration && !isLook(change)),
    );
    this.next = iteration;
  }

  /**
   * Takes a change of the map; resolves when it is written.
   * @param map as it is now. @throws a sentence where the change does not fit, or comes too early or too late.
   */
  async take(change: MapChange, by: LoggedChange['by'], map: RelabelMap): Promise<LoggedChange> {
    const { next: iteration, end } = this;
    if (iteration === null) throw new Error('The run is still being prepared: change its map when it has begun.');
    if (iteration >= end) throw new Error('The last iteration has begun: the map stays as it is.');
    const then = map.copy();
    for (const line of this.log) if (line.iteration === iteration) then.apply(line.change);
    then.apply(change);
    const line: LoggedChange = { version: 1, iteration, ...(by && { by }), change };
    this.log.push(line);
    await this.write(line);
    return line;
  }

  /** Takes a change of how a class is shown, at any time. @throws a sentence where another class is called so. */
  async takeLook(change: LookChange, by: LoggedChange['by']): Promise<LoggedChange> {
    await this.writing;
    checkLook(this.taxonomy, await this.folder.changes(), change);
    const line: LoggedChange = { version: 1, iteration: Math.min(this.next ?? 0, this.end), ...(by && { by }), change };
    await this.write(line);
    return line;
  }

  /** One line after the other, in the order in which they were taken. */
  private write(line: LoggedChange): Promise<void> {
    this.writing = this.writing.then(() => this.folder.logChange(line));
    this.writing.catch(() => undefined); // `settled` reports it too
    return this.writing;
  }

  /**
   * Begins an iteration: makes its changes. A change of an earlier life of the run may not fit any more, because another
   * was made before it since; `onRefused` hears of it.
   * @returns whether the map has changed.
   */
  begin(iteration: number, map: RelabelMap, onRefused: (sentence: string) => void): boolean {
    this.next = iteration + 1;
    let changed = false;
    for (const line of this.log) {
      if (line.iteration !== iteration) continue;
      try {
        map.apply(line.change);
        changed = true;
      } catch (error) {
        onRefused(error instanceof Error ? error.message : String(error));
      }
    }
    return changed;
  }

  /** Resolves when everything that was taken is in the folder. @throws where it could not be written. */
  settled(): Promise<void> {
    return this.writing;
  }
}
