/** Every word of the prompt bench: pictures, detectors, what is looked for, and what was found. */
import { counted, formatBytes } from '../app/format';

export const promptBench = {
  concepts: 'Look for',
  failed: 'That did not work',
  detector: 'Detector',
  compare: 'Compare two detectors side by side',
  noPicture: 'Choose a picture first.',
  noPrompt: 'Type something to look for.',
  look: 'Look',
  save: 'Save into the classes',
  loadingModels: 'Loading the models',
  lookingAtPicture: 'Looking at the picture',
  looking: 'The detector looks at the picture…',
  progress: ({ what, done, total }: { what: string; done: number; total: number }) =>
    `${what}: ${formatBytes(done)} of ${formatBytes(total)}`,
  loading: 'Loading the models…',
  cancel: 'Cancel',
  stale: 'The prompts have changed: look again.',
  seen: (models: string | null) => `Thresholds move without looking again. Models: ${models}.`,
  hint: 'The detector runs once; afterwards thresholds can be moved at once.',
} as const;

export const benchPictures = {
  title: 'Pictures',
  noPicture: (name: string | undefined) => `${name ?? 'This'} is no picture. Drop PNG, JPEG or WebP files.`,
  zone: 'Pictures to try prompts on',
  cityName: 'the built-in city',
  city: 'Built-in city',
  choose: 'Choose files',
  drop: 'or drop some here',
  opening: 'Opening the pictures',
  step: (what: string) => `${what}…`,
  cancel: 'Cancel',
  count: (pictures: number, name: string) => `${counted(pictures, 'picture')} of ${name}`,
} as const;

export const benchView = {
  title: 'Prompt bench',
  part: 'Part of the picture that is looked at',
  parts: { whole: 'Whole', left: 'Left', middle: 'Middle', right: 'Right' },
  previous: 'Previous picture',
  next: 'Next picture',
  wholeExplanation: 'A run looks at crops: the other parts are as large as the crops of the chosen preset.',
  partExplanation: 'This part is as large as a crop of the chosen preset. Runs also draw and mirror crops elsewhere.',
  opening: 'The pictures are being opened.',
  empty:
    'Choose pictures, press Look, and see which boxes your words find. Nothing is trained here, and no picture leaves this tab.',
  detectors: ['First detector', 'Second detector'],
  notLooked: 'Not looked at yet.',
  box: (prompt: string, score: number) => `${prompt}, score ${score}`,
} as const;

export const boxTables = {
  boxes: 'Boxes',
  prompt: 'Prompt',
  score: 'Score',
  pixels: 'Pixels',
  size: (width: number, height: number) => `${width} × ${height}`,
  small: ' · too small for a run',
  listed: (shown: number, all: number) => `The best ${shown} of ${all}.`,
  clip: 'CLIP',
  chooseBox: 'Choose a box to see what CLIP takes it for.',
  clipLooks: 'CLIP looks at the box…',
  agrees: (name: string, confidence: number) => `CLIP agrees: ${name}, ${confidence}.`,
  disagrees: (name: string, confidence: number, wanted: string) =>
    `CLIP takes it for ${name}, ${confidence}: not ${wanted}.`,
  above: (threshold: number) => `Above its threshold ${threshold}.`,
  notAbove: (threshold: number) => `Not above its threshold ${threshold}: a run would refuse it.`,
  comparedOnBench: 'Compared with everything on the bench.',
  comparedInCategory: 'Compared with all prompts of its category, as a run does.',
  classLabel: 'Class',
  probability: 'Probability',
} as const;

export const conceptList = {
  other: 'Something else',
  otherPlaceholder: 'A class, or any words',
  add: 'Add',
  noClass: 'no class yet',
  inMap: 'in the map',
  notInMap: 'not in the map',
  remove: (name: string) => `Look for ${name} no more`,
  promptsOf: (name: string) => `Prompts of ${name}`,
  noPrompt: 'No prompt: nothing is looked for',
  threshold: (name: string) => `Detection threshold of ${name}`,
  thresholdNumber: (name: string) => `Detection threshold of ${name}, as a number`,
  clip: 'CLIP above',
  clipThreshold: (name: string) => `CLIP threshold of ${name}`,
  aboveCounts: 'Boxes above this score count.',
  /** @param wins it is the best somewhere on the picture. */
  best: (score: number, wins: boolean, comparing: boolean) =>
    `${comparing ? 'First detector: best' : 'Best'} score ${score}${wins ? '.' : ', but another is better everywhere.'}`,
} as const;

export const detectorChoice = {
  types: { any: 'As the models', owlvit: 'OWL-ViT', owlv2: 'OWLv2' },
  chosen: (label: string) => `As chosen: ${label}`,
  models: ['First detector’s models', 'Second detector’s models'],
  detectors: ['First detector', 'Second detector'],
  chooseModels: 'Choose models…',
  notLoaded: 'Not loaded yet.',
  onlyOne:
    'Only the built-in OWL-ViT is at hand. To compare it with an OWLv2, load one under “Vision-language models”: Xenova/owlv2-base-patch16-ensemble of Hugging Face, or a folder with the sub-folders clip and owlv2.',
} as const;

export const concepts = {
  saved: (prompts: number, thresholds: number) => `Saved: prompts of ${prompts}, thresholds of ${thresholds}.`,
  newClasses: (names: string[]) => `New classes: ${names.join(', ')}.`,
  outside: (names: string[]) => `No threshold is kept of ${names.join(', ')}: not in the relabeling map.`,
  found: (boxes: number) => `${boxes} ${boxes === 1 ? 'box' : 'boxes'} above the thresholds`,
  noneFound: (best: string, score: number) => `No box above the thresholds. The best is ${best} at ${score}.`,
} as const;

export const benchWorker = {
  cancelled: 'Cancelled.',
  noModels: 'No models are loaded.',
  stopped: (reason: string) =>
    `Trying prompts has stopped (${reason || 'its program could not be loaded'}): look again.`,
} as const;
