/**
 * Work of the page that may wait a moment: piece by piece, each in a task of its own when there is time, so that a
 * change of much that is shown never holds up the page.
 */

const LATEST_MS = 300;
const waiting = new Set<() => void>();

function next(): void {
  const [first] = waiting;
  if (!first) return;
  waiting.delete(first);
  first();
  if (waiting.size > 0) requestIdleCallback(next, { timeout: LATEST_MS });
}

/** Does `work` when its turn has come; the same function waits once, however often it is asked for. */
export function waitTurn(work: () => void): void {
  if (waiting.size === 0) requestIdleCallback(next, { timeout: LATEST_MS });
  waiting.add(work);
}

/** What has not been done yet is not done any more. */
export function giveUpTurn(work: () => void): void {
  waiting.delete(work);
}
