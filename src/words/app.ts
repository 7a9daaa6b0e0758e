/** The shell of the page: header, set-up view, what went wrong, the tab's title and the system's notifications. */

export const app = {
  name: 'CSI Lab',
  paused: 'Paused',
  working: 'Working',
  view: 'View',
  setup: 'Set up',
  classes: 'Classes',
  run: 'Run',
  runs: 'Runs',
  predict: 'Predict',
  opening: 'Opening…',
  /** In the sentence "<what> could not be shown." */
  thisView: 'This view',
} as const;

export const setupView = {
  title: 'Teach a network classes that its labels never named',
  explanation:
    'CSI Lab adapts a segmentation network from labelled pictures to an unlabelled look whose class list is finer; two vision-language models, OWL-ViT and CLIP, find the new classes and correct what the network learns from. Everything runs in this tab: no account, no upload.',
  ownData: 'Your own data',
  folders: 'Two folders make a run, a third one may score it. They are read where they lie and never copied or sent.',
  source: 'Source',
  sourcePurpose: 'Pictures with labels: SYNTHIA, GTA, Cityscapes, or your own images/ and labels/.',
  target: 'Target',
  targetPurpose:
    'Pictures of the other look: Cityscapes, ACDC, Dark Zurich, or any folder of pictures. Labels only score.',
  validation: 'Validation',
  validationPurpose: 'Not needed: labelled pictures to score on, where the target has no split val of its own.',
  dataPanel: 'The data panel',
  opening: 'Opening…',
} as const;

export const demoCard = {
  title: 'The demo: a built-in city in two looks',
  source:
    'The source is drawn like a game. Its labels know no terrain, truck or train: they call terrain vegetation, trucks cars, and leave trains out.',
  target: 'A first network adapts to the camera’s look, the target, without any help.',
  relabeling: 'A second one does the same while OWL-ViT and CLIP relabel what they find.',
  scores: 'Both are scored on the target, class by class, side by side.',
  shipped: 'City and models come with the page; nothing else is downloaded.',
  start: 'Run the demo',
  iterations: 'Iterations',
  seed: 'Seed',
} as const;

export const unattended = {
  session: 'Demo: the built-in city',
  unfinished: (run: string, status: string) => `The run "${run}" was ${status}.`,
} as const;

export const hardwareCard = {
  title: 'This machine',
  failed: 'The hardware could not be checked',
  reload: 'Reload the page to try again.',
  looking: 'Looking for a graphics card…',
} as const;

export const hint = {
  label: (title: string) => `Hint: ${title}`,
  read: 'Got it',
  readLabel: (title: string) => `Got it: ${title}`,
} as const;

/** Hints for a first visit, by their names. */
export const hints = {
  demo: {
    title: 'New here? Begin with the demo',
    text: 'It trains two small networks before your eyes and needs nothing of yours. You can pause it, close the tab and resume it later.',
  },
  drop: {
    title: 'Where your pictures go',
    text: 'Drop a folder anywhere on a card: on the left what has labels, on the right what the network is to learn. The card says what it found before anything starts.',
  },
  run: {
    title: 'What to look at first',
    text: '“Pseudo-label” and “After relabeling”: outlined regions were changed. Then the first rows of “IoU per class”: classes that no label names stay at 0 without relabeling. Press ? for the keys.',
  },
} as const;

export const badLink = { asItWas: 'The set-up is as it was.' } as const;

export const copyLink = {
  copy: 'Copy link',
  copied: 'Copied. Folders are not in it: each person chooses their own.',
  failed: (why: string) => `The link could not be copied (${why}); it is the page’s address.`,
} as const;

export const address = {
  notWhole: (name: string, text: string, least: number) =>
    `The address says ${name}=${text}; it must be a whole number of at least ${least}.`,
} as const;

