/** Counts what was compared, keeps the largest errors and names the first difference. */

export interface ParityResult {
  maxAbsError: number;
  tolerance: number;
  pass: boolean;
  /** What was compared, or the first thing that differs. */
  note: string;
}

/** Confidences are rounded to four decimals. */
const CONFIDENCE_TOLERANCE = 1e-4;

export class Comparison {
  /** Largest error of what must be equal; 1 for anything that is not a number. */
  exact = 0;
  private compared = 0;
  private confidence = 0;
  private firstDifference: string | null = null;

  equal(where: string, ours: unknown, reference: unknown): void {
    this.compared += 1;
    const [a, b] = [JSON.stringify(ours), JSON.stringify(reference)];
    if (a === b) return;
    this.exact = Math.max(this.exact, 1);
    this.firstDifference ??= `${where}: ${shorten(a)} instead of ${shorten(b)}`;
  }

  labels(where: string, ours: ArrayLike<number>, reference: ArrayLike<number | bigint>): void {
    this.equal(`${where} size`, ours.length, reference.length);
    this.compared += 1;
    for (let i = 0; i < ours.length; i++) {
      const error = Math.abs(ours[i]! - Number(reference[i]));
      if (!(error > 0)) continue;
      this.exact = Math.max(this.exact, error);
      this.firstDifference ??= `${where}: pixel ${i} is ${ours[i]} instead of ${reference[i]}`;
    }
  }

  close(where: string, ours: number, reference: number): void {
    this.compared += 1;
    // Differences of four-digit decimals, without the noise of subtracting them in binary.
    const error = Number(Math.abs(ours - reference).toFixed(8));
    this.confidence = Math.max(this.confidence, error);
    if (!(error <= CONFIDENCE_TOLERANCE))
      this.firstDifference ??= `${where}: confidence ${ours} instead of ${reference}`;
  }

  result(subject: string): ParityResult {
    const exact = this.exact > 0;
    return {
      maxAbsError: exact ? this.exact : this.confidence,
      tolerance: exact ? 0 : CONFIDENCE_TOLERANCE,
      pass: this.firstDifference === null,
      note: this.firstDifference ?? `${subject}: ${this.compared} comparisons`,
    };
  }
}

const shorten = (text: string | undefined): string =>
  text && text.length > 80 ? `${text.slice(0, 77)}...` : `${text}`;
