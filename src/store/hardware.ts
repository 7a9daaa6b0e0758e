/** What this machine and browser can do, asked once. */
import { create } from 'zustand';
import type { LabApi } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';

export type HardwareFacts = Awaited<ReturnType<LabApi['hardware']>>;

interface HardwareState {
  facts: HardwareFacts | null;
  /** Why the check itself failed. */
  failure: string | null;
  check(): Promise<void>;
}

export const useHardware = create<HardwareState>()((set) => ({
  facts: null,
  failure: null,
  check: async () => {
    try {
      set({ facts: await lab().hardware(), failure: null });
    } catch (error) {
      set({ failure: sentenceOf(error) });
    }
  },
}));

/** A sentence why nothing can be started here; null where all is well or the check still runs. */
export function obstacle({ facts, failure }: Pick<HardwareState, 'facts' | 'failure'>): string | null {
  return failure ?? facts?.problem ?? null;
}
