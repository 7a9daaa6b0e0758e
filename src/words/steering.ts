/** Every word of the relabeling map of a run that is watched and steered: thresholds, votes, flows, and what would change. */

import type { MapEntry } from '../../workers/protocol';
import { counted } from '../app/format';
import { thresholdWords } from './map-changes';

export const changeMarks = {
  label: 'Changes of the map',
  title: 'Changes while the run went on',
} as const;

export const elementScores = {
  live: 'Strong bars are accepted. Release the line, or press Enter, and the change holds from the next iteration on; Escape takes it back.',
  ended:
    'Strong bars are accepted. The run does not go on: lines can be moved to see what they would change, nothing is kept.',
  notRecorded: ' Boxes below the present detection threshold were not recorded: how many come in is not known.',
  noPatch: 'No patch was considered yet.',
  none: (of: number) => `Of the last ${counted(of, 'patch', 'patches')} none would change.`,
  some: (of: number, accepted: number, refused: number) =>
    `Of the last ${counted(of, 'patch', 'patches')}, ${accepted} more would be accepted and ${refused} more refused.`,
} as const;

export const flippedTiles = {
  title: (count: number) => `The last ${count} considered; those that the moved line changes are framed.`,
  /** OWL-ViT's score, and CLIP's where it was asked. */
  scores: (detection: number, clip: number | null) => `${detection.toFixed(2)} · ${clip?.toFixed(2) ?? '–'}`,
  wouldBe: (accepted: boolean) => `would be ${accepted ? 'accepted' : 'refused'}`,
  is(accepted: boolean | null): string {
    if (accepted === null) return 'not known';
    return accepted ? 'accepted' : 'refused';
  },
} as const;

/** What the width of a band counts. */
export type Measure = 'pixels' | 'patches' | 'votes';

const NOUNS: Record<Measure, string> = { pixels: 'relabeled pixel', patches: 'relabeled patch', votes: 'vote' };
const PLURALS: Record<Measure, string> = { pixels: 'relabeled pixels', patches: 'relabeled patches', votes: 'votes' };

export const flowPicture = {
  title: 'From source classes to target classes',
  width: 'Width of the bands',
  measures: { pixels: 'Pixels', patches: 'Patches', votes: 'Votes' } satisfies Record<Measure, string>,
  noVotes: 'No votes yet.',
  nothing: 'Nothing has been relabeled yet.',
  plural: (measure: Measure) => PLURALS[measure],
  amount: (amount: number, measure: Measure) => counted(amount, NOUNS[measure], PLURALS[measure]),
  /** An amount, and its share of all. */
  shared: (amount: string, share: string) => `${amount}, ${share}`,
  flow: (from: string, to: string, amount: string) => `${from} to ${to}: ${amount}`,
  drawn: (measure: Measure, flows: readonly string[]) =>
    `${PLURALS[measure]} from source to target classes: ${flows.join('; ')}`,
  inAll: (amount: string) => `${amount} in all. Point at a band.`,
  table: 'Bands of the picture',
  source: 'Source class',
  target: 'Target class',
} as const;

export const mapElement = {
  origins: { manual: 'given', auto: 'being found out', collected: 'found by votes' } satisfies Record<
    MapEntry['origin'],
    string
  >,
  hidesIn: 'hides in',
  unknown: 'not known yet',
  patches: (count: number) => counted(count, 'patch', 'patches'),
  byHand: (count: number) => ` and ${count.toLocaleString('en')} by hand`,
  thresholds: (detection: number, clip: number | null) =>
    `OWL-ViT above ${thresholdWords(detection)}, ${clip === null ? 'CLIP not asked' : `CLIP above ${thresholdWords(clip)}`}`,
  votes: (total: number, listed: readonly string[]) => ` · ${counted(total, 'vote')}: ${listed.join(', ')}`,
  vote: (source: string, count: number, byHand: number | undefined) =>
    `${source} ${count}${byHand ? ` (${byHand} by hand)` : ''}`,
  change: 'Change',
  changeOf: (name: string) => `Change ${name}`,
  scores: 'Scores',
  scoresOf: (name: string) => `Scores of ${name}`,
  noPatch: 'No patch was considered yet.',
  askClip: 'Ask CLIP',
  takeOut: 'Take out of the map',
  prompts: 'Prompts',
  promptsOf: (name: string) => `Prompts of ${name}`,
} as const;

export const scoreLine = {
  titles: { detection: 'Detector’s score', clip: 'CLIP’s probability' },
  labels: { detection: 'Detection threshold', clip: 'CLIP threshold' },
  thresholdOf: (threshold: string, name: string) => `${threshold} of ${name}`,
  asNumber: (label: string) => `${label}, as a number`,
} as const;
