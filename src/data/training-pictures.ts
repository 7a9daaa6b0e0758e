import type { ScanReport } from '../../workers/protocol';

/** Pictures that a run trains on: those of the training split, where there is one with pictures. */
export function trainingPictures({ pairs, splits = {} }: Pick<ScanReport, 'pairs' | 'splits'>): number {
  return splits.train?.pairs || pairs;
}
