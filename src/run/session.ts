/**
 * A session is what one click on a start button begins: one run, several seeds of one, or the demo's two runs, one after the other. Its record
 * is kept in the browser, so that it can be resumed after a reload; the runs themselves are kept by the workers.
 */

import type { StartOptions } from '../../workers/protocol';
import { entries, put, remove } from '../data/database';
import type { Evaluation } from '../store/scores';

/** `seed`: one of several runs that differ in nothing else. */
export type RunPart = 'baseline' | 'csi' | 'single' | 'seed';

export interface PlannedRun {
  /** Name of the run in storage. */
  run: string;
  part: RunPart;
  label: string;
  options: StartOptions;
}

export interface SessionRecord {
  id: string;
  title: string;
  kind: 'demo' | 'own';
  /** Milliseconds since 1970. */
  startedAt: number;
  runs: PlannedRun[];
  /** Runs that ended on their own. */
  finished: string[];
  /** What the finished runs have shown so far. */
  results: Record<string, RunResult>;
}

/** What stays of a run when its workers are gone. */
export interface RunResult {
  evaluation: Evaluation | null;
  secondsPerIteration: number | null;
  /** Relabeled patches per target class. */
  relabeledPatches: Record<string, number>;
}

export const EMPTY_RESULT: RunResult = { evaluation: null, secondsPerIteration: null, relabeledPatches: {} };

/** `20260301-142530`, in local time. */
export function stampOf(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}

/** Stores the record. Files chosen by a file input are too large to keep: such a session must be given them again. */
export async function keepSession(record: SessionRecord): Promise<void> {
  const light = record.runs.map((planned) => ({ ...planned, options: withoutFiles(planned.options) }));
  await put('sessions', record.id, { ...record, runs: light });
}

export const dropSession = (id: string): Promise<unknown> => remove('sessions', id);

/** All kept sessions, newest first. */
export async function keptSessions(): Promise<SessionRecord[]> {
  const records = (await entries('sessions')).map(([, value]) => value as SessionRecord);
  return records.sort((a, b) => b.startedAt - a.startedAt);
}

/** True where the data of a run must be given again before it can be resumed. */
export function lacksFiles({ source, target, validation }: StartOptions): boolean {
  return [source, target, validation].some((origin) => origin?.kind === 'files' && origin.files.length === 0);
}

function withoutFiles(options: StartOptions): StartOptions {
  const light = <T extends StartOptions['validation']>(origin: T): T =>
    origin?.kind === 'files' ? { ...origin, files: [] } : origin;
  return {
    ...options,
    source: light(options.source),
    target: light(options.target),
    validation: light(options.validation),
  };
}
