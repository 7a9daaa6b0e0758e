/** A person's decisions while a run goes on: they are taken at any time and hold from the next iteration on. */
import type { Batch } from '../data/batch';
import { type Choice, type DecisionLine, decisionsAt, supervisionOf } from '../decisions';
import type { Taxonomy } from '../experiment/taxonomy';
import type { HandInput } from '../vlm/by-hand';
import type { DecisionLog } from './decision-log';

export class HandDecisions {
  private log: DecisionLog | null = null;
  private readonly opened: Promise<DecisionLog>;
  private open: (log: DecisionLog) => void = () => undefined;
  /** The first iteration that has not begun. */
  private next = 0;
  private unwritten: DecisionLine[] = [];

  constructor(private readonly taxonomy: Taxonomy) {
    this.opened = new Promise((resolve) => {
      this.open = resolve;
    });
  }

  /** Takes what was decided before the run goes on with an iteration. */
  restore(log: DecisionLog, iteration: number): void {
    this.log = log;
    this.next = iteration;
    this.open(log);
  }

  /** Resolves with the lines when they are in the run's folder; waits for a run that is still being prepared. */
  async decide(choices: readonly Choice[]): Promise<DecisionLine[]> {
    const log = await this.opened;
    return this.keep(log.decide(choices, this.next));
  }

  /** As `decide`. @throws where there is no such decision. */
  async withdraw(ids: readonly number[]): Promise<DecisionLine[]> {
    const log = await this.opened;
    return this.keep(log.withdraw(ids, this.next));
  }

  /** What holds in an iteration for the pictures of its batch; absent where nothing does. What comes later holds later. */
  begin(iteration: number, crops: Batch['target']): HandInput | undefined {
    this.next = iteration + 1;
    const files = new Set(crops.map(({ file }) => file));
    const lines = this.log?.lines.filter((line) => 'withdraws' in line || files.has(line.file)) ?? [];
    const decisions = decisionsAt(lines, iteration);
    return decisions.length ? { decisions, crops, taxonomy: this.taxonomy } : undefined;
  }

  /** What marks the results of a run after so many iterations: how many decisions held; nothing where none did. */
  mark(iterations: number): { decisions?: number } {
    const { held } = supervisionOf(this.log?.lines ?? [], iterations);
    return held > 0 ? { decisions: held } : {};
  }

  /** Writes what could not be written when it was decided. */
  async flush(): Promise<void> {
    const lines = this.unwritten.splice(0);
    try {
      await this.log?.write(lines);
    } catch (error) {
      this.unwritten.unshift(...lines);
      throw error;
    }
  }

  private async keep(lines: DecisionLine[]): Promise<DecisionLine[]> {
    this.unwritten.push(...lines);
    await this.flush();
    return lines;
  }
}
