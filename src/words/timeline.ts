/** The time line of a run, pinned pictures, and the same picture of several runs. */
import type { Phase } from '../../workers/experiment/config';

export const phaseNames: Record<Phase, string> = {
  off: 'self-training',
  collect: 'collecting votes',
  relabel: 'relabeling',
};

export const timeLine = {
  label: 'Time line',
  moment: (iteration: number, of: number, phase: Phase) =>
    `iteration ${iteration.toLocaleString('en')} of ${of.toLocaleString('en')}, ${phaseNames[phase]}`,
  latest: (moment: string) => `Latest: ${moment}`,
  /** A moment at the beginning of a sentence. */
  earlier: (moment: string) => `I${moment.slice(1)}`,
  scores: (iteration: number, mean: string) =>
    ` · scores of iteration ${iteration.toLocaleString('en')}: mean IoU ${mean}`,
  notEvaluated: ' · not evaluated yet',
  before: 'Moment before (,)',
  stopPlaying: 'Stop playing',
  play: 'Play the moments one after the other',
  after: 'Moment after (.)',
  showLatest: 'Show what is newest, and what will be (End)',
  followLatest: 'Follow latest',
  slider: 'Moment of the run',
  evaluation: 'evaluation',
  checkpoint: 'checkpoint',
} as const;

/** The sheet of keys. */
export const timelineKeys = {
  step: 'To the moment before, after: evaluations, checkpoints, phases',
  latest: 'Follow the latest again',
  arrows: 'The same as , and . when the time line has the focus; single iterations with Shift',
} as const;

export const comparedPictures = {
  title: 'The same picture',
  explanation: 'What each run predicts for a picture that several of them have pinned; zoom and position go together.',
  pin: 'Pinned picture',
  none: 'No picture was pinned in two of these runs. New runs pin the first labelled pictures by themselves.',
  otherClasses: 'Runs with other classes than the first one are left out.',
  last: 'the last prediction of each',
  iteration: (n: number) => `iteration ${n.toLocaleString('en')}`,
  at: (moment: string) => `At ${moment}`,
  slider: 'Moment of the compared runs',
  label: 'The same picture of several runs',
  waiting: 'Not predicted yet at this moment',
  legend: 'Classes in this picture',
  notPredicted: 'not predicted yet',
  run: (name: string, seed: number, when: string) => `${name}, seed ${seed}: ${when}.`,
  truth: { title: 'Ground truth', explanation: 'The labels of the picture.' },
  picture: { title: 'Picture', explanation: 'Without labels.' },
} as const;

export const pictureChoice = { label: 'Picture that is shown', crops: 'Training crops' } as const;

export const pinMenu = {
  where: { validation: 'Labelled, to score', target: 'Without labels, to learn from' },
  button: 'Pin pictures',
  explanation: (pinned: number, most: number) =>
    `Pinned pictures are predicted at every evaluation, and kept with the run: ${pinned} of ${most}. A change counts from the next evaluation on.`,
  byThemselves: (pictures: number) => `As long as you choose none, the first ${pictures} labelled pictures are.`,
  list: 'Pinned pictures',
  unpin: (picture: string) => `Unpin ${picture}`,
  oneMore: 'Pin one more',
  unpinFirst: 'Unpin one first',
  partOfName: 'Part of its name',
  notSeen: 'No such picture was seen yet',
  noneSeen:
    'Pictures can be chosen as soon as the run has seen some: those of an evaluation, those that it learns from.',
  failed: 'It could not be pinned',
} as const;

export const pinnedStage = {
  notRead: 'The pinned picture cannot be read',
  iteration: (n: number) => `iteration ${n.toLocaleString('en')}`,
  label: (file: string) => `Pinned picture ${file}`,
  notPredicted: 'Not predicted yet at this moment',
  reading: 'Reading',
  legend: 'Classes in this picture',
  before: 'One evaluation before',
  wrongLayer: 'Wrong',
  prediction: {
    title: 'Prediction',
    explanation: 'What the student saw at this evaluation; what changed since the one before is outlined.',
  },
  truth: { title: 'Ground truth', explanation: 'The labels of the picture; they only score.' },
  wrong: {
    title: 'Where it is wrong',
    explanation: 'Pixels of another class than the ground truth, in the colour of what they were taken for.',
  },
  changed: {
    title: 'What changed',
    explanation: 'Pixels that were another class at the evaluation before, in the colour of their new one.',
  },
  picture: { title: 'Picture', explanation: 'The picture as the network sees it.' },
} as const;
