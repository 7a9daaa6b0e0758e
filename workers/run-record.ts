/**
 * What the page shows of runs that lie in storage, and how it asks for it. Part of the protocol.
 *
 * A record is small and holds what a list of runs needs; the history is asked for one run at a time. A deleted run stays in
 * storage, marked, until it is deleted for good.
 */
import type { Supervision } from './decisions';
import type { ExperimentConfig } from './experiment/schema';
import type { LoggedChange } from './map-change';
import type { LabelPair, PatchColumns } from './patch-columns';
import type { MapEntry, PictureScore, Progress, Saved, SaveTarget, Scores } from './protocol';
import type { RunPredictionApi } from './scored-picture';

/** One pass over the labelled target pictures. */
export interface Evaluation {
  /** Iterations that were done before it. */
  iteration: number;
  /** Decisions by hand that held before it; absent: none. */
  decisions?: number;
  scores: Scores;
  /** The same of the teacher, where the run evaluates it too. */
  teacher?: Scores;
  /** The student's score of every picture; absent in lists of runs. */
  pictures?: PictureScore[];
}

/** What a person says of a run; kept as `about.json` in its folder. */
export interface RunAbout {
  /** Null: the run goes by the name of its folder. */
  title: string | null;
  note: string;
  /** Milliseconds since 1970; null for a run that is not deleted. */
  deletedAt: number | null;
}

export interface RunRecord {
  /** Name of its folder. */
  run: string;
  about: RunAbout;
  config: ExperimentConfig;
  /** Iterations of its newest whole checkpoint: where it would go on. */
  iteration: number;
  /** Iterations that its metrics tell of. */
  logged: number;
  /** What a person decided about its patches; absent: nothing. */
  supervision?: Supervision;
  /** Rising by iteration. */
  evaluations: Evaluation[];
  /** When it was begun or imported, in milliseconds since 1970. */
  storedAt: number;
  /** Of all its files. */
  bytes: number;
}

/** What was logged at each iteration. */
export interface RunCurves {
  /** Rising; an iteration's number is how many were done before it. */
  iterations: Float64Array<ArrayBuffer>;
  /** As long as `iterations`; NaN where a value was not logged. */
  values: Record<string, Float32Array<ArrayBuffer>>;
  /** Source pictures drawn by rare class sampling, per class id; empty where nothing was drawn that way. */
  drawn: Record<string, number>;
}

/** All that was measured in a run. */
export interface RunHistory {
  curves: RunCurves;
  /** Rising by iteration. */
  evaluations: Evaluation[];
  /** The relabeling map at its last checkpoint; null before the first, and where the run does not relabel. */
  map: { iteration: number; entries: MapEntry[] } | null;
}

/** A run's folder, or a zip of it; `lab run` writes such folders. */
export type BundleOrigin =
  | { kind: 'zip'; file: File }
  | { kind: 'handle'; handle: FileSystemDirectoryHandle }
  | { kind: 'files'; files: File[] };

export interface RunsApi extends RunPredictionApi {
  /** All runs whose configuration can be read, deleted ones too; the newest first. */
  runRecords(): Promise<RunRecord[]>;
  runHistory(run: string): Promise<RunHistory>;
  /** Changes of the relabeling map while the run went on, in the order in which they were made. */
  runChanges(run: string): Promise<LoggedChange[]>;
  /** Every patch that the run considered. */
  runPatches(run: string): Promise<PatchColumns>;
  /** A crop's labels before and after relabeling, of the running run too; null where they were not kept. */
  patchLabels(run: string, iteration: number, sample: number): Promise<LabelPair | null>;
  /** Changes what is said of a run, also of one that is about to begin. */
  describeRun(run: string, about: Partial<RunAbout>): Promise<void>;
  /** Saves the whole folder of a run, as it is. @throws where the run is being written. */
  bundleRun(run: string, target: SaveTarget): Promise<Saved>;
  /**
   * Stores a run that was written elsewhere, under a free name.
   * @throws a sentence where it is no run of the lab, or damaged; nothing of it is kept then.
   */
  importRun(origin: BundleOrigin, onProgress: (progress: Progress) => void): Promise<string>;
}
