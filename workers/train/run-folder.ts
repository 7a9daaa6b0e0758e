/**
 * A run as a folder: the same in the browser's private storage, on disk, and in a folder that the user picked.
 *
 *   config.json            the configuration it was started with
 *   about.json             title, note and whether it is deleted, see run-reader.ts; absent where nothing was said
 *   metrics.ndjson         one line per logged iteration, evaluation and warning
 *   checkpoints/           two alternating generations, see checkpoint.ts, and the best student, see best.ts
 *   relabel/map.json       the relabeling map as it stands, with votes and counters
 *   relabel/patches.ndjson one line per judged proposal
 *   relabel/changes.ndjson one line per change of the map while the run went on, see change-log.ts
 *   relabel/decisions.ndjson what a person decided about patches, see decision-log.ts
 *   relabel/labels/        labels before and after relabeling, see label-pairs.ts
 *   predictions/           label PNGs of the last evaluation
 *   pinned/                pictures that are predicted at every evaluation, see pinned-folder.ts
 */
import { parseConfig } from '../experiment/read-config';
import type { ExperimentConfig } from '../experiment/schema';
import type { Directory, WritableDirectory } from '../host';
import type { LoggedChange } from '../map-change';
import type { LabelPair } from '../patch-columns';
import type { ConsideredPatch, MapEntry } from '../protocol';
import type { PinnedMoment } from '../run-timeline';
import { type Best, bestScore, writeBest } from './best';
import { appendChange, readChanges } from './change-log';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint';
import { DecisionLog } from './decision-log';
import { saveLabelPairs } from './label-pairs';
import { PINNED_INDEX_FILE } from './pinned-folder';
import { PinnedRound } from './pinned-round';

const CONFIG_FILE = 'config.json';
const METRICS_FILE = 'metrics.ndjson';
const MAP_FILE = 'relabel/map.json';
const PATCHES_FILE = 'relabel/patches.ndjson';

/** A line of metrics.ndjson; `iteration` counts the iterations that were done before it. */
export type MetricsLine = { type: 'iteration' | 'scores' | 'problem' | 'map'; iteration: number } & Record<
  string,
  unknown
>;

const encoder = new TextEncoder();
const lineOf = (value: unknown) => `${JSON.stringify(value)}\n`;

export class RunFolder {
  constructor(private readonly folder: WritableDirectory) {}

  /** Begins a run. @throws where the folder already holds another run. */
  async begin(config: ExperimentConfig): Promise<void> {
    if (await this.folder.file(CONFIG_FILE))
      throw new Error(`The folder ${this.folder.name} already holds a run: resume it, or choose another folder.`);
    await this.folder.write(CONFIG_FILE, encoder.encode(`${JSON.stringify(config, null, 2)}\n`));
  }

  /** The configuration that the run was started with. @throws where the folder holds no run. */
  config(): Promise<ExperimentConfig> {
    return readRunConfig(this.folder);
  }

  /** Adds lines to metrics.ndjson. */
  async log(...lines: MetricsLine[]): Promise<void> {
    await this.folder.append(METRICS_FILE, encoder.encode(lines.map(lineOf).join('')));
  }

  /** All lines of metrics.ndjson. A last line that was cut off is left out. */
  metrics(): Promise<MetricsLine[]> {
    return this.lines<MetricsLine>(METRICS_FILE);
  }

  async savePatches(patches: ConsideredPatch[]): Promise<void> {
    if (patches.length) await this.folder.append(PATCHES_FILE, encoder.encode(patches.map(lineOf).join('')));
  }

  async saveLabelPairs(pairs: LabelPair[]): Promise<void> {
    await saveLabelPairs(this.folder, pairs);
  }

  patches(): Promise<ConsideredPatch[]> {
    return this.lines<ConsideredPatch>(PATCHES_FILE);
  }

  /** Logs a change of the map, see change-log.ts. */
  logChange(change: LoggedChange): Promise<void> {
    return appendChange(this.folder, change);
  }

  /** All changes of the map, in the order in which they were made. @throws where a line is damaged. */
  changes(): Promise<LoggedChange[]> {
    return readChanges(this.folder);
  }

