/** Tells the run which of its pictures somebody looks at, so that no other is read back from the GPU. */
import { useEffect } from 'react';
import { lab } from '../lab';
import type { StageStore } from '../stage/model';
import type { Stack } from '../stage/picture';
import { neededLayers } from './live-picture';

/** Nothing is looked at in a tab that is hidden, nor when the stage is gone. */
export function useLook(stage: StageStore, stacks: readonly Stack[]): void {
  useEffect(() => {
    let said = '';
    const say = (names: ReturnType<typeof neededLayers>) => {
      if (names.join() === said) return;
      said = names.join();
      lab()
        .look(names)
        .catch(() => undefined); // a worker that has died says so to the run
    };
    const look = () => say(document.hidden ? [] : neededLayers(stacks, stage.getState().chosen));
    look();
    document.addEventListener('visibilitychange', look);
    const unsubscribe = stage.subscribe((now, before) => now.chosen !== before.chosen && look());
    return () => {
      document.removeEventListener('visibilitychange', look);
      unsubscribe();
      say([]);
    };
  }, [stage, stacks]);
}
