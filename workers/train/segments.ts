/** The relabeling map as the page and the run's folder show it. */
import type { MapEntry } from '../protocol';
import type { RelabelMap } from '../vlm/relabel-map';

export function mapEntries(map: RelabelMap): MapEntry[] {
  return map.elements.map((element) => ({
    target: element.target,
    source: element.source,
    origin: element.origin,
    votes: element.votes.map((vote) => ({ ...vote })),
    detectionThreshold: element.detectionThreshold,
    classificationThreshold: element.classificationThreshold,
    relabeledPatches: map.relabeledPatches[element.target] ?? 0,
    ...(map.relabeledByHand[element.target] && { relabeledByHand: map.relabeledByHand[element.target]! }),
  }));
}
