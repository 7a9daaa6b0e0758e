/** How a run relabels beyond what its preset says, and the SAM that draws masks. */
import { create } from 'zustand';
import type { ExperimentConfig, RelabelingConfig } from '../../workers/experiment/schema';
import type { ModelOrigin, Progress, SourceSuggestion } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { relabeling as words } from '../words/store';

interface RelabelingState {
  /** Null: whichever the models have. */
  detector: NonNullable<RelabelingConfig['detector']> | null;
  pasteChangedOnly: boolean;
  masks: boolean;
  detectOn: NonNullable<RelabelingConfig['detectOn']>;
  /** Hub id of the SAM. It does not count where the models come from a folder: the SAM lies there too. */
  sam: string;
  suggestions: SourceSuggestion[] | null;
  asking: Progress | 'begun' | null;
  problem: string | null;
  set(part: Partial<Pick<RelabelingState, 'detector' | 'pasteChangedOnly' | 'masks' | 'detectOn' | 'sam'>>): void;
  /** Asks CLIP which source class each class of the map may hide in; nothing is changed by the answer. */
  suggest(origin: ModelOrigin, config: ExperimentConfig, sources: number[]): Promise<void>;
}

export const useRelabeling = create<RelabelingState>()((set, get) => ({
  detector: null,
  pasteChangedOnly: false,
  masks: false,
  detectOn: 'crop',
  sam: 'Xenova/slimsam-77-uniform',
  suggestions: null,
  asking: null,
  problem: null,
  set: (part) => set(part),

  suggest: async (origin, { taxonomy, relabeling }, sources) => {
    if (get().asking) return;
    set({ asking: 'begun', problem: null });
    const targets = relabeling.map.map(({ target }) => target);
    try {
      const suggestions = await lab().suggestSources(origin, { taxonomy, targets, sources }, (asking) =>
        set({ asking }),
      );
      set({ suggestions });
    } catch (error) {
      set({ problem: sentenceOf(error) });
    } finally {
      set({ asking: null });
    }
  },
}));

type Switches = Pick<RelabelingState, 'detector' | 'pasteChangedOnly' | 'masks' | 'detectOn'>;

/** The configuration with what is switched on; a run without relabeling stays as it is. */
export function withSwitches(
  config: ExperimentConfig,
  { detector, pasteChangedOnly, masks, detectOn }: Switches,
): ExperimentConfig {
  if (!config.relabeling.relabel) return config;
  return {
    ...config,
    relabeling: {
      ...config.relabeling,
      ...(detector && { detector }),
      ...(pasteChangedOnly && { pasteChangedOnly }),
      ...(masks && { masks }),
      ...(detectOn === 'picture' && { detectOn }),
    },
  };
}

/** Where the models come from, the SAM included where masks are drawn. */
export function withSam<Origin extends ModelOrigin>(
  origin: Origin,
  { masks, sam }: Pick<RelabelingState, 'masks' | 'sam'>,
): Origin {
  return masks && sam && origin.kind !== 'folder' ? { ...origin, sam: { kind: 'hub', id: sam } } : origin;
}

/** What keeps a run from drawing masks; null for nothing. */
export function samMissing(
  origin: ModelOrigin | null,
  { masks, sam }: Pick<RelabelingState, 'masks' | 'sam'>,
): string | null {
  if (!masks || sam || origin?.kind === 'folder') return null;
  return words.noSam;
}
