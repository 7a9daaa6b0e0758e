/** Which vision-language models are used: the built-in ones, some of the Hugging Face hub, or a folder. */
import { create } from 'zustand';
import type { ModelOrigin, Progress } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { models as words } from '../words/store';

export type ModelKind = ModelOrigin['kind'];

interface ModelsState {
  kind: ModelKind;
  clip: string;
  owl: string;
  folder: FileSystemDirectoryHandle | null;
  status: 'unchecked' | 'checking' | 'ready' | 'refused';
  progress: Progress | null;
  /** What was found, or why the models cannot be used. */
  message: string | null;
  choose(kind: ModelKind): void;
  name(which: 'clip' | 'owl', id: string): void;
  open(folder: FileSystemDirectoryHandle): Promise<void>;
  refuse(message: string): void;
  check(): Promise<void>;
}

export const useModels = create<ModelsState>()((set, get) => ({
  kind: 'builtin',
  clip: 'Xenova/clip-vit-base-patch32',
  owl: 'Xenova/owlvit-base-patch32',
  folder: null,
  status: 'ready',
  progress: null,
  message: null,

  choose: (kind) => set({ kind, status: kind === 'builtin' ? 'ready' : 'unchecked', message: null }),
  name: (which, id) => set({ [which]: id.trim(), status: 'unchecked', message: null }),
  refuse: (message) => set({ status: 'refused', message }),

  open: async (folder) => {
    set({ kind: 'folder', folder, status: 'unchecked', message: null });
    await get().check();
  },

  check: async () => {
    const origin = originOf(get());
    if (!origin) return;
    set({ status: 'checking', message: null, progress: null });
    try {
      const found = await lab().checkModels(origin, (progress) => set({ progress }));
      set({ status: 'ready', message: words.found(found.clip, found.owl), progress: null });
    } catch (error) {
      set({ status: 'refused', message: sentenceOf(error), progress: null });
    }
  },
}));

/** The choice as the workers want it; null while it is incomplete. */
export function originOf({
  kind,
  clip,
  owl,
  folder,
}: Pick<ModelsState, 'kind' | 'clip' | 'owl' | 'folder'>): ModelOrigin | null {
  if (kind === 'builtin') return { kind };
  if (kind === 'hub') return clip && owl ? { kind, clip, owl } : null;
  return folder ? { kind, handle: folder } : null;
}
