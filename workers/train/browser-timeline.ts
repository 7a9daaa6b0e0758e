/** The part of the train worker that knows the moments of runs in the browser's storage, of the one that goes on too. */
import * as Comlink from 'comlink';
import type { FrameLayer, TimelineApi } from '../protocol';
import { readRun, writableRun } from './browser-runs';
import { save } from './export/save';
import { readPrediction, readStill, writePins } from './pinned-folder';
import { readPredictions, readTimeline } from './run-reader';

const moved = <T>(value: T, layers: (FrameLayer | null)[]): T =>
  Comlink.transfer(
    value,
    layers.flatMap((layer) => (layer ? [layer.data.buffer] : [])),
  );

export const timelineApi: TimelineApi = {
  runTimeline: async (run) => readTimeline(await readRun(run)),
  pinnedStill: async (run, pin) => {
    const still = await readStill(await readRun(run), pin);
    return moved(still, [still.picture, still.truth]);
  },
  pinnedPrediction: async (run, pin, iteration) => {
    const labels = await readPrediction(await readRun(run), pin, iteration);
    return moved(labels, [labels]);
  },
  choosePins: async (run, pins) => writePins(await writableRun(run), pins),
  saveRunPredictions: async (run, target) => save(await readPredictions(await readRun(run)), target),
};
