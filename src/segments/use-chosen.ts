/** Patches of the gallery that are chosen, to decide about all of them at once. */
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Chosen {
  serials: ReadonlySet<number>;
  /** Chooses one or gives it up; `range`: chooses all of the list between it and the one before. */
  toggle(serial: number, range: boolean): void;
  all(): void;
  none(): void;
}

/** @param list serial numbers in the order of the gallery. What it shows no more stays chosen until it is given up. */
export function useChosen(list: Uint32Array): Chosen {
  const [serials, setSerials] = useState<ReadonlySet<number>>(new Set());
  const shown = useRef(list);
  useEffect(() => {
    shown.current = list;
  }, [list]);
  const last = useRef<number | null>(null);
  const toggle = useCallback((serial: number, range: boolean) => {
    const from = range && last.current !== null ? shown.current.indexOf(last.current) : -1;
    const to = shown.current.indexOf(serial);
    last.current = serial;
    setSerials((before) => {
      const next = new Set(before);
      if (from >= 0 && to >= 0)
        for (const other of shown.current.subarray(Math.min(from, to), Math.max(from, to) + 1)) next.add(other);
      else if (!next.delete(serial)) next.add(serial);
      return next;
    });
  }, []);
  return {
    serials,
    toggle,
    all: () => setSerials(new Set(list)),
    none: () => setSerials(new Set()),
  };
}
