/** The vision-language models that are at hand on the prompt bench: the built-in ones, and those that were chosen. */
import { create } from 'zustand';
import type { ModelOrigin } from '../../workers/protocol';
import { bench as words } from '../words/store';
import { originOf, useModels } from './models';

export interface BenchModels {
  /** Tells them apart on the page. */
  label: string;
  origin: ModelOrigin;
}

interface BenchModelsState {
  /** Each once, the built-in ones first. */
  known: BenchModels[];
}

const BUILT_IN: BenchModels = { label: words.builtIn, origin: { kind: 'builtin' } };

export const useBenchModels = create<BenchModelsState>()(() => ({ known: [BUILT_IN] }));

/** The models that are chosen now; null where the choice is incomplete. */
export function chosenModels(): BenchModels | null {
  const models = useModels.getState();
  const origin = originOf(models);
  if (!origin) return null;
  const { known } = useBenchModels.getState();
  return known.find((other) => sameOrigin(other.origin, origin)) ?? { label: labelOf(origin), origin };
}

// Whatever was found complete stays at hand, also when others are chosen.
useModels.subscribe(({ status }) => {
  const chosen = status === 'ready' ? chosenModels() : null;
  const { known } = useBenchModels.getState();
  if (chosen && !known.includes(chosen)) useBenchModels.setState({ known: [...known, chosen] });
});

function labelOf(origin: ModelOrigin): string {
  if (origin.kind === 'hub') return origin.owl;
  return origin.kind === 'folder' ? words.folder(origin.handle.name) : BUILT_IN.label;
}

export function sameOrigin(a: ModelOrigin, b: ModelOrigin): boolean {
  if (a.kind === 'folder') return b.kind === 'folder' && a.handle === b.handle;
  if (a.kind === 'hub') return b.kind === 'hub' && a.clip === b.clip && a.owl === b.owl;
  return b.kind === a.kind;
}
