/** A pinned picture at a moment as layers of a stage. */
import type { FrameLayer, PinnedMoment, PinnedStill } from '../../workers/protocol';
import { type Pin, pinKey } from '../../workers/run-timeline';
import type { Stack, StageLayer, StagePicture } from '../stage/picture';
import { pinnedStage as words } from '../words/timeline';
import { lastUntil, type Moment } from './moments';

const IGNORED = 255;

/** Evaluations at which a picture was predicted, rising. */
export const evaluationsOf = (pinned: readonly PinnedMoment[], pin: Pin): PinnedMoment[] =>
  pinned.filter(({ pins }) => pins.some((other) => pinKey(other) === pinKey(pin)));

/** The prediction that is shown at a moment, and the one before it; null where there is none. */
export function shownPredictions(
  pinned: readonly PinnedMoment[],
  pin: Pin,
  moment: Moment,
): { now: number | null; before: number | null } {
  const evaluations = evaluationsOf(pinned, pin);
  const now = lastUntil(evaluations, moment)?.iteration ?? null;
  const before = now === null ? null : (lastUntil(evaluations, now - 1)?.iteration ?? null);
  return { now, before };
}

/** All pictures that were ever predicted, those of the last evaluation first. */
export function pinsOf(pinned: readonly PinnedMoment[]): Pin[] {
  const pins = new Map<string, Pin>();
  for (const moment of pinned.toReversed()) for (const pin of moment.pins) pins.set(pinKey(pin), pin);
  return [...pins.values()];
}

/** What can be looked at: without labels there is nothing to compare with. */
export function pinnedStacks(labelled: boolean): Stack[] {
  const stacks: (Stack | false)[] = [
    {
      key: 'prediction',
      ...words.prediction,
      base: 'picture',
      over: 'prediction',
      changedSince: 'before',
    },
    labelled && {
      key: 'truth',
      ...words.truth,
      base: 'picture',
      over: 'truth',
    },
    labelled && {
      key: 'wrong',
      ...words.wrong,
      base: 'picture',
      over: 'wrong',
    },
    {
      key: 'changed',
      ...words.changed,
      base: 'picture',
      over: 'prediction',
      changedSince: 'before',
      differenceOnly: true,
    },
    { key: 'picture', ...words.picture, base: 'picture' },
  ];
  return stacks.filter((stack) => stack !== false);
}

/** `before` is the prediction of the evaluation before; at the first one nothing has changed. */
export function pinnedPicture(
  { picture, truth }: PinnedStill,
  prediction: FrameLayer,
  before: FrameLayer | null,
  note: string,
): StagePicture {
  const { width, height } = prediction;
  const layer = (name: string, title: string, frame: FrameLayer): StageLayer => ({
    ...frame,
    name,
    title,
    scene: 'pinned',
  });
  const layers = [
    layer('picture', words.picture.title, picture),
    layer('before', words.before, before ?? prediction),
    layer('prediction', words.prediction.title, prediction),
  ];
  if (truth)
    layers.push(
      layer('truth', words.truth.title, truth),
      layer('wrong', words.wrongLayer, wrongPixels(prediction, truth)),
    );
  return { width, height, layers, note };
}

/** The prediction where it differs from the truth, nothing elsewhere and where the truth is not known. */
export function wrongPixels(prediction: FrameLayer, truth: FrameLayer): FrameLayer {
  const data = prediction.data.map((id, i) =>
    truth.data[i] === IGNORED || truth.data[i] === id || truth.data[i] === undefined ? IGNORED : id,
  );
  return { ...prediction, data };
}

/** What every picture of a data set's name ends with. */
const ENDINGS = /(_leftImg8bit|_rgb_anon|_rgb_ref_anon)?\.[^.]+$/;

/** The end of a picture's path, short enough for a button. */
export function shortName(file: string, letters = 24): string {
  const name = file.split('/').at(-1)!.replace(ENDINGS, '');
  return name.length <= letters ? name : `${name.slice(0, letters - 9)}…${name.slice(-8)}`;
}
