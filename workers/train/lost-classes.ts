/** Watches for classes that the run does not learn: one that stays at IoU 0 has collapsed, or was never named. */
import type { Scores } from '../protocol';

/** A class that stays at IoU 0 for that many evaluations is worth a warning. */
const ZERO_EVALUATIONS = 3;

export class LostClasses {
  private readonly zeros = new Map<string, number>();

  /** Takes in one evaluation; returns a warning when classes have just reached the limit. */
  add({ iouPerClass }: Scores): string | null {
    const lost: string[] = [];
    for (const [name, iou] of Object.entries(iouPerClass)) {
      const times = iou === 0 ? (this.zeros.get(name) ?? 0) + 1 : 0;
      this.zeros.set(name, times);
      if (times === ZERO_EVALUATIONS) lost.push(name);
    }
    if (!lost.length) return null;
    return `IoU is 0 in ${ZERO_EVALUATIONS} evaluations in a row for ${lost.join(', ')}: a class that the source does not name needs an entry in the relabeling map; for any other, try another seed.`;
  }
}
