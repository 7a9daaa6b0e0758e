/** What the buttons do: starts the runs of a session one after the other and sends their events to the stores. */
import type { MapMoment, RunEvent, RunRecord } from '../../workers/protocol';
import { mapInterval } from '../../workers/run-timeline';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { useDecisions } from '../store/decisions';
import { clearLive, live, recallCurves, takeLive } from '../store/live';
import { useScores } from '../store/scores';
import { useSegments } from '../store/segments';
import { RESTS, type RunEntry, useSession } from '../store/session';
import { useSteering } from '../store/steering';
import { useTimeline } from '../store/timeline';
import { runLabel } from '../words/run-status';
import {
  dropSession,
  EMPTY_RESULT,
  keepSession,
  keptSessions,
  type PlannedRun,
  type RunResult,
  type SessionRecord,
  stampOf,
} from './session';

/** Problems kept for the list on the page; a broken data set may have thousands. */
const MAX_PROBLEMS = 200;

const session = useSession;

function clearAll(): void {
  clearLive();
  useScores.getState().clear();
  useSegments.getState().clear();
  useTimeline.getState().clear();
  useDecisions.getState().clear();
}

/** Starts planned runs as a new session; resolves when the last one has ended in any way. */
export function startSession(title: string, kind: SessionRecord['kind'], runs: PlannedRun[]): Promise<void> {
  const now = new Date();
  const record: SessionRecord = {
    id: `${kind}-${stampOf(now)}`,
    title,
    kind,
    startedAt: now.getTime(),
    runs,
    finished: [],
    results: {},
  };
  clearAll();
  return runAll(record);
}

/** Opens a kept session: its finished runs are shown as they ended, the next one goes on from its checkpoint. */
export async function openSession(record: SessionRecord): Promise<void> {
  clearAll();
  for (const [run, result] of Object.entries(record.results))
    if (result.evaluation) useScores.getState().add(run, result.evaluation);
  const stored = new Set((await lab().runs()).filter((s) => !s.deleted).map((s) => s.run));
  await Promise.all(record.runs.filter(({ run }) => stored.has(run)).map(({ run }) => recall(run)));
  await runAll({
    ...record,
    runs: record.runs.map((planned) => ({
      ...planned,
      options: { ...planned.options, resume: stored.has(planned.run) },
    })),
  });
}

/** Curves, evaluations, relabeling map and considered patches of a stored run; those that it repeats when it is resumed replace them. */
async function recall(run: string): Promise<void> {
  const [{ curves, evaluations, map }, patches, timeline, decisions] = await Promise.all([
    lab().runHistory(run),
    lab().runPatches(run),
    lab().runTimeline(run),
    lab().runDecisions(run),
    lab()
      .runChanges(run)
      .then((changes) => useSteering.getState().recall(run, changes)),
  ]);
  useTimeline.getState().recall(run, timeline);
  useDecisions.getState().recall(run, decisions);
  useSegments.getState().add(run, patches);
  if (map) useSegments.getState().setMap(run, map.iteration, map.entries);
  recallCurves(run, curves);
  if (evaluations.length) useScores.getState().recall(run, evaluations);
}

async function runAll(record: SessionRecord): Promise<void> {
  const runs: RunEntry[] = record.runs.map((planned) => ({
    ...planned,
    status: record.finished.includes(planned.run) ? 'finished' : 'waiting',
    message: null,
  }));
  session.setState({ view: 'run', record, runs, shown: null, active: null, asked: null, problems: [] });
  await keepSession(record);
  for (const planned of runs) {
    if (planned.status === 'finished') continue;
    const ended = await runOne(planned);
    if (ended !== 'finished') break;
    changeRecord((r) => ({ ...r, finished: [...r.finished, planned.run] }));
    keepRecord();
  }
  session.setState({ active: null, asked: null });
  await listEarlier();
}

async function runOne({ run, options }: RunEntry): Promise<RunEntry['status']> {
  session.setState({ active: run, shown: run, asked: null });
  session.getState().change(run, { status: 'preparing', message: null });
  try {
    await lab().start(options, take);
  } catch (error) {
    session.getState().change(run, { status: 'failed', message: sentenceOf(error) });
  }
  return session.getState().runs.find((entry) => entry.run === run)?.status ?? 'failed';
}

