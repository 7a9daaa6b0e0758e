/** How many iterations of a run were done, a few times a second at most: parts that move with it are drawn by React. */
import { startTransition, useEffect, useState } from 'react';
import { type LiveRun, live } from '../store/live';

const EVERY_MS = 400;

const doneOf = (run: LiveRun | undefined): number =>
  Math.max(run?.iteration?.iteration ?? -1, run?.curves.iterations.at(-1) ?? -1) + 1;

export function useLatest(run: string): number {
  const [latest, setLatest] = useState(() => doneOf(live.getState().runs[run]));
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | null = null;
    const read = () => {
      due = null;
      startTransition(() => setLatest(doneOf(live.getState().runs[run])));
    };
    read();
    const stop = live.subscribe(() => {
      due ??= setTimeout(read, EVERY_MS);
    });
    return () => {
      stop();
      if (due !== null) clearTimeout(due);
    };
  }, [run]);
  return latest;
}
