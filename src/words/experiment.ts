/** Setting up a run: preset, models, weights, relabeling, the memory that it takes, and why it cannot start. */
import { counted, formatBytes } from '../app/format';

export const startPanel = {
  title: 'Run',
  preset: 'Preset',
  iterations: 'Iterations',
  seeds: 'Seeds',
  start: 'Start',
  source: 'source',
  target: 'target',
  validation: 'validation',
  /** Label of one of several runs. */
  seed: (seed: number) => `Seed ${seed}`,
  session: (source: string | null, target: string | null) => `${source} → ${target}`,
  noTargetLabels: 'This preset learns the labels of the target, which has none.',
  noWeights: 'Choose the weights that the encoder starts from.',
  noModels: 'Choose models that work.',
  noSeeds: 'Seeds are whole numbers, such as 0, 1, 2.',
  beingChecked: (role: string, name: string | null) => `The ${role} "${name}" is still being checked.`,
  refused: (role: string) => `Choose another ${role} folder, or remove this one.`,
  notChosen: (role: string) => `Choose a ${role} folder.`,
  strangeClass: (role: string, trainId: number, last: number) =>
    `The labels of the ${role} name class ${trainId}, but your classes end at ${last}: say what their values mean (Look inside, Values).`,
  /** What the start would begin; `source` null where the target's own labels are learned. */
  ready: (source: number | null, target: number, runs: number) => {
    const pictures = [counted(target, 'target picture')];
    if (source !== null) pictures.unshift(counted(source, 'labelled picture'));
    const several = runs > 1 ? ` ${counted(runs, 'run')}, one after the other.` : '';
    return `Ready: ${pictures.join(', ')} to train on.${several}`;
  },
} as const;

export const ownClasses = {
  instead: (classes: number, mapped: number) =>
    `Your own ${classes} classes, ${mapped} of them in the relabeling map, in place of the preset’s.`,
  edit: 'Edit',
  giveUp: 'Take the preset’s',
} as const;

export const modelPicker = {
  title: 'Vision-language models',
  where: 'Where the models come from',
  kinds: { builtin: 'Built-in', hub: 'Hugging Face', folder: 'Folder' },
  explanations: {
    builtin: 'Small OWL-ViT and CLIP models, shipped with the page and trained on objects of the built-in city.',
    hub: 'Models in ONNX format from the Hugging Face hub. They are downloaded once and kept by the browser.',
    folder: 'A folder of this computer with the two models in the Hugging Face layout, one sub-folder each.',
  },
  checking: 'Checking the models',
  doing: (what: string) => `${what}…`,
  refused: 'These models cannot be used',
  complete: 'The models are complete',
  owl: 'OWL-ViT or OWLv2',
  clip: 'CLIP',
  check: 'Download and check',
  folder: 'Model folder',
  dropOne: (several: boolean) =>
    `Drop ${several ? 'one folder' : 'a folder'}: the one that holds both models, a sub-folder for each.`,
  chooseFolder: 'Choose folder',
  chosen: (name: string) => `"${name}" is chosen; drop another to change it`,
  orDrop: 'or drop it here',
} as const;

export const weightsPicker = {
  label: 'Pretrained encoder',
  where: "Where the encoder's weights come from",
  kinds: { file: 'File or folder', hub: 'Hugging Face', random: 'Random' },
  explanations: {
    file: 'safetensors, or .pth, .pt and .bin of PyTorch; names of the reference, mmsegmentation or Hugging Face.',
    hub: 'Downloaded once, checked, and kept by the browser.',
    random: 'The encoder starts from random numbers, and the feature distance is off: there are no ImageNet features.',
  },
  reading: 'Reading the weights',
  readingNow: 'Reading the weights…',
  downloading: (what: string, done: string, total: string, left: string) =>
    `${what}: ${done} of ${total}, ${left} left`,
  cancel: 'Cancel',
  refused: 'These weights cannot be used',
  weights: 'Weights',
  several: 'Several things were dropped at once. Drop one file of weights, or the folder that holds them.',
  chooseFile: 'Choose file',
  wasRead: (file: string) => `"${file}" was read; drop another to change it`,
  orDrop: 'or drop a file or folder here',
  hubModel: 'Model of the hub',
  lookUp: 'Look up',
  download: (bytes: number) => `Accept licence and download ${formatBytes(bytes)}`,
} as const;

export const weightsReport = {
  nonCommercial: (licence: string) => `${licence}: for non-commercial use only`,
  licence: (licence: string) => `Licence: ${licence}`,
  compare: (file: string) => `Compare ${file} with this preset's encoder`,
  fit: 'These weights fit',
  doNotFit: 'These weights do not fit this encoder',
  counts: (found: number, missing: number, otherShape: number, unexpected: number, aside: number) =>
    `${found} found, ${missing} missing, ${otherShape} of another shape, ${unexpected} unexpected, ${aside} left aside`,
  inUse: 'In use',
  use: 'Use these weights',
} as const;

export const relabelingOptions = {
  title: 'Relabeling',
  detector: 'Detector',
  detectors: { any: 'As the models', owlvit: 'OWL-ViT', owlv2: 'OWLv2' },
  asInPaper: 'as in the paper',
  changedOnly: 'changed pixels only',
  masks: 'masks',
  wholePictures: 'whole pictures',
  notInPaper: 'The paper does none of the following.',
  pasteChangedOnly: 'Paste changed pixels only',
  pasteExplanation: 'A later patch no longer restores what an earlier one changed inside its rectangle.',
  masksInstead: 'Masks instead of boxes',
  masksExplanation: 'A SAM outlines the object in each accepted box; only its pixels are relabeled. Slower.',
  samInFolder: 'The SAM lies in a sub-folder "sam" of the folder with the other models.',
  sam: 'SAM',
  samExplanation: 'A model of the Hugging Face hub; it is downloaded when the run starts.',
  lookOnce: 'Look once at whole pictures',
  lookExplanation: 'Objects are found once per picture and cut to each crop. Faster; boxes and scores differ.',
} as const;

export const sourceSuggestions = {
  title: 'Relabeling map',
  compare: 'Compare names',
  class: 'Class',
  hidesIn: 'Hides in',
  similar: 'Similar names',
  byVotes: 'found out by votes',
  explanation: (labelled: boolean) =>
    `Cosine similarity of the class names to CLIP, among the classes that ${
      labelled ? 'the source labels' : 'are not in the map'
    }. A hint: the map stays as it is.`,
  failed: 'The names cannot be compared',
} as const;

export const memoryNeed = {
  parts: {
    weights: 'Weights',
    optimizer: 'Gradients and moments',
    activations: 'Activations',
    buffers: 'Buffers',
  },
  card: 'Graphics memory',
  gigabytes: ' GB',
  largest: 'Largest preset that fits',
  searched: (done: number, total: number) => `${done} of ${total} presets`,
  nothingFits: (gigabytes: number) => `No preset fits ${gigabytes} GB.`,
  counting: 'Counting the memory that this run takes …',
  title: 'Memory of this run',
  tooMuch: (bytes: number) => `More than the ${formatBytes(bytes)} of the graphics card: choose a smaller preset.`,
  part: (label: string, bytes: number) => `${label}: ${formatBytes(bytes)}`,
  partInLine: (label: string, bytes: number) => `${label} ${formatBytes(bytes)}`,
  evaluating: (bytes: number) => `while evaluating ${formatBytes(bytes)}`,
  models: (bytes: number, onGpu: boolean) =>
    `vision-language models ${formatBytes(bytes)}${onGpu ? '' : ' of main memory'}`,
} as const;
