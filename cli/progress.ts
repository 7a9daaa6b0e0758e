/** Progress on a terminal: one line that is rewritten, or now and then a line where the output is a file. */

const QUIET_INTERVAL_MS = 15_000;

/** Seconds as people say them. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

export class TerminalProgress {
  private lastLine = '';
  private lastTime = 0;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /** Shows a line in place of the one before. */
  show(line: string): void {
    if (this.stream.isTTY) {
      const width = Math.max(20, this.stream.columns ?? 80) - 1;
      this.stream.write(`\r${line.slice(0, width).padEnd(Math.min(width, this.lastLine.length))}`);
    } else if (Date.now() - this.lastTime >= QUIET_INTERVAL_MS) {
      this.stream.write(`${line}\n`);
      this.lastTime = Date.now();
    }
    this.lastLine = line;
  }

  /** How far something is; `secondsLeft` null means that it is too early to say. */
  count(what: string, done: number, total: number, secondsLeft: number | null): void {
    const share = total ? ` (${Math.floor((100 * done) / total)} %)` : '';
    const left = secondsLeft === null || done >= total ? '' : `, ${duration(secondsLeft)} left`;
    this.show(`${what}: ${done} of ${total}${share}${left}`);
  }

  /** A line that stays. */
  note(line: string): void {
    this.clear();
    this.stream.write(`${line}\n`);
  }

  /** Removes the line that is being rewritten. */
  clear(): void {
    if (this.stream.isTTY && this.lastLine) this.stream.write(`\r${' '.repeat(this.lastLine.length)}\r`);
    this.lastLine = '';
  }
}
