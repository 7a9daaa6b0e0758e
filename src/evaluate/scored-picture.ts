/** A picture that was scored, as layers of a stage, and the place in it that a question is about. */
import type { AskedError, ErrorPlace, Labels, ScoredPicture } from '../../workers/protocol';
import type { Stack, StageLayer, StagePicture } from '../stage/picture';
import type { View } from '../stage/view';
import type { Question } from '../store/scores';
import { scoredPicture as words } from '../words/evaluate';

/** About how wide a pane is. */
const PANE_PX = 560;
/** An error takes this share of the pane, so that what surrounds it is seen too. */
const ERROR_SHARE = 1 / 3;
/** Nearer, single pixels fill the screen. */
const NEAREST = 12;

const TRUTH: Stack = {
  key: 'truth',
  ...words.truth,
  base: 'photo',
  over: 'truth',
};
const PHOTO: Stack = { key: 'photo', ...words.photo, base: 'photo' };
const PREDICTED: readonly Stack[] = [
  {
    key: 'prediction',
    ...words.prediction,
    base: 'photo',
    over: 'prediction',
    changedSince: 'truth',
  },
  {
    key: 'errors',
    ...words.errors,
    base: 'photo',
    over: 'prediction',
    changedSince: 'truth',
    differenceOnly: true,
  },
];

/** What can be shown with or without a prediction. */
export const scoredStacks = (predicted: boolean): Stack[] => [TRUTH, ...(predicted ? PREDICTED : []), PHOTO];

/** The error that a question is about; null where it is about no class. */
export function errorOf(question: Question): AskedError | null {
  if (question.kind === 'mean') return null;
  if (question.kind === 'class') return { truth: question.id, predicted: null };
  return { truth: question.truth, predicted: question.predicted };
}

export function scoredLayers(picture: ScoredPicture, prediction: Labels | null): StagePicture {
  const { width, height, rgb, labels, place } = picture;
  const scene = 'picture';
  const layers: StageLayer[] = [
    { name: 'photo', title: words.photo.title, scene, kind: 'rgb', width, height, data: rgb },
    { name: 'truth', title: words.truth.title, scene, kind: 'labels', width, height, data: labels },
  ];
  if (prediction)
    layers.push({ name: 'prediction', title: words.prediction.title, scene, kind: 'labels', ...prediction });
  return { width, height, layers, boxes: place ? [place.box] : [] };
}

/** The place with what surrounds it; null, the whole picture, where there is none. */
export function viewOfPlace(place: ErrorPlace | null): View | null {
  if (!place) return null;
  const { x0, y0, x1, y1 } = place.box;
  return {
    center: { x: (x0 + x1) / 2, y: (y0 + y1) / 2 },
    scale: Math.min(NEAREST, (PANE_PX * ERROR_SHARE) / Math.max(x1 - x0, y1 - y0)),
  };
}
