/** A part of the page about one run. When another run is shown it follows in its turn, in a task of its own. */
import { type ReactNode, startTransition, useEffect, useState } from 'react';
import { giveUpTurn, waitTurn } from '../store/in-turn';
import type { RunEntry } from '../store/session';

interface Props {
  entry: RunEntry;
  children(entry: RunEntry): ReactNode;
}

export function InTurn({ entry, children }: Props) {
  const [held, setHeld] = useState(entry);
  const follows = held.run !== entry.run;
  useEffect(() => {
    if (!follows) return;
    const follow = () => startTransition(() => setHeld(entry));
    waitTurn(follow);
    return () => giveUpTurn(follow);
  }, [follows, entry]);
  return children(follows ? held : entry);
}
