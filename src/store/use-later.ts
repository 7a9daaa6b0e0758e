/**
 * Reads a store for parts of the page that may show it a moment later. An evaluation, or a new relabeling map, changes
 * much at once, and a store's own hook would draw it all in one task; here each part is drawn in a task of its own, when
 * there is time, and React may interrupt it.
 */
import { startTransition, useEffect, useEffectEvent, useState } from 'react';
import type { StoreApi } from 'zustand';
import { giveUpTurn, waitTurn } from './in-turn';

type Readable<S> = Pick<StoreApi<S>, 'getState' | 'subscribe'>;

/** What `select` picks; `key` says what the selection depends on, and another key is read at once. */
export function useLater<S, T>(store: Readable<S>, key: string, select: (state: S) => T): T {
  const [held, setHeld] = useState(() => ({ key, value: select(store.getState()) }));
  const selected = useEffectEvent(select);
  useEffect(() => {
    const update = () => {
      const value = selected(store.getState());
      startTransition(() => setHeld((last) => (last.key === key && last.value === value ? last : { key, value })));
    };
    const wait = () => waitTurn(update);
    wait(); // what came between the first reading and this effect
    const stop = store.subscribe(wait);
    return () => {
      stop();
      giveUpTurn(update);
    };
  }, [store, key]);
  return held.key === key ? held.value : select(store.getState());
}
