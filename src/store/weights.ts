/** What the encoder of a run starts from: a file or folder, a model of the hub, or random numbers. */
import { create } from 'zustand';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { Licence, LoadReport, Progress, WeightsOffer, WeightsOrigin } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';

export type WeightsKind = 'file' | 'hub' | 'random';

interface WeightsState {
  kind: WeightsKind;
  /** Id of a model of the hub, as it is typed. */
  id: string;
  /** What the hub would send; its licence is shown before it is asked to. */
  offer: WeightsOffer | null;
  /** What was read, and for which encoder. */
  origin: WeightsOrigin | null;
  variant: string | null;
  report: LoadReport | null;
  licence: Licence | null;
  /** The person has seen report and licence and wants these weights. */
  accepted: boolean;
  status: 'idle' | 'asking' | 'reading' | 'refused';
  progress: Progress | null;
  message: string | null;
  choose(kind: WeightsKind): void;
  name(id: string): void;
  /** Asks the hub what the named model has. */
  ask(): Promise<void>;
  /** Reads the weights and compares them with the encoder of `config`. */
  read(origin: WeightsOrigin, config: ExperimentConfig): Promise<void>;
  accept(): void;
  refuse(message: string): void;
  cancel(): void;
}

const NOTHING = {
  offer: null,
  origin: null,
  variant: null,
  report: null,
  licence: null,
  accepted: false,
  status: 'idle',
  progress: null,
  message: null,
} as const;

/** Answers of questions that were given up in the meantime are dropped. */
let question = 0;

export const useWeights = create<WeightsState>()((set, get) => {
  const answer = async (work: () => Promise<Partial<WeightsState>>) => {
    const mine = ++question;
    const current = () => mine === question;
    try {
      const found = await work();
      if (current()) set({ status: 'idle', progress: null, ...found });
    } catch (error) {
      const message = sentenceOf(error);
      if (current()) set({ status: 'refused', progress: null, message });
    }
  };
  return {
    kind: 'file',
    id: 'nvidia/mit-b5',
    ...NOTHING,

    choose: (kind) => {
      get().cancel();
      set({ ...NOTHING, kind });
    },
    name: (id) => set({ ...NOTHING, id: id.trim() }),
    ask: () => {
      set({ ...NOTHING, status: 'asking' });
      return answer(async () => ({ offer: await lab().offerWeights(get().id) }));
    },
    read: (origin, config) => {
      const { variant } = config.network.encoder;
      set({ origin, variant, report: null, licence: null, accepted: false, status: 'reading', message: null });
      const mine = question + 1;
      return answer(() =>
        lab().inspectWeights(origin, config, (progress) => {
          if (mine === question) set({ progress });
        }),
      );
    },
    accept: () => set({ accepted: true }),
    refuse: (message) => set({ ...NOTHING, status: 'refused', message }),
    cancel: () => {
      question++;
      if (get().status === 'reading') void lab().cancelWeights();
      set({ status: 'idle', progress: null });
    },
  };
});

/** What the run starts from, null while nothing was accepted for the encoder of `config`. */
export function acceptedWeights(
  { kind, origin, variant, accepted }: Pick<WeightsState, 'kind' | 'origin' | 'variant' | 'accepted'>,
  config: ExperimentConfig,
): WeightsOrigin | null {
  if (kind === 'random') return { kind };
  return accepted && variant === config.network.encoder.variant ? origin : null;
}
