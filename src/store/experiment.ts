/** The experiment that the start button would begin. */
import { create } from 'zustand';
import { scaleSchedule } from '../../workers/experiment/config';
import { preset } from '../../workers/experiment/presets';
import type { ExperimentConfig } from '../../workers/experiment/schema';

interface ExperimentState {
  preset: string;
  /** null = as many as the preset has. */
  iterations: number | null;
  seed: number;
  choose(preset: string): void;
  set(part: { iterations?: number | null; seed?: number }): void;
}

export const useExperiment = create<ExperimentState>()((set) => ({
  preset: 'demo-csi',
  iterations: null,
  seed: 0,
  choose: (id) => set({ preset: id, iterations: null }),
  set: (part) => set(part),
}));

/** The chosen preset with the chosen length and seed. */
export function configOf({
  preset: id,
  iterations,
  seed,
}: Pick<ExperimentState, 'preset' | 'iterations' | 'seed'>): ExperimentConfig {
  const config = preset(id);
  return { ...scaleSchedule(config, iterations ?? config.schedule.iterations), seed };
}

/** True where the person says what the encoder starts from; only the demo's small one comes with the lab. */
export function choosesWeights({ network }: ExperimentConfig): boolean {
  return network.encoder.variant !== 'custom';
}
