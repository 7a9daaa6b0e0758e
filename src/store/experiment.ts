/** The experiment that the start button would begin. */
import { create } from 'zustand';
import { scaleSchedule } from '../../workers/experiment/config';
import { preset } from '../../workers/experiment/presets';
import type { ExperimentConfig } from '../../workers/experiment/schema';

interface ExperimentState {
  preset: string;
  /** null = as many as the preset has. */
  iterations: number | null;
  /** Seeds as they are typed; several make several runs, one after the other. */
  seeds: string;
  choose(preset: string): void;
  set(part: { iterations?: number | null; seeds?: string }): void;
}

export const useExperiment = create<ExperimentState>()((set) => ({
  preset: 'demo-csi',
  iterations: null,
  seeds: '0',
  choose: (id) => set({ preset: id, iterations: null, seeds: seedsOf(preset(id)).join(', ') }),
  set: (part) => set(part),
}));

/** Seeds that a configuration runs one after the other. */
export const seedsOf = ({ seeds, seed }: ExperimentConfig): number[] => seeds ?? [seed];

/** The chosen preset with the chosen length; its seed is that of the first run. */
export function configOf({ preset: id, iterations }: Pick<ExperimentState, 'preset' | 'iterations'>): ExperimentConfig {
  const { seeds: _, ...config } = preset(id);
  return scaleSchedule(config, iterations ?? config.schedule.iterations);
}

/** True where the person says what the encoder starts from; only the demo's small one comes with the lab. */
export function choosesWeights({ network }: ExperimentConfig): boolean {
  return network.encoder.variant !== 'custom';
}
