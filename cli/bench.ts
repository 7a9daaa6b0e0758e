/**
 * `lab bench`: our operations and our training step against the same made of stock TF.js, in one run on one adapter;
 * whole iterations with and without recomputation; and how fast training crops come.
 * Knows nothing of Node, so that a page can run it as well.
 */
import { engineInfo } from '../models/engine/device';
import { type DataBench, dataLoadingCases } from './bench/data-loading';
import { ITERATIONS, iterationCases } from './bench/iteration';
import type { BenchCase } from './bench/measure';
import { OPERATIONS, operationCase } from './bench/operations';
import { trainingStepCases } from './bench/training-step';
import { table } from './table';

export interface BenchReport {
  adapter: string;
  cases: BenchCase[];
}

export interface BenchOptions {
  only?: string;
  /** What data loading is measured with; without it that benchmark is left out. */
  data?: DataBench;
  /** Told before each benchmark. */
  onProgress?: (name: string, done: number, total: number) => void;
}

const STEPS = [
  { batch: 1, size: 64 },
  { batch: 2, size: 64 },
  { batch: 1, size: 128 },
];

/**
 * Runs the benchmarks whose name contains `only` (all without it). The engine must be started.
 * @throws where no benchmark has such a name, or where a step of ours and the stock one differ in their loss.
 */
export async function bench(options: BenchOptions): Promise<BenchReport> {
  const { data } = options;
  const jobs = [
    ...OPERATIONS.map((operation) => ({ name: operation.name, run: async () => [await operationCase(operation)] })),
    ...STEPS.map(({ batch, size }) => ({
      name: `step ${batch}x${size}`,
      run: () => trainingStepCases(batch, size),
    })),
    ...ITERATIONS.map(({ name, config }) => ({ name, run: () => iterationCases(name, config()) })),
    ...(data ? [{ name: 'data', run: () => dataLoadingCases(data) }] : []),
  ].filter(({ name }) => name.includes(options.only ?? ''));
  if (!jobs.length) throw new Error(`There is no benchmark whose name contains "${options.only}".`);
  const cases: BenchCase[] = [];
  for (const [i, { name, run }] of jobs.entries()) {
    options.onProgress?.(name, i, jobs.length);
    cases.push(...(await run()));
  }
  return { adapter: engineInfo().adapter, cases };
}

/** The report for people. */
export function benchTable({ adapter, cases }: BenchReport): string {
  return `${adapter}\n${table([HEADER, ...cases.map(row)])}`;
}

const HEADER = ['case', 'ours', 'stock', '', 'ratio', 'dispatches', 'peak'];

function row({ name, ours, stock, unit, ratio, dispatches, peakBytes }: BenchCase): string[] {
  const show = (value: number | null) => (value === null ? '-' : unit === 'bytes' ? megabytes(value) : short(value));
  const label = unit === 'bytes' ? 'MB' : unit;
  return [
    name,
    show(ours),
    show(stock),
    label,
    ratio === null ? '-' : `${short(ratio)}x`,
    `${dispatches}`,
    `${megabytes(peakBytes)} MB`,
  ];
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
const short = (value: number) => (Number.isInteger(value) ? `${value}` : value.toPrecision(3));