export const setupLink = {
  /** Names the classes of a link where they cannot be read. */
  file: 'The link',
  cutOff: 'The link cannot be followed: its classes are cut off or damaged; copy the whole link once more.',
  wrong: (name: string, value: string | null, what: string) =>
    `The link cannot be followed: it says ${name}=${value}, but ${what}.`,
  noPreset: 'there is no such preset; the list under "Preset" has them all',
  known: (values: readonly string[]) => `only ${values.join(' or ')} is known`,
  iterations: 'it must be a whole number of at least 1',
  seeds: 'seeds are whole numbers, such as 0,1,2',
  model: 'a model is named as owner/name',
  bothModels: 'The link cannot be followed: it must name both models, clip and owl, or none of them.',
} as const;

export const colorSchemeToggle = { switchTo: (scheme: 'light' | 'dark') => `Switch to ${scheme}` } as const;

export const columns = {
  width: 'Width of the pictures',
  share: (percent: number) => `${percent} percent`,
  drag: 'Drag to make the pictures wider or narrower; a double click takes it back',
} as const;

export const foldable = {
  show: (title: string) => `Show ${title}`,
  fold: (title: string) => `Fold ${title} away`,
} as const;

export const theme = { close: 'Close' } as const;

export const errorBoundary = {
  page: 'The page',
  notShown: (what: string) => `${what} could not be shown.`,
  goesOn: 'A run that has started goes on in the background. Try to show it again, or reload the page.',
  again: 'Show again',
} as const;

/** Stands over the sentence of something that a person asked for. */
export const DID_NOT_WORK = 'That did not work';

export const saveTarget = {
  saved: (files: readonly string[]) =>
    `Saved ${files.length === 1 ? files[0] : `${files.length} files in ${files[0]!.split('/')[0]}`}.`,
  downloaded: (name: string) => `${name}.zip is among your downloads.`,
} as const;

export const notifySwitch = {
  on: 'You are told when a run ends while this page is hidden.',
  off: 'Tell me when a run ends',
  label: 'Tell me when a run ends while the page is hidden',
  blocked: 'This browser blocks notifications of this page: allow them beside its address, then press again.',
} as const;

/** Title of the tab, and notifications. */
export const attention = {
  name: 'CSI Lab',
  place: (place: number, of: number) => `run ${place} of ${of}`,
  run: (session: string, label: string) => `${session}: ${label}`,
  finished: 'A run has finished',
  failed: 'A run has failed',
  paused: 'A run has paused by itself',
  reached: (run: string, points: string, supervision: string | null) =>
    `${run}. Mean IoU ${points}${supervision ? ` (${supervision})` : ''}.`,
  ended: (run: string, message: string | null | undefined) => (message ? `${run}. ${message}` : `${run}.`),
} as const;

/** Keys by where they work; those of the stage, segments, classes and time line stand with their actions. */
export const keySheet = {
  title: 'Keys',
  tip: 'Keys (?)',
  where: {
    everywhere: 'Everywhere',
    classes: 'Classes',
    timeline: 'Run, its time line',
    curves: 'Curves, when they have the focus',
    confusion: 'Confusion matrix, when it has the focus',
    scored: 'A picture opened from its score',
    segments: 'An opened segment; decisions also for chosen ones',
    stage: 'Pictures, where the pointer or the focus is',
  },
  everywhere: [
    { label: '?', does: 'This sheet' },
    { label: 'Tab', does: 'To the next control; back with Shift' },
    { label: 'Esc', does: 'Close what is open' },
  ],
  curves: [
    { label: '← →', does: 'Move the cursor; further with Shift' },
    { label: 'Home End', does: 'To the first or last iteration shown' },
    { label: '+ −', does: 'Zoom at the cursor' },
    { label: '0', does: 'Show the whole run' },
    { label: 'Esc', does: 'Take the cursor away' },
  ],
  confusion: [
    { label: '← → ↑ ↓', does: 'To the neighbouring cell' },
    { label: 'Enter', does: 'Pictures with that error' },
  ],
  scored: [{ label: 'P N', does: 'Previous, next picture of the list' }],
} as const;
