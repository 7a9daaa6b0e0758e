/** The list of runs and their comparison. */
import type { PixelBox } from '../../workers/decisions';
import { counted } from '../app/format';

export const runFacts = {
  running: 'running',
  finished: 'finished',
  notBegun: 'not begun',
  unfinished: 'unfinished',
} as const;

export const runsView = {
  title: 'Runs',
  explanation: 'What lies in this browser’s storage, the newest first. Choose two or more to compare them.',
  importProgress: 'Progress of the import',
  deleted: (run: string) => `${run} is deleted.`,
  undo: 'Undo',
  reading: 'Reading…',
  none: 'No run yet',
  start: 'Start the demo or a run on your own data under “Set up”, or import a run that the lab command has written.',
  /** In the sentence "<what> could not be shown." */
  list: 'The list of runs',
  comparison: 'The comparison',
} as const;

export const runTable = {
  label: 'Runs',
  compare: 'Compare',
  name: 'Name and note',
  status: 'Status',
  seed: 'Seed',
  best: 'Best mean IoU',
  last: 'Last mean IoU',
  size: 'Size',
  actions: 'Actions',
  unit: 'Mean IoU in points of 100, over the classes that are in the evaluated labels: how many stands below each score.',
  compareRun: (title: string) => `Compare ${title}`,
  showRun: 'Show this run',
  nameAndDate: (name: string, when: string) => `${name}, ${when}`,
  done: (iterations: number, of: number) => `${iterations.toLocaleString('en')} of ${of.toLocaleString('en')}`,
  actionsFor: (title: string) => `Actions for ${title}`,
  show: 'Show',
  describe: 'Rename, note',
  duplicate: 'Duplicate',
  bundle: 'Export as bundle',
  predictions: 'Save predictions (label PNGs)',
  report: 'Save report (HTML)',
  config: 'Save configuration (JSON)',
  delete: 'Delete',
  scored: (classes: number, iteration: number) => `${classes} classes, iteration ${iteration.toLocaleString('en')}`,
} as const;

export const importButtons = { bundle: 'Import a bundle', folder: 'Import a folder' } as const;

export const describeModal = { title: 'Name and note', name: 'Name', note: 'Note', save: 'Save' } as const;

export const duplicateModal = {
  title: 'Duplicate',
  explanation: 'A new run with the configuration of this one, on the same data.',
  name: 'Name',
  seed: 'Seed',
  iterations: 'Iterations',
  start: 'Start',
  again: (title: string) => `${title}, again`,
  note: (run: string) => `The configuration of ${run}.`,
  dataNotKnown: 'The data of this run is not known here. Choose source and target under “Set up”, then try again.',
} as const;

export const deletedRuns = {
  title: 'Deleted',
  kept: (days: number, bytes: string) => `They are kept for ${days} days and take ${bytes}.`,
  restore: 'Restore',
  purge: 'Delete for good',
} as const;

export const saveRun = { saved: (name: string) => `${name} is among your downloads.` } as const;

export const compareView = {
  oneMore: 'Choose one more run to compare them.',
  noCurves: 'These runs have no curves yet.',
  by: 'Compared by',
  scores: 'IoU',
  logged: 'Logged at every iteration',
  explanation: 'The chosen runs over each other; runs that differ by their seed alone also as their mean.',
  none: 'None of these runs has it.',
  score: (row: string) => `IoU: ${row}`,
  loss: (name: string) => `Loss: ${name}`,
  confident: 'Share of confident pixels',
  scoreUnit: 'IoU (points of 100)',
  lossUnit: 'loss (nats)',
  accuracyUnit: 'accuracy (%)',
  learningRate: 'learning rate',
} as const;

export const compareTable = {
  title: 'Scores compared',
  unit: 'IoU in points of 100.',
  seeds: ' Seeds of one configuration: mean ± standard deviation (least to most).',
  changes: ' Changes are against the first column.',
  evaluation: 'Evaluation',
  last: 'last',
  best: 'best',
  class: 'Class',
  targetOnly: 'only in the target',
  absent: 'absent',
  spread: (deviation: string, least: string, most: string) => ` ± ${deviation} (${least} to ${most})`,
  /** Columns of the table as it is saved. */
  saved: {
    class: 'class',
    mean: (label: string, detail: string) => `${label} (${detail})`,
    deviation: (label: string) => `${label}: standard deviation`,
    runs: (label: string) => `${label}: runs`,
  },
} as const;

export const compared = {
  series: (title: string, seed: number) => `${title} (seed ${seed})`,
  mean: (seeds: number, name: string) => `mean of ${seeds} seeds: ${name}`,
  iteration: (n: number) => `iteration ${n.toLocaleString('en')}`,
  evaluations: (which: 'best' | 'last') => `${which} evaluations`,
  seed: (seed: number, when: string) => `seed ${seed}, ${when}`,
  seeds: (seeds: readonly number[], when: string) => `seeds ${seeds.join(', ')}; ${when}`,
  /** A curve or column whose scores a person had a hand in. */
  marked: (label: string, mark: string) => `${label}; ${mark}`,
  supervisedRuns: (supervised: number, runs: number) => `human supervision in ${supervised} of ${counted(runs, 'run')}`,
} as const;

export const differenceTable = {
  title: 'Configurations compared',
  same: 'They are the same in every field.',
  field: 'Field',
  savedField: 'field',
} as const;

/** What people did to a run, sentence by sentence. */
export const byHand = {
  decision: (file: string, { x0, y0, x1, y1 }: PixelBox, sentence: string) =>
    `${file}, pixels ${x0}, ${y0} to ${x1}, ${y1}: ${sentence}`,
  takenBack: (said: string, iteration: number) =>
    `${said} Taken back from iteration ${iteration.toLocaleString('en')} on.`,
} as const;

export const byHandTable = {
  title: 'By hand compared',
  explanation: 'What people changed and decided while each run went on; its configuration does not tell.',
  nothing: 'Nothing.',
  changes: (n: number) => `${counted(n, 'change')} of the relabeling map and classes`,
  decisions: (n: number) => `${counted(n, 'decision')} about patches, each human supervision`,
} as const;
