/**
 * Reads scores for parts of the page that may show them a moment later. An evaluation changes large tables at once, and
 * a store's own hook would draw them all in one task; here each part is drawn in a task of its own, when there is time.
 */
import { startTransition, useEffect, useEffectEvent, useState } from 'react';
import { giveUpTurn, waitTurn } from './in-turn';
import { useScores } from './scores';

type Scores = ReturnType<typeof useScores.getState>;

/** What `select` picks; `key` says what the selection depends on, and another key is read at once. */
export function useScoresLater<T>(key: string, select: (scores: Scores) => T): T {
  const [held, setHeld] = useState(() => ({ key, value: select(useScores.getState()) }));
  const selected = useEffectEvent(select);
  useEffect(() => {
    const update = () => {
      const value = selected(useScores.getState());
      startTransition(() => setHeld((last) => (last.key === key && last.value === value ? last : { key, value })));
    };
    const wait = () => waitTurn(update);
    wait(); // what came between the first reading and this effect
    const stop = useScores.subscribe(wait);
    return () => {
      stop();
      giveUpTurn(update);
    };
  }, [key]);
  return held.key === key ? held.value : select(useScores.getState());
}
