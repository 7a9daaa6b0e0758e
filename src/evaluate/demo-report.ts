/** The demo's outcome as one object, the same as `lab demo --json` writes. */
import type { SessionRecord } from '../run/session';
import { demoReport as words } from '../words/evaluate';

interface DemoScores {
  miou: number | null;
  iouPerClass: Record<string, number | null>;
  /** Decisions by hand that held before it was scored; absent: none. */
  decisions?: number;
}

export interface DemoReport {
  iterations: number;
  seed: number;
  secondsPerIteration: number | null;
  runs: Record<'baseline' | 'csi', DemoScores>;
  /** Relabeled patches per class name. */
  relabeled: Record<string, number>;
  adapter: string;
}

/** @throws where a run of the demo has not been evaluated. */
export function demoReport(record: SessionRecord, adapter: string): DemoReport {
  const of = (part: 'baseline' | 'csi') => {
    const planned = record.runs.find((run) => run.part === part);
    const result = planned && record.results[planned.run];
    if (!planned || !result?.evaluation) throw new Error(words.notEvaluated(part));
    const { decisions, scores } = result.evaluation;
    const supervised = decisions ? { decisions } : {};
    return {
      config: planned.options.config,
      ...result,
      scored: { miou: scores.miou, iouPerClass: scores.iouPerClass, ...supervised },
    };
  };
  const baseline = of('baseline');
  const csi = of('csi');
  const times = [baseline, csi].map((r) => r.secondsPerIteration).filter((s) => s !== null);
  const name = (id: string) => csi.config.taxonomy.classes[Number(id)]?.name ?? id;
  return {
    iterations: csi.config.schedule.iterations,
    seed: csi.config.seed,
    secondsPerIteration: times.length ? times.reduce((sum, s) => sum + s, 0) / times.length : null,
    runs: {
      baseline: baseline.scored,
      csi: csi.scored,
    },
    relabeled: Object.fromEntries(Object.entries(csi.relabeledPatches).map(([id, n]) => [name(id), n])),
    adapter,
  };
}
