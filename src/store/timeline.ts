/** The moment that all panels of a run show, and what is known of each run's moments. */
import { create } from 'zustand';
import type { MapMoment, Pin, PinnedMoment, RunTimeline } from '../../workers/protocol';
import { extendedBy, type Moment } from '../timeline/moments';
import { cursor } from './cursor';

/** A run goes on from one of two. */
const CHECKPOINTS = 2;

interface TimelineState {
  /** Iterations that were done; null follows the latest. */
  moment: Moment;
  runs: Record<string, RunTimeline>;
  goTo(moment: Moment): void;
  /** In place of what was known of the run. */
  recall(run: string, timeline: RunTimeline): void;
  addPinned(run: string, moment: PinnedMoment): void;
  addCheckpoint(run: string, iteration: number): void;
  /** Maps that come more often than every `interval` iterations are thinned out. */
  addMap(run: string, map: MapMoment, interval: number): void;
  setPins(run: string, pins: Pin[]): void;
  clear(): void;
}

export const NO_TIMELINE: RunTimeline = { pinned: [], pins: null, maps: [], checkpoints: [] };

export const useTimeline = create<TimelineState>()((set) => {
  const change = (run: string, part: (before: RunTimeline) => Partial<RunTimeline>) =>
    set(({ runs }) => {
      const before = runs[run] ?? NO_TIMELINE;
      return { runs: { ...runs, [run]: { ...before, ...part(before) } } };
    });
  const goTo = (moment: Moment) => {
    set({ moment });
    cursor.setState({ moment });
  };
  return {
    moment: null,
    runs: {},
    goTo,
    recall: (run, timeline) => change(run, () => timeline),
    addPinned: (run, moment) => change(run, ({ pinned }) => ({ pinned: extendedBy(pinned, moment) })),
    addCheckpoint: (run, iteration) =>
      change(run, ({ checkpoints }) => ({
        checkpoints: [...checkpoints.filter((before) => before < iteration), iteration].slice(-CHECKPOINTS),
      })),
    addMap: (run, map, interval) => change(run, ({ maps }) => ({ maps: extendedBy(maps, map, interval) })),
    setPins: (run, pins) => change(run, () => ({ pins })),
    clear: () => {
      goTo(null);
      set({ runs: {} });
    },
  };
});
