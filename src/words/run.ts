/** The view of a run: earlier runs, progress, pictures, relabeling map, and the export of its network. */
import { counted } from '../app/format';

export const earlierList = {
  title: 'Earlier runs',
  notRead: 'Earlier runs could not be read',
  started: (when: string, where: string) => `Started ${when} · ${where}`,
  show: (title: string) => `Show ${title}`,
  resume: (title: string) => `Resume ${title}`,
  lacksFiles:
    'Its files were given through a file dialog, which a browser does not remember. Start it anew with the same folders.',
  delete: 'Delete',
  deleteForGood: 'Delete for good',
  finished: 'finished',
  saved: (iteration: number, iterations: number) => `iteration ${iteration} of ${iterations} is saved`,
  notSaved: 'no checkpoint yet, it begins anew',
  runOf: (place: number, of: number, where: string) => `run ${place} of ${of}: ${where}`,
  notAllowed: (folder: string) => `Reading "${folder}" was not allowed. Press Resume again and allow it.`,
} as const;

export const exportButton = {
  export: 'Export',
  title: 'Export the network',
  network: 'Network',
  form: 'Form',
  save: 'Save',
  failed: 'It could not be exported',
  networks: {
    student: { label: 'Student', description: 'The network that is trained and scored.' },
    teacher: { label: 'Teacher', description: 'The average of the students, which makes the pseudo-labels.' },
    best: { label: 'Best student', description: 'The student of the best evaluation so far.' },
  },
  formats: {
    safetensors: {
      label: 'safetensors',
      description: 'With the parameter names of the reference, for mmsegmentation and this lab.',
    },
    hf: { label: 'Hugging Face', description: "safetensors with Hugging Face's names and its config.json." },
    onnx: {
      label: 'ONNX',
      description: 'A folder that transformers.js and onnxruntime run, for pictures of any size.',
    },
  },
} as const;

export const liveStage = {
  past: 'Crops of earlier iterations are not kept: these are the newest. The pinned pictures follow the time line.',
  label: 'Pictures of the run',
  noneKept: 'No picture of this run was kept.',
  waiting: 'Waiting for the first iteration',
  legend: 'Classes in these pictures',
} as const;

export const pictureGrid = { title: 'What it sees' } as const;

export const problemList = {
  title: (problems: number) => `${counted(problems, 'problem')}; the run goes on without these`,
} as const;

export const relabelMap = {
  title: 'Relabeling map',
  iteration: (n: number) => `iteration ${n}`,
  doesNotRelabel: 'This run does not relabel; it is what the other is compared with.',
  undo: (change: string) => `Undo: ${change}`,
  redo: (change: string) => `Redo: ${change}`,
  nothingToUndo: 'Nothing to undo',
  nothingToRedo: 'Nothing to redo',
  /** Follows "Undo" and "Redo". */
  lastChange: ' the last change of the map',
  refused: 'That change was not taken',
  takenOut: 'was taken out of the map; it is not relabeled',
  noVote: 'got no vote; it is not relabeled',
  phases: (collects: number, relabels: number | null) =>
    `Votes are collected from iteration ${collects}, relabeling begins at iteration ${relabels}.`,
  begins: (iteration: number | null) => `Relabeling begins at iteration ${iteration}.`,
} as const;

export const runClasses = {
  title: 'Classes of this run',
  open: 'Change classes',
  close: 'Close',
  explanation:
    'Names and colours are a matter of showing: they change at once, and are kept with the run. Categories can be changed while the run goes on, from its next iteration on: CLIP compares a box with the prompts of all classes of its category.',
  looksOnly: 'Names and colours are a matter of showing: they change at once, and are kept with the run.',
  refused: 'That change was not taken',
  color: 'Colour',
  name: 'Name',
  category: 'Category',
} as const;

export const runHeader = {
  label: 'Progress',
  asked: { pause: 'pausing…', stop: 'stopping…' },
  shownRun: 'Run that is shown',
  place: (place: number, run: string) => `${place}. ${run}`,
  failed: 'The run has failed',
  checkpointKept: (message: string | null) =>
    `${message ?? ''} The last checkpoint is kept: "Set up" offers to resume it.`,
  anotherGoesOn: 'Another run of this session is going on.',
  resume: 'Resume',
  pause: 'Pause',
  stop: 'Stop',
  progress: 'Progress of the run',
} as const;

export const runView = {
  none: 'No run yet',
  start: 'Start the demo or a run on your own data under "Set up".',
  /** In the sentence "<what> could not be shown." */
  progress: 'The progress',
  timeLine: 'The time line',
  pictures: 'What it sees',
  segments: 'Segments',
  losses: 'Losses',
  scores: 'IoU over the run',
  confusion: 'Confusion',
  pictureScores: 'Pictures by score',
  seeds: 'Mean and spread',
  iou: 'IoU per class',
  map: 'Relabeling map',
  classes: 'Classes of this run',
  drawn: 'Classes drawn so far',
} as const;
