/** Pictures of a run for whoever looks: read back from the GPU seldom enough that learning hardly notices. */
import type { Batch } from '../data/batch';
import type { FrameLayers, FrameName, RunEvent } from '../protocol';

const INTERVAL_MS = 2000;
/** Reading pictures back and sending them may cost this share of the time at most; the page has to draw them too. */
const MOST_SHARE = 0.04;

export class LivePictures {
  private due = 0;
  /** Absent until it is said what is looked at: all. */
  private wanted: ReadonlySet<FrameName> | undefined;

  constructor(
    private readonly run: string,
    private readonly read: (wanted: ReadonlySet<FrameName> | undefined) => Promise<FrameLayers>,
    private readonly emit: (event: RunEvent) => void,
  ) {}

  /** Which pictures somebody looks at: only they are read back, and the next time at once. */
  look(names: readonly FrameName[]): void {
    this.wanted = new Set(names);
    this.due = 0;
  }

  /** Sends the pictures of an iteration where somebody looks and it is time. */
  async show(iteration: number, batch: Batch): Promise<void> {
    const started = performance.now();
    if (this.wanted?.size === 0 || started < this.due) return;
    const layers = await this.read(this.wanted);
    const file = { source: batch.source[0]!.file, target: batch.target[0]!.file };
    this.emit({ type: 'frames', run: this.run, iteration, file, layers });
    const now = performance.now();
    this.due = now + Math.max(INTERVAL_MS, (now - started) * (1 / MOST_SHARE - 1));
  }
}
