/** Deciding about patches of one run. */
import { useMemo } from 'react';
import { seenBox } from '../../workers/decisions';
import type { ConsideredPatch } from '../../workers/protocol';
import { decisionsOf, type RunDecisions, useDecisions } from '../store/decisions';
import type { RunEntry } from '../store/session';
import { deciding as words } from '../words/segments';
import { choiceOf, type Wish } from './wish';

export interface Deciding extends RunDecisions {
  /** Why nothing can be decided now; null where it can. */
  blocked: string | null;
  decide(patches: readonly ConsideredPatch[], wish: Wish): void;
  /** Leaves the objects to the models again. */
  withdraw(patches: readonly ConsideredPatch[]): void;
  undo(): void;
  redo(): void;
}

export function useDeciding({ run, status }: Pick<RunEntry, 'run' | 'status'>): Deciding {
  const known = useDecisions((state) => decisionsOf(state, run));
  const blocked = status === 'preparing' || status === 'waiting' ? words.preparing : null;
  return useMemo(() => {
    const { decide, withdraw, undo, redo } = useDecisions.getState();
    const unlessBlocked = (work: () => Promise<void>) => {
      if (blocked === null) void work(); // its failure is in the store
    };
    return {
      ...known,
      blocked,
      decide: (patches, wish) =>
        unlessBlocked(() =>
          decide(
            run,
            patches.map((patch) => choiceOf(patch, wish)),
          ),
        ),
      withdraw: (patches) => unlessBlocked(() => withdraw(run, patches.map(seenBox))),
      undo: () => unlessBlocked(() => undo(run)),
      redo: () => unlessBlocked(() => redo(run)),
    };
  }, [known, blocked, run]);
}
