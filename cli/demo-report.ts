/** What the demo's runs come to: one seed, several seeds, several methods. */
import { SYNTHIA_16 } from '../workers/experiment/taxonomy';
import type { Scores } from '../workers/protocol';
import { duration } from './progress';
import { HIDDEN, meanOver } from './score-table';
import { spreadPercent, table } from './table';

export const PARTS = ['baseline', 'csi'] as const;
export type Part = (typeof PARTS)[number];

/** The presets without and with relabeling of what the paper's first table compares. */
export const METHODS = {
  daformer: { baseline: 'demo-baseline', csi: 'demo-csi' },
  hrda: { baseline: 'demo-hrda', csi: 'demo-hrda-csi' },
  mic: { baseline: 'demo-mic', csi: 'demo-mic-csi' },
} as const satisfies Record<string, Record<Part, string>>;
export type Method = keyof typeof METHODS;

type Iou = Pick<Scores, 'miou' | 'iouPerClass'>;

export interface DemoReport {
  iterations: number;
  seed: number;
  /** Null where both runs had been finished before. */
  secondsPerIteration: number | null;
  /** Both runs with their evaluations; absent in the page, where a person may have paused them. */
  seconds?: number;
  runs: Record<Part, Iou>;
  /** Relabeled patches per class name. */
  relabeled: Record<string, number>;
  adapter: string;
}

/** Of several seeds: the fields of one report hold the means, the seed is the first. */
export interface SeveralReport extends DemoReport {
  perSeed: DemoReport[];
}

/** Means over the seeds; a class counts in those seeds in which it has an IoU. */
export function meanReport(reports: DemoReport[]): SeveralReport {
  const mean = (values: (number | null | undefined)[]) => {
    const present = values.filter((value) => typeof value === 'number');
    return present.length ? present.reduce((a, b) => a + b, 0) / present.length : null;
  };
  const means = <V extends number | null>(tables: Record<string, V>[]) =>
    Object.fromEntries(
      [...new Set(tables.flatMap(Object.keys))].map((name) => [name, mean(tables.map((table) => table[name]))]),
    );
  const iou = (part: Part): Iou => ({
    miou: mean(reports.map(({ runs }) => runs[part].miou))!,
    iouPerClass: means(reports.map(({ runs }) => runs[part].iouPerClass)),
  });
  return {
    ...reports[0]!,
    secondsPerIteration: mean(reports.map((report) => report.secondsPerIteration)),
    seconds: mean(reports.map((report) => report.seconds)) ?? undefined,
    runs: { baseline: iou('baseline'), csi: iou('csi') },
    relabeled: means(reports.map((report) => report.relabeled)) as Record<string, number>,
    perSeed: reports,
  };
}

const NAMES: Record<Method, string> = { daformer: 'DAFormer', hrda: 'HRDA', mic: 'MIC' };

/** A line for each method without and with relabeling: mean and standard deviation over the seeds, in percent. */
export function methodTable(reports: Partial<Record<Method, DemoReport[]>>): string {
  const lines = (Object.keys(reports) as Method[]).flatMap((method) =>
    PARTS.map((part) => {
      const seeds = reports[method]!;
      const cell = (read: (iou: Iou) => number | null | undefined) =>
        spreadPercent(seeds.map(({ runs }) => read(runs[part])));
      const { secondsPerIteration, seconds } = meanReport(seeds);
      return [
        `${NAMES[method]}${part === 'csi' ? ' + CSI' : ''}`,
        ...HIDDEN.map((name) => cell(({ iouPerClass }) => iouPerClass[name])),
        cell(({ miou }) => miou),
        cell((iou) => meanOver(iou, SYNTHIA_16)),
        part === 'csi' || secondsPerIteration === null ? '' : `${secondsPerIteration.toFixed(2)} s`,
        part === 'csi' || seconds === undefined ? '' : duration(seconds),
      ];
    }),
  );
  return table([
    ['IoU in percent', ...HIDDEN, 'mean of 19', 'mean of the other 16', 'iteration', 'both runs of a seed'],
    ...lines,
  ]);
}
