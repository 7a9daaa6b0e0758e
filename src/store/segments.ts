/** Relabeled segments and the relabeling map of each run. */
import { create } from 'zustand';
import type { MapEntry, Segment } from '../../workers/protocol';

/** Pictures of segments kept in memory; beyond it the oldest are let go (the run's folder keeps the records). */
export const SEGMENT_BUDGET_BYTES = 48e6;

export interface SegmentList {
  /** Newest first. */
  items: Segment[];
  /** How many there were in all. */
  total: number;
}

interface SegmentsState {
  lists: Record<string, SegmentList>;
  maps: Record<string, { iteration: number; entries: MapEntry[] }>;
  /** The segment that is shown large. */
  open: Segment | null;
  add(run: string, segments: Segment[]): void;
  setMap(run: string, iteration: number, entries: MapEntry[]): void;
  show(segment: Segment | null): void;
  clear(): void;
}

export const useSegments = create<SegmentsState>()((set) => ({
  lists: {},
  maps: {},
  open: null,
  add: (run, segments) =>
    set((state) => ({
      lists: { ...state.lists, [run]: withNewest(state.lists[run], segments, SEGMENT_BUDGET_BYTES) },
    })),
  setMap: (run, iteration, entries) => set((state) => ({ maps: { ...state.maps, [run]: { iteration, entries } } })),
  show: (segment) => set({ open: segment }),
  clear: () => set({ lists: {}, maps: {}, open: null }),
}));

const bytesOf = (segment: Segment): number =>
  segment.picture.rgb.byteLength + segment.before.byteLength + segment.after.byteLength;

/** `list` with `newer` in front, cut where its pictures exceed the budget; at least one stays. */
export function withNewest(list: SegmentList | undefined, newer: Segment[], budgetBytes: number): SegmentList {
  const items = [...newer.toReversed(), ...(list?.items ?? [])];
  let bytes = 0;
  let kept = 0;
  for (const segment of items) {
    bytes += bytesOf(segment);
    if (bytes > budgetBytes && kept > 0) break;
    kept++;
  }
  return { items: items.slice(0, kept), total: (list?.total ?? 0) + newer.length };
}
