/** Undo and redo over values that are never changed in place. */

/** Steps that can be undone. */
const KEPT = 200;

export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
}

export const begin = <T>(present: T): History<T> => ({ past: [], present, future: [] });

/** A new step; what was undone before it is forgotten. The same value is no step. */
export function step<T>({ past, present, future }: History<T>, next: T): History<T> {
  if (Object.is(present, next)) return { past, present, future };
  return { past: [...past, present].slice(-KEPT), present: next, future: [] };
}

export function undo<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  if (past.length === 0) return history;
  return { past: past.slice(0, -1), present: past.at(-1)!, future: [present, ...future] };
}

export function redo<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  if (future.length === 0) return history;
  return { past: [...past, present], present: future[0]!, future: future.slice(1) };
}
