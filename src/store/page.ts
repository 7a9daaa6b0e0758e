/** What the page remembers of how it is used: in this browser, from visit to visit. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface PageState {
  /** Whether the system tells of runs that end while the page is hidden. */
  notify: boolean;
  /** Hints that were read. */
  read: string[];
  /** Why the address could not be followed; not kept. */
  linkProblem: string | null;
  setNotify(notify: boolean): void;
  /** A hint goes away for good. */
  dismiss(hint: string): void;
}

export const usePage = create<PageState>()(
  persist(
    (set) => ({
      notify: false,
      read: [],
      linkProblem: null,
      setNotify: (notify) => set({ notify }),
      dismiss: (hint) => set(({ read }) => ({ read: read.includes(hint) ? read : [...read, hint] })),
    }),
    { name: 'csi-lab-page', version: 1, partialize: ({ notify, read }) => ({ notify, read }) },
  ),
);
