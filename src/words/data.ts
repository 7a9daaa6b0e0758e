/** Every word of the data sets' part of the page: drop zones, cards, the look inside, and what goes wrong there. */
import { counted } from '../app/format';
import type { FolderRole } from '../data/folder-memory';
import type { ClassBar } from '../data/histogram';

export const ROLE_NAMES: Record<FolderRole, string> = {
  source: 'source',
  target: 'target',
  validation: 'validation',
};

/** Two digits that matter: "34 %", "0.82 %", "0.0013 %". @param share 0..1 */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

/** A problem with the file it is about; the file is named once. */
export const problem = ({ file, message }: { file: string; message: string }): string =>
  message.includes(file) ? message : `${file}: ${message}`;

export const choiceList = {
  dropped: 'Several folders were dropped at once.',
  holds: (folder: string) => `"${folder}" holds several data sets.`,
  which: (role: FolderRole) => `Which one is the ${ROLE_NAMES[role]}?`,
  layout: (name: string) => ` (${name})`,
  both: 'or both:',
  pair: (source: string, target: string) => `source ${source}, target ${target}`,
} as const;

export const classHistogram = {
  explanation: 'Classes by share of labelled pixels, each line a tenth of the one above.',
  rare: (names: string[]) => `Rare, below 1 %: ${names.join(', ')}.`,
  absent: (names: string[]) => ` Absent: ${names.join(', ')}.`,
  bar({ name, share, rare, pictures, drawable }: ClassBar): string {
    if (share === 0) return `${name}: absent`;
    const drawn = rare ? `, rare; ${drawable.toLocaleString('en')} with enough pixels to be drawn for it` : '';
    return `${name}: ${percent(share)}, in ${counted(pictures, 'picture')}${drawn}`;
  },
} as const;

export const dataPanel = {
  save: 'Save class statistics',
  close: 'Close',
  pictures: 'Pictures',
  values: 'Label values',
  leftOut: (problems: number) => (problems === 0 ? 'Left out' : `Left out: ${counted(problems, 'problem')}`),
} as const;

export const datasetCard = {
  pictures: (n: number) => counted(n, 'picture'),
  labels: (n: number, system: string) => `${counted(n, 'label')} with ${system}`,
  noLabels: 'no labels',
  gtaClasses: 'Classes of GTA',
  allClasses: 'All 19 classes',
  synthiaClasses: '16 classes, as SYNTHIA has',
  look: 'Look inside',
  goOn: 'Go on counting',
  stopped: (done: number, total: number) =>
    `Stopped at ${done.toLocaleString('en')} of ${counted(total, 'picture')}; a run counts the rest.`,
  singleFiles: 'Given as single files: choose them again after a reload.',
  problems: (n: number) => counted(n, 'problem'),
  allProblems: (n: number) => `All ${counted(n, 'problem')}`,
} as const;

export const datasetPicker = {
  zone: (title: string) => `${title} folder`,
  files: (title: string) => `${title} folder files`,
  remove: 'Remove',
  refused: (name: string) => (name ? `"${name}" cannot be used` : 'This cannot be used'),
  choose: 'Choose folder',
  reopen: (name: string) => `Reopen ${name}`,
  drop: 'or drop it here',
  counting: (what: string, done: number, total: number) =>
    `${what}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`,
  left: (time: string) => `, ${time} left`,
  reading: (name: string) => `Reading "${name}"…`,
  progress: (name: string) => `Reading ${name}`,
  cancel: 'Cancel',
} as const;

export const dropPlan = {
  unreadable: 'Nothing in this drop can be read. Drop the folder of the data set, or choose it.',
  archive: (file: string) => `${file} is not a folder but an archive: unpack it and drop the folder that comes out.`,
  mapAlone: (file: string) => `${file} is not a folder. If it is an id map, drop the folder of its data set before it.`,
  file: (file: string) => `${file} is not a folder. Drop the folder of the data set itself, with all that lies in it.`,
  needsLabels: (files: number, role: FolderRole) =>
    `${counted(files, 'file')} instead of a folder: the ${ROLE_NAMES[role]} needs labels beside its pictures, so drop the folder that holds both.`,
  pictures: (n: number) => counted(n, 'dropped picture'),
  takenFolder: (name: string) => `the folder ${name}`,
  takenPictures: 'the pictures',
  aside: (files: number, taken: string) =>
    `${counted(files, 'file')} dropped beside ${taken} ${files === 1 ? 'is' : 'are'} left aside.`,
} as const;

export const idMap = {
  readBy: (file: string) => `The labels are read by ${file}.`,
  noClass: (id: number) => `${id}, no class`,
  ignored: 'ignored',
  noLabels: 'There are no labels here.',
  noneCounted: 'No label has been counted yet.',
  own: 'Your own map',
  usual: 'The data set’s own map',
  importJson: 'Import JSON',
  exportJson: 'Export JSON',
  back: 'Back to the data set’s own',
  early: 'Can be edited when all labels are counted.',
  explanationOwn: 'Runs read the labels by this map. Values that are not in it are ignored.',
  explanation: (values: number) =>
    `${counted(values, 'value')} in the label files, by share of pixels. A change makes a map of your own; the files stay as they are.`,
  value: 'Value',
  share: 'Share of pixels (logarithmic)',
  readAs: 'Read as',
  more: (values: number) => counted(values, 'more value'),
  classOf: (value: string) => `Class of value ${value}`,
} as const;

export const leftOut = {
  problems: (n: number) => (n === 0 ? 'No problems' : counted(n, 'problem')),
  save: 'Save the list',
  more: (problems: number) => counted(problems, 'more problem'),
  noneSkipped: 'Nothing else was skipped',
  skipped: 'Skipped, and no mistake',
  reason: (files: number, reason: string, example: string) =>
    `${counted(files, 'file')}: ${reason}; for example ${example}`,
} as const;

export const pick = {
  noDroppedFolders: 'This browser cannot read a dropped folder. Use the button to choose it.',
  unreadable: 'Nothing in this drop can be read. Drop a folder or files of this computer, or choose them.',
  noFolderInside: 'The built-in city has no folders inside.',
  /** A folder whose name the browser does not tell. */
  nameless: 'folder',
} as const;

export const pictureBrowser = {
  split: 'Split',
  classLabel: 'Class',
  all: 'All',
  splitOption: (name: string, pictures: number) => `${name} (${pictures.toLocaleString('en')})`,
  classOption: (name: string, pictures: number, rare: boolean) =>
    `${name}: ${counted(pictures, 'picture')}${rare ? ', rare' : ''}`,
} as const;

export const sampleGrid = {
  reading: 'Reading…',
  count: (pictures: number) => counted(pictures, 'picture'),
} as const;

export const sampleModal = {
  stacks: {
    labels: {
      title: 'Labels over picture',
      explanation: 'The ground truth, read by the label values of this data set.',
    },
    photo: { title: 'Picture', explanation: 'The picture as it was read.' },
    labelsOnly: { title: 'Labels', explanation: 'The ground truth alone.' },
  },
  facts: (width: number, height: number, split: string | null, labelled: boolean) =>
    `${width} × ${height}${split === null ? '' : ` · ${split}`}${labelled ? '' : ' · no label'}`,
  stage: 'Picture and labels',
  waiting: 'Reading the picture',
  legend: 'Classes of this picture',
  photo: 'Picture',
  truth: 'Ground truth',
} as const;

export const saveStatistics = {
  downloads: (files: string) => `Among your downloads: ${files}.`,
  folder: (folder: string, files: string) => `Saved in ${folder}: ${files}.`,
} as const;
