/** React's side of the live store. */
import { useEffect, useEffectEvent } from 'react';
import { type LiveRun, live } from './live';

/** Calls `draw` with the part of a run that `select` picks, now and whenever that part changed; renders nothing. */
export function useLive<T>(
  run: string | null,
  select: (run: LiveRun) => T | null,
  draw: (value: T | null) => void,
): void {
  const selected = useEffectEvent(select);
  const drawn = useEffectEvent(draw);
  useEffect(() => {
    const now = () => {
      const state = run === null ? undefined : live.getState().runs[run];
      return state ? selected(state) : null;
    };
    let last = now();
    drawn(last);
    return live.subscribe(() => {
      const next = now();
      if (next === last) return;
      last = next;
      drawn(next);
    });
  }, [run]);
}
