/** React's side of a stage: parts of its state that are worth a render. */
import { useStore } from 'zustand';
import type { StageState, StageStore } from './model';

export function useStage<T>(stage: StageStore, select: (state: StageState) => T): T {
  return useStore(stage, select);
}
