/** What the paper tells the relabeling about the classes that its sources do not name, and when it does what. */
import type { RelabelEntry, RelabelingConfig } from '../schema';

/** With the thresholds of OWL-ViT and CLIP. */
export const RELABELING_MAP: RelabelEntry[] = [
  { target: 9, source: 8, detectionThreshold: 0.01, classificationThreshold: 0.1 }, // terrain, hidden in vegetation: a stuff class, OWL-ViT is unsure of it
  { target: 14, source: 13, detectionThreshold: 0.1, classificationThreshold: 0.5 }, // truck, hidden in car
  { target: 16, source: null, detectionThreshold: 0.1, classificationThreshold: 0.5 }, // train, not in the source at all: find out
];

/** Proposals are taken as OWL-ViT makes them, without CLIP. */
export const MAP_WITHOUT_CLIP: RelabelEntry[] = RELABELING_MAP.map((entry) => ({
  ...entry,
  classificationThreshold: null,
}));

export type Phases = Pick<RelabelingConfig, 'collect' | 'relabel'>;

export const NO_PHASES: Phases = { collect: null, relabel: null };

/** Votes are collected when the teacher knows the source's classes, and used as soon as they are counted. */
const COLLECT: [number, number] = [7999, 11999];
const START = 11999;

/** To the end of the run. */
export const PHASES: Phases = { collect: COLLECT, relabel: [START, 40000] };

/** All but the last iteration, whose learning rate is 0: the same outcome (Q32). */
export const PHASES_BUT_LAST: Phases = { collect: COLLECT, relabel: [START, 39999] };

/** Nothing is collected, so a class whose source is to be found out is never relabeled (Q7). */
export const PHASES_WITHOUT_VOTES: Phases = { collect: null, relabel: [START, 39999] };

/** Rest of the settings, which never differ. */
export const PATCHES: Pick<RelabelingConfig, 'nmsIou' | 'minSide'> = {
  nmsIou: 0.3, // boxes of one thing overlap by more
  minSide: 10, // smaller patches tell CLIP nothing
};
