/** The same pinned picture of several runs as layers of one stage, so that all views show the same place. */
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { FrameLayer, PinnedStill, RunTimeline } from '../../workers/protocol';
import { type Pin, pinKey } from '../../workers/run-timeline';
import type { Stack, StageLayer, StagePicture } from '../stage/picture';
import { comparedPictures as words } from '../words/timeline';
import type { Moment } from './moments';
import { evaluationsOf, pinsOf, shownPredictions } from './pinned-stage';

/** A run as the comparison knows it. */
export interface ComparedRun {
  run: string;
  title: string;
  config: ExperimentConfig;
  timeline: RunTimeline;
}

const classNames = ({ taxonomy }: ExperimentConfig): string => taxonomy.classes.map(({ name }) => name).join();

/** Runs that can be seen in the first one's colours: those with its classes. */
export const comparableRuns = (runs: readonly ComparedRun[]): ComparedRun[] =>
  runs.filter(({ config }) => classNames(config) === classNames(runs[0]!.config));

/** Pictures that at least two of the runs have pinned, those of most runs first. */
export function sharedPins(runs: readonly ComparedRun[]): Pin[] {
  const counts = new Map<string, { pin: Pin; count: number }>();
  for (const { timeline } of runs)
    for (const pin of pinsOf(timeline.pinned)) {
      const found = counts.get(pinKey(pin)) ?? { pin, count: 0 };
      counts.set(pinKey(pin), { pin, count: found.count + 1 });
    }
  return [...counts.values()]
    .filter(({ count }) => count > 1)
    .sort((a, b) => b.count - a.count)
    .map(({ pin }) => pin);
}

/** Iterations at which any of the runs predicted the picture, rising. */
export function comparedMoments(runs: readonly ComparedRun[], pin: Pin): number[] {
  const all = runs.flatMap(({ timeline }) => evaluationsOf(timeline.pinned, pin).map(({ iteration }) => iteration));
  return [...new Set(all)].sort((a, b) => a - b);
}

/** Which prediction of each run is shown at a moment; null where it has none yet. */
export const comparedPredictions = (runs: readonly ComparedRun[], pin: Pin, moment: Moment): (number | null)[] =>
  runs.map(({ timeline }) => shownPredictions(timeline.pinned, pin, moment).now);

const layerOf = (run: string): string => `prediction of ${run}`;

/** One view per run, and the ground truth. */
export function comparedStacks(
  runs: readonly ComparedRun[],
  iterations: readonly (number | null)[],
  labelled: boolean,
): Stack[] {
  const views = runs.map(({ run, title, config }, i): Stack => {
    const when = iterations[i] == null ? words.notPredicted : words.iteration(iterations[i]);
    return {
      key: run,
      title,
      explanation: words.run(config.name, config.seed, when),
      base: 'picture',
      over: layerOf(run),
    };
  });
  const truth: Stack = {
    key: 'ground truth',
    ...words.truth,
    base: 'picture',
    over: 'truth',
  };
  const bare: Stack = { key: 'picture alone', ...words.picture, base: 'picture' };
  return [...views, ...(labelled ? [truth] : []), bare];
}

/** `predictions` are those of the runs, in their order; null where one has none. */
export function comparedPicture(
  { picture, truth }: PinnedStill,
  runs: readonly ComparedRun[],
  predictions: readonly (FrameLayer | null)[],
): StagePicture {
  const layers: StageLayer[] = [{ ...picture, name: 'picture', title: words.picture.title, scene: 'compared' }];
  if (truth) layers.push({ ...truth, name: 'truth', title: words.truth.title, scene: 'compared' });
  predictions.forEach((prediction, i) => {
    const { run, title } = runs[i]!;
    if (prediction) layers.push({ ...prediction, name: layerOf(run), title, scene: 'compared' });
  });
  const { width, height } = predictions.find((prediction) => prediction !== null) ?? picture;
  return { width, height, layers };
}
