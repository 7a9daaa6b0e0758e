/**
 * What is read of a run's folder without opening it for writing: what a list of runs needs, and its history. The files
 * are described in run-folder.ts; `about.json` is what a person says of the run.
 */
import { z } from 'zod';
import { supervisionOf } from '../decisions';
import type { Directory, WritableDirectory } from '../host';
import type { ConsideredPatch } from '../protocol';
import type { Evaluation, RunAbout, RunCurves, RunHistory, RunRecord } from '../run-record';
import type { MapMoment, RunTimeline } from '../run-timeline';
import { checkpointIterations, newestIteration } from './checkpoint';
import { readDecisions } from './decision-log';
import { readPinnedMoments, readPins } from './pinned-folder';
import { classList } from './predict/classes';
import type { MetricsLine } from './run-folder';
import { readRunConfig } from './run-folder';

const ABOUT_FILE = 'about.json';
const METRICS_FILE = 'metrics.ndjson';
const MAP_FILE = 'relabel/map.json';
const PATCHES_FILE = 'relabel/patches.ndjson';
const PREDICTIONS_FOLDER = 'predictions';

const AboutSchema = z.object({
  version: z.literal(1),
  title: z.string().nullable(),
  note: z.string(),
  deletedAt: z.number().nullable(),
});

const NOTHING_SAID: RunAbout = { title: null, note: '', deletedAt: null };

/** What is said of a run; a file that cannot be read says nothing, and is replaced by the next change. */
export async function readAbout(folder: Directory): Promise<RunAbout> {
  const file = await folder.file(ABOUT_FILE);
  if (!file) return NOTHING_SAID;
  try {
    const { title, note, deletedAt } = AboutSchema.parse(JSON.parse(new TextDecoder().decode(await file.bytes())));
    return { title, note, deletedAt };
  } catch {
    return NOTHING_SAID;
  }
}

export async function changeAbout(folder: WritableDirectory, part: Partial<RunAbout>): Promise<void> {
  const about: z.infer<typeof AboutSchema> = { version: 1, ...(await readAbout(folder)), ...part };
  await folder.write(ABOUT_FILE, new TextEncoder().encode(`${JSON.stringify(about, null, 2)}\n`));
}

/** @throws where the folder holds no run. */
export async function readRecord(folder: Directory): Promise<Omit<RunRecord, 'run' | 'storedAt' | 'bytes'>> {
  const lines = await linesOf(folder, METRICS_FILE);
  const last = lines.findLast((line) => line.startsWith(ITERATION_LINE));
  const logged = last ? (JSON.parse(last) as MetricsLine).iteration + 1 : 0;
  const iteration = (await newestIteration(folder)) ?? 0;
  // A damaged log does not hide the run from the list; opening the run says which line it is.
  const decided = await readDecisions(folder).catch(() => []);
  return {
    about: await readAbout(folder),
    config: await readRunConfig(folder),
    iteration,
    logged,
    ...(decided.length > 0 && { supervision: supervisionOf(decided, iteration) }),
    evaluations: evaluationsOf(lines).map(({ pictures: _, teacher: __, ...evaluation }) => evaluation),
  };
}

export async function readHistory(folder: Directory): Promise<RunHistory> {
  const lines = await linesOf(folder, METRICS_FILE);
  return { curves: curvesOf(lines), evaluations: evaluationsOf(lines), map: await readMap(folder) };
}

/** What the folder tells about the run's moments. */
export async function readTimeline(folder: Directory): Promise<RunTimeline> {
  const lines = (await linesOf(folder, METRICS_FILE)).filter((line) => line.startsWith(MAP_LINE));
  const maps = lines.map((line): MapMoment => {
    const { iteration, entries } = JSON.parse(line) as MapMoment;
    return { iteration, entries };
  });
  const [pinned, pins, checkpoints] = await Promise.all([
    readPinnedMoments(folder),
    readPins(folder),
    checkpointIterations(folder),
  ]);
  return { pinned, pins, maps, checkpoints };
}

/**
 * Label PNGs of the last evaluation by name, and `classes.json`.
 * @throws a sentence where the run was not evaluated at its end.
 */
export async function readPredictions(folder: Directory): Promise<[string, Blob][]> {
  const { name, taxonomy } = await readRunConfig(folder);
  const predictions = await folder.directory(PREDICTIONS_FOLDER);
  const files: [string, Blob][] = [];
  for await (const entry of predictions?.entries() ?? []) {
    const file = entry.kind === 'file' ? await predictions!.file(entry.name) : null;
    if (file) files.push([entry.name, new Blob([await file.bytes()])]);
  }
  if (files.length === 0)
    throw new Error(
      'This run has no predictions: they are written by the evaluation after its last iteration. Let it finish, with labelled pictures to score on.',
    );
  const list = `${JSON.stringify(classList(taxonomy, name), null, 2)}\n`;
  return [...files.sort(([a], [b]) => (a < b ? -1 : 1)), ['classes.json', new Blob([list])]];
}

/** A map that cannot be read is none: it is only shown, the run itself goes on from its checkpoint. */
async function readMap(folder: Directory): Promise<RunHistory['map']> {
  const file = await folder.file(MAP_FILE);
  if (!file) return null;
  try {
    const { iteration, entries } = JSON.parse(new TextDecoder().decode(await file.bytes())) as RunHistory['map'] &
      object;
    return Array.isArray(entries) && entries.length > 0 ? { iteration, entries } : null;
  } catch {
    return null;
  }
}

/** Every patch that the relabeling considered. @throws where a line is damaged. */
export async function readPatches(folder: Directory): Promise<ConsideredPatch[]> {
  return (await linesOf(folder, PATCHES_FILE)).map((line) => JSON.parse(line) as ConsideredPatch);
}

function evaluationsOf(lines: string[]): Evaluation[] {
  return lines
    .filter((line) => line.startsWith(SCORES_LINE))
    .map((line) => JSON.parse(line) as MetricsLine & Evaluation)
    .map(({ iteration, decisions, scores, teacher, pictures }) => ({
      iteration,
      ...(decisions && { decisions }),
      scores,
      teacher,
      pictures,
    }));
}

/** Losses and every other number of the iterations, by name. */
function curvesOf(all: string[]): RunCurves {
  const lines = all.filter((line) => line.startsWith(ITERATION_LINE));
  const iterations = new Float64Array(lines.length);
  const values: RunCurves['values'] = {};
  const drawn: RunCurves['drawn'] = {};
  lines.forEach((line, i) => {
    const { type: _, iteration, drawnClasses, ...logged } = JSON.parse(line) as MetricsLine;
    iterations[i] = iteration;
    for (const [name, value] of Object.entries(logged)) {
      if (typeof value !== 'number') continue;
      values[name] ??= new Float32Array(lines.length).fill(Number.NaN);
      values[name][i] = value;
    }
    for (const id of Array.isArray(drawnClasses) ? (drawnClasses as number[]) : []) drawn[id] = (drawn[id] ?? 0) + 1;
  });
  return { iterations, values, drawn };
}

/** Lines are told apart by how they begin, so that a list of runs does not parse every iteration of all of them. */
const ITERATION_LINE = '{"type":"iteration"';
const SCORES_LINE = '{"type":"scores"';
const MAP_LINE = '{"type":"map"';

async function linesOf(folder: Directory, path: string): Promise<string[]> {
  const file = await folder.file(path);
  if (!file) return [];
  const lines = new TextDecoder().decode(await file.bytes()).split('\n');
  lines.pop(); // after the last newline: nothing, or a line that was cut off
  return lines;
}
