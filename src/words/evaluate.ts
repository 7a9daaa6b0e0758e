/** Scores of a run: IoU per class and over the run, confusion, pictures by score, seeds, classes drawn. */
import { counted } from '../app/format';

/** Names the mean over so many classes. */
export const meanOf = (classes: number): string => `Mean of ${classes}`;

export const confusionPanel = {
  title: 'Confusion',
  share: 'Share',
  ways: { row: 'of the true class', column: 'of the predicted class', count: 'pixels' },
  explanations: {
    row: 'Percent of a class’ true pixels (row) that were predicted as each class (column); a row sums to 100.',
    column:
      'Percent of the pixels predicted as a class (column) that are truly each class (row); a column sums to 100.',
    count: 'Pixels that are truly the row’s class and predicted as the column’s; coloured by their logarithm.',
  },
  savedTruth: 'true class',
  iteration: (n: number) => `Iteration ${n}`,
  counted: (iteration: string, explanation: string) => `${iteration}. ${explanation}`,
  notYet: 'It is counted at the first evaluation.',
  worst: 'Costs most:',
  confused: (share: string, truth: string, predicted: string) => `${share} of ${truth} taken for ${predicted}`,
  matrix: 'Confusion matrix: rows are true, columns predicted',
  predicted: 'predicted →',
  truth: 'true ↓',
  cell: (truth: string, predicted: string, pixels: number) =>
    `${truth} ${truth === predicted ? 'found as' : 'taken for'} ${predicted}: ${counted(pixels, 'pixel')}`,
  withShare: (words: string, share: string) => `${words}, ${share}`,
} as const;

export const iouTable = {
  title: 'IoU per class',
  targetOnly: 'Only in the target: the source never names them',
  named: 'Named by the source',
  trend: (row: string, first: string) => `${row}, from ${first} on`,
  explanation:
    'Overlap of prediction and truth on labelled target pictures, in points of 100. These labels only score.',
  notYet: (iteration: number) =>
    `The first evaluation comes after iteration ${iteration}, where the target has labels to score with.`,
  class: 'Class',
  iteration: (n: number) => `iteration ${n}`,
  runNotYet: 'not evaluated yet',
  gain: 'Gain',
  byRelabeling: 'by relabeling',
  since: 'Since',
  lastOne: 'the last one',
  trendColumn: 'Trend',
  fromTwoOn: 'from two on',
  scores: (n: number) => counted(n, 'score'),
  absent: (which: string, classes: number) => `${which}; ${classes} absent and not averaged`,
} as const;

export const scoreTable = {
  marked: (label: string, mark: string) => `${label} (${mark})`,
  all: 'all classes',
  without: (names: string) => `without ${names}`,
  alsoWithout: (names: string) => `also without ${names}`,
  /** Columns of the table as it is saved. */
  saved: {
    class: 'class',
    targetOnly: 'only in the target',
    iou: (run: string) => `IoU, ${run}`,
    yes: 'yes',
    no: 'no',
    mean: (label: string, which: string) => `${label} (${which})`,
  },
} as const;

export const pictureScores = {
  title: 'Pictures by score',
  mean: 'Mean IoU of the classes in each picture',
  class: (name: string) => `IoU of ${name} in each picture that has it`,
  error: (truth: string, predicted: string) =>
    `Pictures with ${truth} taken for ${predicted}, among their largest errors`,
  sortedBy: 'Sorted by',
  meanIou: 'mean IoU',
  iouOf: (name: string) => `IoU of ${name}`,
  savedPicture: 'picture',
  iteration: (n: number) => `Iteration ${n}`,
  about: (iteration: string, question: string, pictures: number) =>
    `${iteration}. ${question}: ${counted(pictures, 'picture')}, the worst first.`,
  all: 'All pictures',
  open: (file: string) => `Open ${file}`,
  pixels: (n: number) => counted(n, 'pixel'),
} as const;

export const scoredPictureModal = {
  previous: 'Previous',
  next: 'Next',
  place: (place: number, of: number) => `${place.toLocaleString('en')} of ${of.toLocaleString('en')}`,
  keptLater: (last: number) =>
    `Predictions are kept by the evaluation after the last iteration, ${last.toLocaleString('en')}; until then there is the ground truth.`,
  noneKept: 'No prediction of this picture was kept.',
  label: 'The scored picture',
  waiting: 'Reading the picture',
  legend: 'Classes in this picture',
  reading: 'Reading the picture…',
  whole: 'The whole picture.',
  anyError: (truth: string) => `${truth} taken for something else`,
  error: (truth: string, predicted: string) => `${truth} taken for ${predicted}`,
  lookedAt: (error: string) => `Looked at for ${error}.`,
  largest: (error: string, pixels: number) =>
    `${error}: its largest region here has ${counted(pixels, 'pixel')}, in the box.`,
  none: (error: string) => `No pixel of this picture has ${error}.`,
} as const;

export const scoredPicture = {
  truth: { title: 'Ground truth', explanation: 'What the label file says; it only scores.' },
  photo: { title: 'Picture', explanation: 'The picture as it was read.' },
  prediction: {
    title: 'Prediction',
    explanation: 'What the network predicted; where it differs from the ground truth is outlined.',
  },
  errors: {
    title: 'Only what is wrong',
    explanation: 'Pixels that were predicted as another class, in the colour of that class.',
  },
} as const;

export const sampledClasses = {
  title: 'Classes drawn so far',
  explanation: (pictures: number) =>
    `Rare class sampling draws a class, then a source picture that shows it: ${counted(pictures, 'picture')} in all.`,
  savedClass: 'class',
  savedDrawn: 'source pictures drawn',
} as const;

export const scoreChart = {
  title: 'IoU over the run',
  explanation: 'One point per evaluation of the labelled target pictures. Press a name to show or hide it.',
  unit: 'IoU (points of 100)',
  notYet: (iteration: number) => `The first point comes with the evaluation after iteration ${iteration}.`,
} as const;

export const seedTable = {
  title: 'Mean and spread',
  notYet: (seeds: number) => `The ${counted(seeds, 'seed')} run one after the other; their scores come together here.`,
  explanation: (ended: number, seeds: number) =>
    `IoU after the last iteration, in points of 100: ${ended} of ${counted(seeds, 'seed')}. Behind ± stands the standard deviation.`,
  class: 'Class',
  mean: 'Mean ± spread',
} as const;

export const demoReport = {
  notEvaluated: (part: string) => `The demo's run "${part}" was not evaluated.`,
} as const;
