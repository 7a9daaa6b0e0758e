/**
 * From the ids in label files to train ids (the 19 evaluation classes of Cityscapes, in order; 255 = ignore).
 *
 * SYNTHIA never shows terrain, truck or train: their ids exist in its table, but not in its files.
 */
import { IGNORE_INDEX } from '../../experiment/taxonomy';

/** How a label file names its classes. */
export type LabelIds = 'trainIds' | 'cityscapes' | 'synthia';

/** Raw id of each train id, in order. */
const RAW_IDS: Record<LabelIds, number[]> = {
  trainIds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
  cityscapes: [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33],
  synthia: [3, 4, 2, 21, 5, 7, 15, 9, 6, 16, 1, 10, 17, 8, 18, 19, 20, 12, 11],
};

/** Table of 65536 entries, so that 16-bit ids are looked up whole and never wrap around. */
function table(rawIds: number[]): Uint8Array {
  const out = new Uint8Array(65536).fill(IGNORE_INDEX);
  rawIds.forEach((raw, trainId) => {
    out[raw] = trainId;
  });
  return out;
}

export const TRAIN_ID_TABLES: Record<LabelIds, Uint8Array> = {
  trainIds: table(RAW_IDS.trainIds),
  cityscapes: table(RAW_IDS.cityscapes),
  synthia: table(RAW_IDS.synthia),
};
