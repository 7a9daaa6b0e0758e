/** What a run writes down while it learns. It is written together, so that storage is not touched in every iteration. */
import type { LabelPair } from '../patch-columns';
import type { ConsideredPatch, RunEvent } from '../protocol';
import type { MetricsLine, RunFolder } from './run-folder';

const WRITE_EVERY = 20;

export class RunLog {
  private readonly lines: MetricsLine[] = [];
  private readonly patches: ConsideredPatch[] = [];
  private readonly pairs: LabelPair[] = [];

  constructor(
    private readonly run: string,
    private readonly folder: RunFolder,
    private readonly emit: (event: RunEvent) => void,
  ) {}

  add(line: MetricsLine): void {
    this.lines.push(line);
  }

  /** Something that went wrong and does not end the run; it is told at once. */
  problem(iteration: number, file: string, message: string): void {
    this.lines.push({ type: 'problem', iteration, file, message });
    this.emit({ type: 'problem', run: this.run, file, message });
  }

  /** What an iteration relabeled: the patches that were considered, and labels of its crops before and after. */
  addRelabeling(patches: ConsideredPatch[], pairs: LabelPair[]): void {
    this.patches.push(...patches);
    this.pairs.push(...pairs);
  }

  /** Labels of a crop that are not in the folder yet; null where there are none. */
  recentLabels(iteration: number, sample: number): LabelPair | null {
    return this.pairs.findLast((pair) => pair.iteration === iteration && pair.sample === sample) ?? null;
  }

  /** True where enough lines wait to be worth writing. */
  get due(): boolean {
    return this.lines.length >= WRITE_EVERY;
  }

  async write(): Promise<void> {
    if (this.lines.length) await this.folder.log(...this.lines.splice(0));
    if (this.patches.length) await this.folder.savePatches(this.patches.splice(0));
    if (this.pairs.length) await this.folder.saveLabelPairs(this.pairs.splice(0));
  }
}
