import { expect, it } from 'vitest';
import type { PatchRecord } from '../vlm/proposal';
import { consideredPatch } from './patch-log';

const place = (x: number, flipped: boolean) => ({ x, y: 5, width: 64, height: 32, file: 'b.png', flipped });
const record: PatchRecord = {
  iteration: 7,
  sample: 1,
  file: 'b.png',
  target: 14,
  source: 13,
  box: { x0: 1, y0: 2, x1: 30, y1: 20 },
  detectionScore: 0.123456,
  predicted: 13,
  confidence: 0.7312,
  promptProbabilities: [0.73124, 0.26876],
  duplicates: 3,
  verdict: 'other class',
  relabeledPixels: 0,
};

it('says where a rejected patch was, why it was rejected, and all that CLIP said', () => {
  expect(consideredPatch(record, [place(0, false), place(40, true)])).toEqual({
    iteration: 7,
    sample: 1,
    file: 'b.png',
    crop: { x: 40, y: 5, width: 64, height: 32, flipped: true },
    box: record.box,
    from: 13,
    to: 14,
    accepted: false,
    reason: 'other class',
    detectionScore: 0.1235,
    classScore: 0.7312,
    predicted: 13,
    probabilities: [0.7312, 0.2688],
    duplicates: 3,
    relabeledPixels: 0,
  });
});

it('gives no class score where CLIP was not asked, and no reason where the patch was accepted', () => {
  const unasked: PatchRecord = {
    ...record,
    predicted: null,
    confidence: 0,
    promptProbabilities: [],
    duplicates: undefined,
    verdict: 'accepted',
  };
  expect(consideredPatch(unasked, [place(0, false), place(0, false)])).toMatchObject({
    accepted: true,
    reason: null,
    classScore: null,
    probabilities: [],
    duplicates: 0,
  });
});