  /** What a person decided about patches so far. */
  decisions(): Promise<DecisionLog> {
    return DecisionLog.open(this.folder);
  }

  /** Replaces relabel/map.json. */
  async saveMap(iteration: number, entries: MapEntry[]): Promise<void> {
    const text = `${JSON.stringify({ version: 1, iteration, entries }, null, 2)}\n`;
    await this.folder.write(MAP_FILE, encoder.encode(text));
  }

  /** Stores a label PNG of the evaluation; `file` is the path of its picture. */
  async savePrediction(file: string, png: Uint8Array): Promise<void> {
    await this.folder.write(`predictions/${predictionName(file)}`, png);
  }

  /** Begins to keep predictions of the pinned pictures at an evaluation. */
  pinnedRound(config: ExperimentConfig, iteration: number): Promise<PinnedRound> {
    return PinnedRound.open(this.folder, config, iteration);
  }

  async saveCheckpoint(checkpoint: Checkpoint): Promise<void> {
    await writeCheckpoint(this.folder, checkpoint);
  }

  /** Replaces the best student of the run. */
  async saveBest(best: Best): Promise<void> {
    await writeBest(this.folder, best);
  }

  /** Mean IoU of the best student that is kept, null where there is none. */
  bestScore(): Promise<number | null> {
    return bestScore(this.folder);
  }

  /** The newest whole checkpoint, or null where the run has none yet; the run is left as it is. */
  latest(onDamage: (message: string) => void): Promise<Checkpoint | null> {
    return readCheckpoint(this.folder, onDamage);
  }

  /**
   * The newest whole checkpoint with all logs cut back to it, or null where the run has none yet.
   * `onDamage` hears of a newer checkpoint that is not whole.
   */
  async restore(onDamage: (message: string) => void): Promise<Checkpoint | null> {
    const checkpoint = await readCheckpoint(this.folder, onDamage);
    const done = checkpoint?.iteration ?? 0;
    // Scores, maps and problems of an iteration count belong before it, a step's own line has the step's index.
    await this.keep<MetricsLine>(METRICS_FILE, (l) =>
      l.type === 'iteration' ? l.iteration < done : l.iteration <= done && done > 0,
    );
    await this.keep<ConsideredPatch>(PATCHES_FILE, (patch) => patch.iteration < done);
    await this.keep<PinnedMoment>(PINNED_INDEX_FILE, (moment) => moment.iteration <= done);
    return checkpoint;
  }

  private async keep<T>(path: string, wanted: (line: T) => boolean): Promise<void> {
    if (!(await this.folder.file(path))) return;
    const lines = await this.lines<T>(path);
    await this.folder.write(path, encoder.encode(lines.filter(wanted).map(lineOf).join('')));
  }

  private async lines<T>(path: string): Promise<T[]> {
    const file = await this.folder.file(path);
    if (!file) return [];
    const lines = new TextDecoder().decode(await file.bytes()).split('\n');
    lines.pop(); // after the last newline: nothing, or a line that was cut off
    return lines.map((line, i) => {
      try {
        return JSON.parse(line) as T;
      } catch {
        throw new Error(`${path}: line ${i + 1} is damaged; delete that line and try again.`);
      }
    });
  }
}

/** Reads config.json of a run's folder. @throws where there is none, or where it does not pass the schema. */
export async function readRunConfig(folder: Directory): Promise<ExperimentConfig> {
  const file = await folder.file(CONFIG_FILE);
  if (!file) throw new Error(`The folder ${folder.name} holds no run: it has no ${CONFIG_FILE}.`);
  return parseRunConfig(await file.bytes(), folder.name);
}

/** @throws where the content of a config.json does not pass the schema; `folder` names where it lies. */
export function parseRunConfig(bytes: Uint8Array, folder: string): ExperimentConfig {
  try {
    return parseConfig(JSON.parse(new TextDecoder().decode(bytes)), CONFIG_FILE);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`${folder}/${CONFIG_FILE} is not JSON: ${error.message}.`);
    throw error;
  }
}

/** Name of a picture's prediction: its path in one piece, so that pictures of two folders never collide. */
export function predictionName(file: string): string {
  return `${file.replace(/\.[^./]+$/, '').replaceAll('/', '__')}.png`;
}
