/**
 * What changes at every iteration. Components subscribe to it outside React (`useLive`), so that an iteration costs no
 * render; curves grow in place and are drawn from here.
 */
import { createStore } from 'zustand/vanilla';
import type { Progress, RunCurves, RunEvent, RunStatus } from '../../workers/protocol';

export type Iteration = Extract<RunEvent, { type: 'iteration' }>;
export type Frames = Extract<RunEvent, { type: 'frames' }>;

/** What is measured at every iteration; `values[name]` is as long as `iterations`, NaN where it was not measured. */
export interface Curves {
  iterations: number[];
  values: Record<string, number[]>;
}

export interface LiveRun {
  iteration: Iteration | null;
  frames: Frames | null;
  status: RunStatus;
  /** What a run is busy with besides its iterations. */
  progress: Progress | null;
  curves: Curves;
  /** Source pictures drawn by rare class sampling, per class id. */
  drawn: Record<number, number>;
}

interface LiveState {
  runs: Record<string, LiveRun>;
}

export const live = createStore<LiveState>()(() => ({ runs: {} }));

const fresh = (): LiveRun => ({
  status: 'preparing',
  iteration: null,
  frames: null,
  progress: null,
  curves: { iterations: [], values: {} },
  drawn: {},
});

const LIVE_EVENTS: ReadonlySet<RunEvent['type']> = new Set(['progress', 'status', 'frames', 'iteration']);

/** Takes what an event says about the current iteration; other events are not for this store. */
export function takeLive(event: RunEvent): void {
  if (!LIVE_EVENTS.has(event.type)) return;
  const run = live.getState().runs[event.run] ?? fresh();
  const changed = { ...run };
  if (event.type === 'progress') changed.progress = event.progress;
  if (event.type === 'status') Object.assign(changed, { status: event.status, progress: null });
  if (event.type === 'frames') changed.frames = event;
  if (event.type === 'iteration') {
    changed.iteration = event;
    changed.progress = null;
    extendCurves(run.curves, event.iteration, { ...event.losses, confidentShare: event.confidentShare });
    if (event.drawnClasses.length) changed.drawn = counted(run.drawn, event.drawnClasses);
  }
  live.setState((state) => ({ runs: { ...state.runs, [event.run]: changed } }));
}

const counted = (drawn: Record<number, number>, classes: number[]): Record<number, number> => {
  const sum = { ...drawn };
  for (const id of classes) sum[id] = (sum[id] ?? 0) + 1;
  return sum;
};

/** Puts what was stored of a run in front of what is still to come. */
export function recallCurves(run: string, { iterations, values, drawn }: RunCurves): void {
  const curves: Curves = {
    iterations: Array.from(iterations),
    values: Object.fromEntries(Object.entries(values).map(([name, list]) => [name, Array.from(list)])),
  };
  live.setState((state) => {
    const before = state.runs[run] ?? { ...fresh(), status: 'stopped' };
    return { runs: { ...state.runs, [run]: { ...before, curves, drawn } } };
  });
}

/** Appends what was measured at one iteration; a resumed run that goes back overwrites what it repeats. */
export function extendCurves(curves: Curves, iteration: number, losses: Record<string, number>): void {
  while (curves.iterations.length > 0 && curves.iterations.at(-1)! >= iteration) {
    curves.iterations.pop();
    for (const values of Object.values(curves.values)) values.pop();
  }
  const before = curves.iterations.length;
  curves.iterations.push(iteration);
  for (const name of new Set([...Object.keys(curves.values), ...Object.keys(losses)])) {
    curves.values[name] ??= new Array<number>(before).fill(Number.NaN);
    curves.values[name].push(losses[name] ?? Number.NaN);
  }
}

export function clearLive(): void {
  live.setState({ runs: {} });
}
