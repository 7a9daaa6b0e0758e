/** A truck in a car that was accepted, and whatever a test wants otherwise. */
import type { ConsideredPatch } from '../../../workers/protocol';

export const patchWith = (part: Partial<ConsideredPatch> = {}): ConsideredPatch => ({
  iteration: 0,
  sample: 0,
  file: 'a.png',
  crop: { x: 40, y: 0, width: 128, height: 128, flipped: false },
  box: { x0: 10, y0: 20, x1: 30, y1: 50 },
  from: 13,
  to: 14,
  accepted: true,
  reason: null,
  detectionScore: 0.5,
  classScore: 0.75,
  predicted: 14,
  probabilities: [0.25, 0.75],
  duplicates: 0,
  relabeledPixels: 12,
  ...part,
});
