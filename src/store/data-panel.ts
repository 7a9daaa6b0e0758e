/** Which data set is looked into, and at what. */
import { create } from 'zustand';
import type { DatasetRole } from './datasets';

export type DataTab = 'pictures' | 'values' | 'problems';

interface DataPanelState {
  /** Null: the panel is closed. */
  role: DatasetRole | null;
  tab: DataTab;
  /** Pictures of this split only. */
  split: string | null;
  /** Pictures that show this class only. */
  classId: number | null;
  look(role: DatasetRole, tab?: DataTab): void;
  filter(part: { split?: string | null; classId?: number | null }): void;
  setTab(tab: DataTab): void;
  close(): void;
}

export const useDataPanel = create<DataPanelState>()((set) => ({
  role: null,
  tab: 'pictures',
  split: null,
  classId: null,
  look: (role, tab = 'pictures') => set({ role, tab, split: null, classId: null }),
  filter: (part) => set(part),
  setTab: (tab) => set({ tab }),
  close: () => set({ role: null }),
}));