/** One event of a worker. */
export function take(event: RunEvent): void {
  takeLive(event);
  switch (event.type) {
    case 'status':
      session.getState().change(event.run, { status: event.status, message: event.message ?? null });
      if (RESTS.includes(event.status)) session.setState({ asked: null });
      if (event.status !== 'running') keepRecord();
      break;
    case 'patches':
      useSegments.getState().add(event.run, event.patches);
      break;
    case 'map':
      useSegments.getState().setMap(event.run, event.iteration, event.entries);
      useTimeline.getState().addMap(event.run, ...mapMoment(event));
      remember(event.run, {
        relabeledPatches: Object.fromEntries(event.entries.map((e) => [String(e.target), e.relabeledPatches])),
      });
      break;
    case 'scores': {
      const { iteration, decisions, scores, teacher, pictures } = event;
      useScores.getState().add(event.run, { iteration, decisions, scores, teacher, pictures });
      const secondsPerIteration = live.getState().runs[event.run]?.iteration?.secondsPerIteration ?? null;
      remember(event.run, { evaluation: { iteration, decisions, scores }, secondsPerIteration });
      keepRecord();
      break;
    }
    case 'pinned':
      useTimeline.getState().addPinned(event.run, event.moment);
      break;
    case 'checkpoint':
      useTimeline.getState().addCheckpoint(event.run, event.iteration);
      break;
    case 'problem':
      session.setState((s) => ({ problems: [...s.problems, event].slice(-MAX_PROBLEMS) }));
      break;
  }
}

/** The map after an iteration, and how far apart such moments are kept. */
function mapMoment({ run, iteration, entries }: Extract<RunEvent, { type: 'map' }>): [MapMoment, number] {
  const planned = session.getState().runs.find((entry) => entry.run === run);
  const interval = mapInterval(planned?.options.config.schedule.iterations ?? 0);
  return [{ iteration: iteration + 1, entries }, interval];
}

function remember(run: string, part: Partial<RunResult>): void {
  changeRecord((record) => ({
    ...record,
    results: { ...record.results, [run]: { ...EMPTY_RESULT, ...record.results[run], ...part } },
  }));
}

function changeRecord(change: (record: SessionRecord) => SessionRecord): void {
  const { record } = session.getState();
  if (record) session.setState({ record: change(record) });
}

function keepRecord(): void {
  const { record } = session.getState();
  if (record) void keepSession(record);
}

export async function pause(): Promise<void> {
  session.setState({ asked: 'pause' });
  await lab().pause();
}

export const resume = (): Promise<void> => lab().resume();

export async function stop(): Promise<void> {
  session.setState({ asked: 'stop' });
  await lab().stop();
}

/** Reads the kept sessions and what of their runs is in storage. */
export async function listEarlier(): Promise<void> {
  const records = await keptSessions();
  const stored = records.length > 0 ? await lab().runs() : [];
  const active = session.getState().active === null ? null : session.getState().record?.id;
  const deleted = new Set(stored.filter((s) => s.deleted).map((s) => s.run));
  session.setState({
    earlier: records
      .filter((record) => record.id !== active && !record.runs.every(({ run }) => deleted.has(run)))
      .map((record) => ({ record, stored: stored.filter((s) => record.runs.some((r) => r.run === s.run)) })),
  });
}

/** Shows a run that lies in storage as it ended, without going on with it. */
export async function showStored(record: RunRecord): Promise<void> {
  const { run, about, config, logged } = record;
  const nowhere = { kind: 'files' as const, files: [] };
  // Where this browser began the run, it still knows the data sets.
  const begun = (await keptSessions()).flatMap(({ runs }) => runs).find((planned) => planned.run === run)?.options;
  const planned: PlannedRun = {
    run,
    part: 'single',
    label: runLabel(config.relabeling.relabel !== null),
    options: {
      run,
      config,
      source: nowhere,
      target: begun?.target ?? nowhere,
      validation: begun?.validation ?? null,
      models: { kind: 'builtin' },
      encoder: null,
      resume: false,
    },
  };
  clearAll();
  await recall(run);
  const status = logged >= config.schedule.iterations ? 'finished' : 'stopped';
  session.setState({
    view: 'run',
    record: {
      id: run,
      title: about.title ?? run,
      kind: 'own',
      startedAt: record.storedAt,
      runs: [planned],
      finished: [run],
      results: {},
    },
    runs: [{ ...planned, status, message: null }],
    shown: run,
    active: null,
    asked: null,
    problems: [],
  });
}

/** Forgets a session and deletes its runs from storage. */
export async function discardSession(record: SessionRecord): Promise<void> {
  await Promise.all(record.runs.map((planned) => lab().discard(planned.run)));
  await dropSession(record.id);
  await listEarlier();
}
