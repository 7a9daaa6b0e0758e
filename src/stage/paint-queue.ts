/**
 * Paints canvases a few milliseconds per frame, so that a burst of pictures never blocks the page.
 *
 * Each job has a key: when a newer picture for the same canvas arrives before the older one was painted, the older one
 * is dropped.
 */

/** Time spent on painting in one frame, in milliseconds; one job always runs. */
const FRAME_BUDGET_MS = 6;

const jobs = new Map<string | object, () => void>();
let scheduled = false;

/** Paints `job` in one of the next frames, instead of an earlier job with the same key. */
export function paintSoon(key: string | object, job: () => void): void {
  jobs.delete(key);
  jobs.set(key, job);
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(paintSome);
  }
}

/** Forgets the job of a canvas that is gone. */
export function paintNever(key: string | object): void {
  jobs.delete(key);
}

function paintSome(): void {
  const begin = performance.now();
  for (const [key, job] of jobs) {
    jobs.delete(key);
    job();
    if (performance.now() - begin > FRAME_BUDGET_MS) break;
  }
  scheduled = jobs.size > 0;
  if (scheduled) requestAnimationFrame(paintSome);
}
