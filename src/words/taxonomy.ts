/** Every word of the page of classes and prompts, but for its bench: tables, files, undo and redo. */

export const taxonomyView = {
  title: 'Classes and prompts',
  explanation:
    'What the models look for, tried on pictures before hours are spent on it. Changes are for runs that you start with Set up. A run that goes on is changed in its own view, under Relabeling map.',
  bench: 'Try prompts',
  classes: 'Edit classes',
  map: 'Relabeling map',
  /** What each part is called where it breaks. */
  parts: { bench: 'The prompt bench', classes: 'The table of classes', map: 'The relabeling map' },
} as const;

export const taxonomyKeys = {
  undo: { label: 'Ctrl+Z', does: 'Undo the last change of classes or map' },
  redo: { label: 'Ctrl+Shift+Z', does: 'Redo it; also Ctrl+Y' },
} as const;

export const historyButtons = { undo: 'Undo', redo: 'Redo' } as const;

export const taxonomyBar = {
  undo: 'Undo (Ctrl+Z)',
  redo: 'Redo (Ctrl+Shift+Z)',
  startFrom: 'Start from…',
  preset: 'The classes and map of the preset',
  cityscapes: 'Cityscapes’ 19 classes, no map',
  names: 'A plain list of names…',
  importJson: 'Import JSON',
  exportJson: 'Export JSON',
  own: 'Your own',
  asPreset: 'As the preset',
  counts: (classes: number, entries: number) => `${classes} classes, ${entries} in the map`,
  refused: 'This file was not taken',
  problems: 'A run cannot start like this',
  check: 'Check how labels are read',
  otherId: (id: number, there: string, here: string | undefined) =>
    `Known data sets are read with Cityscapes’ ids: ${id} is ${there} there${
      here === undefined ? ', and nothing here' : `, and ${here} here`
    }. Where that is not the same thing, say which values of your labels are which class: Set up, Look inside, Values.`,
} as const;

export const namesModal = {
  title: 'Classes from a list',
  names: 'Names, one a line',
  example: 'road\nfield: meadow, cropland\ntractor',
  explanation:
    'Prompts may follow a colon. Names of Cityscapes’ classes bring their category, colour and prompts; others are looked for by their name. The map begins empty. Undo brings the present classes back.',
  cancel: 'Cancel',
  use: 'Use these classes',
} as const;

export const classTable = {
  id: 'Id',
  color: 'Colour',
  name: 'Name',
  category: 'Category',
  prompts: 'Prompts',
  thing: 'Thing',
  remove: 'Remove',
  promptsOf: (name: string) => `Prompts of ${name}`,
  noPrompts: 'none: never looked for',
  isThing: (name: string) => `${name} is a thing`,
  removeClass: (name: string) => `Remove ${name}`,
  add: 'Add a class',
  explanation:
    'CLIP compares a box with the prompts of all classes of its category. Things are small and moving: runs hold on to their pretrained features, where the preset does.',
  newName: (n: number) => `class ${n}`,
  nameOf: (id: number) => `Name of class ${id}`,
  nameless: 'A class needs a name',
  nameTaken: 'Another class is called so',
  categoryOf: (id: number) => `Category of class ${id}`,
  colorOf: (name: string) => `Colour of ${name}`,
} as const;

export const mapTable = {
  target: 'Target class',
  source: 'Hides in',
  detector: 'Detector above',
  clip: 'CLIP above',
  remove: 'Remove',
  empty: 'The map is empty: nothing is relabeled. Add the classes that the source’s labels never name.',
  explanation:
    '“Find out” collects votes first: accepted boxes vote for the pseudo-label class that covers more than half of them, and the most frequent one of the target’s category is taken.',
  noPrompt: 'no prompt',
  otherCategory: (category: string) => `of another category: ${category}`,
  detectionThreshold: (name: string) => `Detection threshold of ${name}`,
  askClip: (name: string) => `Ask CLIP about ${name}`,
  clipNotAsked: 'CLIP is not asked',
  clipThreshold: (name: string) => `CLIP threshold of ${name}`,
  takeOut: (name: string) => `Take ${name} out of the map`,
} as const;

export const addTarget = {
  label: 'Add a target class to the map',
  placeholder: 'Add a target class…',
} as const;

export const sourceSelect = {
  label: (target: string) => `Source class of ${target}`,
  findOut: 'Find out by votes',
} as const;

export const draft = {
  noPrompt: (name: string) => `"${name}" is in the map, but has no prompt to look for.`,
  ownSource: (name: string) => `"${name}" cannot hide in itself.`,
} as const;
