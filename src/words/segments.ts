/** Every word of the gallery of segments, its filters, an opened segment, and decisions by hand. */
import { counted } from '../app/format';
import type { Order } from '../segments/patch-query';
import type { Measure } from '../segments/patch-ranges';

const number = (n: number): string => n.toLocaleString('en');

export const segmentGallery = {
  title: 'Segments',
  searchBegins: (iteration: number) => `No patch has been considered yet; the search begins at iteration ${iteration}.`,
  noRelabeling: 'This run does not relabel.',
  all: (count: number) => counted(count, 'considered patch', 'considered patches'),
  some: (shown: number, count: number) =>
    `${number(shown)} of ${counted(count, 'considered patch', 'considered patches')}`,
  opening: '; the pictures are being opened',
  upTo: (iteration: number) => `; up to iteration ${number(iteration)}`,
  older: (count: number) => `; ${number(count)} older ones are in the run’s folder only`,
  showAll: 'Show all',
} as const;

export const segmentFilters = {
  outcome: 'Outcome',
  all: 'all',
  accepted: 'accepted',
  rejected: 'rejected',
  decided: 'decided by hand',
  class: 'Class',
  anyClass: 'any',
  first: 'From iteration',
  last: 'To iteration',
  picture: 'Picture',
  pictureHint: 'part of its name',
  order: 'Order',
  /** A kind of patch with how many there are. */
  numbered: (kind: string, count: number) => `${kind} (${number(count)})`,
} as const;

export const segmentRanges = {
  title: 'Scores and sizes',
  measures: { detection: 'OWL-ViT', clip: 'CLIP', area: 'Box, pixels' } satisfies Record<Measure, string>,
  least: (measure: string) => `${measure}, from`,
  most: (measure: string) => `${measure}, to`,
} as const;

export const orders: Record<Order, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  'detection-high': 'OWL-ViT, surest first',
  'detection-low': 'OWL-ViT, least sure first',
  'class-high': 'CLIP, surest first',
  'class-low': 'CLIP, least sure first',
  'area-large': 'Largest box first',
  'area-small': 'Smallest box first',
  'changed-most': 'Most pixels relabeled first',
  class: 'Class by class',
  picture: 'Picture by picture',
};

export const segmentTile = {
  label: (from: string, to: string, verdict: string, iteration: number) =>
    `${from} to ${to}, ${verdict}, iteration ${iteration}`,
  decided: (label: string, decision: string) => `${label}, decided: ${decision}`,
  choose: (label: string) => `Choose ${label}`,
  numbers: 'OWL-ViT’s score, CLIP’s score, iteration',
  /** OWL-ViT's score, CLIP's where it was asked, and the iteration. */
  scores: (detection: number, clip: number | null, iteration: number) =>
    `${detection.toFixed(2)} · ${clip?.toFixed(2) ?? '–'} · it. ${number(iteration)}`,
} as const;

export const segmentModal = {
  previous: 'Previous',
  next: 'Next',
  earlier: 'Earlier in this picture',
  later: 'Later in this picture',
  notShown: 'Not among those that the gallery shows.',
  place: (place: number, count: number) => `${number(place)} of ${number(count)}`,
  labelsNotKept: 'The labels of this iteration were not kept.',
  stage: 'The segment in its picture',
  waiting: 'Reading the picture',
  legend: 'Classes in these pictures',
  iteration: 'Iteration',
  owlVit: 'OWL-ViT',
  clip: 'CLIP',
  notAsked: 'not asked',
  box: 'Box',
  boxSize: (width: number, height: number) => `${width} × ${height} pixels`,
  weaker: 'Weaker boxes',
  duplicates: (count: number) => counted(count, 'duplicate'),
  picture: 'Picture',
} as const;

export const segmentPicture = {
  before: 'Before',
  beforeExplained: 'The teacher’s pseudo-label of the crop at that iteration.',
  after: 'After',
  afterExplained: 'After all patches of that iteration; changes are outlined.',
  difference: 'Only what was relabeled',
  differenceExplained: 'Pixels whose class was changed, in the colour of their new class.',
  photo: 'Picture',
  photoExplained: 'The picture as the run resized it.',
  note: (iteration: number) => `iteration ${iteration}`,
} as const;

export const promptTable = {
  notAsked: 'CLIP was not asked about this box.',
  caption: 'CLIP’s probability of each prompt',
  percent: (probability: number) => `${(100 * probability).toFixed(1)} %`,
} as const;

export const decisionBar = {
  chosen: (count: number) => `${counted(count, 'patch', 'patches')} chosen`,
  none: 'Choose none',
  all: (count: number) => `Choose all ${number(count)}`,
} as const;

export const decisionButtons = {
  accept: 'Accept',
  reject: 'Reject',
  reassign: 'Re-assign…',
  classesOfMap: 'Classes of the relabeling map',
  otherClasses: 'Other classes',
  back: 'Leave to the models',
} as const;

export const decisionHistory = {
  what: ' a decision',
  undo: 'Undo (Ctrl+Z)',
  redo: 'Redo (Ctrl+Shift+Z)',
} as const;

export const deciding = { preparing: 'The run is being prepared: decide when it has begun.' } as const;

/** Of a run that was begun elsewhere. */
export const unknownPictures = 'This browser does not know where the pictures of this run are.';

export const unknownPicturesAlert = {
  explanation: 'Drop the folder of its target pictures here, or choose it: it is read where it lies.',
  choose: 'Choose the folder',
  otherFolder: (folder: string, why: string) => `"${folder}" is another folder: ${why}`,
} as const;

/** The keys of an opened segment and of chosen ones in the gallery. */
export const segmentKeys = [
  { label: 'P N', does: 'Previous, next segment of the list' },
  { label: 'E D', does: 'Earlier, later in the same picture' },
  { label: 'A X', does: 'Accept, reject by hand' },
  { label: 'R', does: 'Re-assign to another class' },
  { label: 'M', does: 'Leave it to the models: no decision by hand' },
  { label: 'Ctrl+Z', does: 'Undo what was done last: a decision, or a change of the map; redo with Shift' },
] as const;
