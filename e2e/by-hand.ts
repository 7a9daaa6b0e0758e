/** What a person did to a stored run: a change of its map, decisions about a patch, and scores that they mark. */

import { seenBox } from '../workers/decisions';
import { DEMO_CSI } from '../workers/experiment/demo';
import type { LoggedChange } from '../workers/map-change';
import type { MemoryFolder } from '../workers/testing/memory-folder';
import { appendChange } from '../workers/train/change-log';
import { DecisionLog } from '../workers/train/decision-log';
import { patchAt } from './considered';

/** Done before a run was saved. */
export const DECIDED_AT = 100;

const THRESHOLD: LoggedChange = {
  version: 1,
  iteration: 99,
  change: { kind: 'entry', target: 14, before: { detectionThreshold: 0.1 }, after: { detectionThreshold: 0.2 } },
};

export async function actByHand(folder: MemoryFolder): Promise<void> {
  await appendChange(folder, THRESHOLD);
  const log = await DecisionLog.open(folder);
  const patch = patchAt(0, DEMO_CSI);
  const seen = seenBox(patch);
  await log.write(log.decide([{ ...seen, ruling: 'reject', to: seen.lookedFor, from: patch.from }], DECIDED_AT));
}
