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
  /** Pretrained encoder for networks other than the demo's. */
  encoder: File | null;
  choose(preset: string): void;
  set(part: { iterations?: number | null; seed?: number; encoder?: File | null }): void;
}

export const useExperiment = create<ExperimentState>()((set) => ({
  preset: 'demo-csi',
  iterations: null,
  seed: 0,
  encoder: null,
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

/** True where the run cannot start without a pretrained encoder that the person must give. */
export function wantsEncoder({ network, method }: ExperimentConfig): boolean {
  return network.encoder.variant !== 'custom' && method.featureDistance.lambda > 0;
}
