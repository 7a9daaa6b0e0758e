/** How long an iteration takes and how long the run still needs, from the median of the last iterations. */

const WINDOW = 20;
/** Compiling pipelines makes the first iterations slow; before this many, no time left is given. */
const ENOUGH = 5;

export class Pace {
  private readonly recent: number[] = [];
  private evaluationSeconds = 0;

  add(seconds: number): void {
    this.recent.push(seconds);
    if (this.recent.length > WINDOW) this.recent.shift();
  }

  addEvaluation(seconds: number): void {
    this.evaluationSeconds = seconds;
  }

  /** Median seconds of the last iterations; 0 before the first. */
  get secondsPerIteration(): number {
    const sorted = [...this.recent].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    if (sorted.length === 0) return 0;
    return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  }

  /** Seconds for what is left, null while it is too early to say. */
  secondsLeft(iterations: number, evaluations: number): number | null {
    if (this.recent.length < ENOUGH) return null;
    return iterations * this.secondsPerIteration + evaluations * this.evaluationSeconds;
  }
}
