/** The benchmarks inside a browser; whoever opened the page reads progress and outcome from `csiLabBench`. */
import { startEngine } from '../../../models/engine/device';
import { type BenchReport, bench } from '../../bench';

export interface BenchState {
  /** Name of the benchmark that runs, and how far it has come. */
  running?: { name: string; done: number; total: number };
  report?: BenchReport;
  failure?: string;
}

const state: BenchState = {};
(globalThis as { csiLabBench?: BenchState }).csiLabBench = state;

async function main(): Promise<void> {
  await startEngine(navigator.gpu);
  const only = new URLSearchParams(location.search).get('only') ?? undefined;
  state.report = await bench({
    only,
    onProgress: (name, done, total) => {
      state.running = { name, done, total };
    },
  });
}

main().catch((error: unknown) => {
  state.failure = error instanceof Error ? error.message : String(error);
});
