/** The classes and the relabeling map of the experiment, where they are not those of its preset. */
import { create } from 'zustand';
import { createJSONStorage, type PersistStorage, persist } from 'zustand/middleware';
import { preset } from '../../workers/experiment/presets';
import { taxonomyText } from '../../workers/experiment/taxonomy-file';
import { type Draft, draftOf, type Edit } from '../taxonomy/draft';
import { begin, type History, redo, step, undo } from '../taxonomy/history';
import { taxonomy as words } from '../words/store';
import { useExperiment } from './experiment';

interface TaxonomyState {
  /** Null: as the chosen preset has them. */
  history: History<Draft | null>;
  /** One step that can be undone. */
  edit(edit: Edit): void;
  /** Takes other classes, or those of the preset for null; can be undone too. */
  replace(draft: Draft | null): void;
  undo(): void;
  redo(): void;
}

export const useTaxonomy = create<TaxonomyState>()(
  persist(
    (set, get) => {
      const take = (next: Draft | null) => {
        // What says the same is no step, and no draft of one's own.
        if (next && taxonomyText(next) === taxonomyText(draftNow(get()))) return;
        set(({ history }) => ({ history: step(history, next) }));
      };
      return {
        history: begin<Draft | null>(null),
        edit: (edit) => take(edit(draftNow(get()))),
        replace: take,
        undo: () => set(({ history }) => ({ history: undo(history) })),
        redo: () => set(({ history }) => ({ history: redo(history) })),
      };
    },
    {
      name: 'csi-lab-taxonomy',
      version: 1,
      storage: exportText(),
      partialize: ({ history: { present } }) => ({ kept: present }),
      merge: (stored, state) => ({ ...state, history: begin((stored as Kept | undefined)?.kept ?? null) }),
    },
  ),
);

/** Resolves when the classes that the browser kept are there. */
export const taxonomyRecalled = (): Promise<unknown> =>
  new Promise((resolve) => {
    if (useTaxonomy.persist.hasHydrated()) resolve(null);
    else useTaxonomy.persist.onFinishHydration(resolve);
  });

interface Kept {
  kept: Draft | null;
}

/** Keeps a draft as the text of an export, and checks it as one when it is read; what checks it is loaded only then. */
function exportText(): PersistStorage<Kept> | undefined {
  const texts = createJSONStorage<{ kept: unknown }>(() => localStorage);
  return (
    texts && {
      ...texts,
      getItem: async (name) => {
        const found = await texts.getItem(name);
        return found && { ...found, state: { kept: await recalled(found.state.kept) } };
      },
      setItem: (name, { state: { kept }, ...rest }) =>
        texts.setItem(name, { ...rest, state: { kept: kept && taxonomyText(kept) } }),
    }
  );
}

async function recalled(text: unknown): Promise<Draft | null> {
  if (typeof text !== 'string') return null;
  const { parseTaxonomy } = await import('../../workers/experiment/read-taxonomy');
  try {
    return parseTaxonomy(text, words.kept);
  } catch {
    return null; // kept by another version of the page: the preset's classes are there
  }
}

/** The draft, or what the chosen preset says. */
export const draftNow = ({ history }: Pick<TaxonomyState, 'history'>): Draft =>
  history.present ?? presetDraft(useExperiment.getState().preset);

const presetDrafts = new Map<string, Draft>();

function presetDraft(id: string): Draft {
  const known = presetDrafts.get(id) ?? draftOf(preset(id));
  presetDrafts.set(id, known);
  return known;
}

/** The same, again whenever it changes. */
export function useDraft(): Draft {
  const id = useExperiment((s) => s.preset);
  const present = useTaxonomy((s) => s.history.present);
  return present ?? presetDraft(id);
}
