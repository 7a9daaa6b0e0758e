/** How a person has arranged the page: kept in this browser, checked when it is read. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { View } from './session';

/** Share of the width that the pictures of a run have, and its bounds. */
export const PICTURES_SHARE = { default: 58, least: 35, most: 75 } as const;

/** Views that show something in every visit. */
const LASTING: readonly View[] = ['setup', 'classes', 'runs', 'predict'];

export type ClassesTab = (typeof CLASSES_TABS)[number];

const CLASSES_TABS = ['bench', 'classes', 'map'] as const;

interface Layout {
  /** Where a visit begins. */
  view: View;
  /** Part of the view of the classes. */
  classesTab: ClassesTab;
  /** Panels that are folded away. */
  folded: string[];
  /** Percent of the width that the left column of a run has. */
  pictures: number;
}

interface LayoutState extends Layout {
  enter(view: View): void;
  openTab(tab: string | null): void;
  fold(panel: string, away: boolean): void;
  setPictures(percent: number): void;
  reset(): void;
}

const DEFAULT: Layout = { view: 'setup', classesTab: 'bench', folded: [], pictures: PICTURES_SHARE.default };

export const useLayout = create<LayoutState>()(
  persist(
    (set) => ({
      ...DEFAULT,
      enter: (view) => set(LASTING.includes(view) ? { view } : {}),
      openTab: (tab) => set({ classesTab: tabOf(tab) }),
      fold: (panel, away) =>
        set(({ folded }) => ({ folded: [...folded.filter((other) => other !== panel), ...(away ? [panel] : [])] })),
      setPictures: (percent) => set({ pictures: within(percent) }),
      reset: () => set(({ view }) => ({ ...DEFAULT, view })),
    }),
    {
      name: 'csi-lab-layout',
      version: 1,
      partialize: ({ view, classesTab, folded, pictures }): Layout => ({ view, classesTab, folded, pictures }),
      merge: (stored, state) => ({ ...state, ...readLayout(stored) }),
    },
  ),
);

// Declared so, since what is kept is read while the store is being made.
function within(percent: number): number {
  return Math.round(Math.min(PICTURES_SHARE.most, Math.max(PICTURES_SHARE.least, percent)));
}

function tabOf(tab: unknown): ClassesTab {
  return CLASSES_TABS.find((known) => known === tab) ?? DEFAULT.classesTab;
}

/** What of a kept layout can be used; the rest is as at first. */
export function readLayout(stored: unknown): Layout {
  const { view, classesTab, folded, pictures } = (
    typeof stored === 'object' && stored !== null ? stored : {}
  ) as Record<keyof Layout, unknown>;
  return {
    view: LASTING.find((lasting) => lasting === view) ?? DEFAULT.view,
    classesTab: tabOf(classesTab),
    folded: Array.isArray(folded) ? folded.filter((panel) => typeof panel === 'string') : [],
    pictures: typeof pictures === 'number' && Number.isFinite(pictures) ? within(pictures) : DEFAULT.pictures,
  };
}
