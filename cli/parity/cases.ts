/** Which comparison a fixture gets, by its name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIT_VARIANTS } from '../../models/mit';
import { type Manifest, type ReferenceNumbers, readReference } from '../../models/testing/reference';
import { nmsParity, relabelParity } from '../../workers/vlm/parity';
import type { Check } from './check';
import { checkpointCase } from './checkpoints';
import { deeplabCase } from './deeplab';
import { hrdaCase } from './hrda';
import { iouCase, rareClassCase } from './methods';
import { microCase } from './micro';
import { featureDistanceCase, mixCase } from './mixing';
import { countCase, headCase, mitCase } from './networks';
import { dacsStepCase } from './self-training-step';
import { trainSequenceCase } from './train-sequence';

export interface CaseContext {
  reference: ReferenceNumbers;
  /** Another fixture of the same folder. */
  open(name: string): ReferenceNumbers;
  /** A text file beside the manifest. */
  readText(path: string): string;
  /** Any file below the folder of the manifest. */
  readBytes(path: string): Uint8Array;
  /** The fixture's own JSON file. */
  json: string | undefined;
  /** Something inside the fixture that the lab does not have. */
  onSkip(what: string): void;
}

type Compare = (context: CaseContext) => Check[] | Promise<Check[]>;

/** The first pattern that matches a fixture's name says how it is compared, or why it is not. */
const CASES: [RegExp, Compare | string][] = [
  [/^mit_variants/, ({ reference }) => countCase(reference, MIT_VARIANTS)],
  [/^mit_/, ({ reference }) => mitCase(reference)],
  [/^head_(segformer|daformer)/, ({ reference }) => headCase(reference)],
  [/^train_seq/, ({ reference, open }) => trainSequenceCase(reference, open)],
  [/^feat_dist/, ({ reference }) => featureDistanceCase(reference)],
  [/^dacs_mix/, ({ reference }) => mixCase(reference)],
  [/^dacs_step/, ({ reference, open }) => dacsStepCase(reference, open)],
  [
    /^relabel/,
    ({ reference, readText, json }) => [resultOf(relabelParity(JSON.parse(readText(json!)), reference.tensors))],
  ],
  [/^nms/, ({ readText, json }) => [resultOf(nmsParity(JSON.parse(readText(json!))))]],
  [/^rcs/, ({ reference, readText }) => rareClassCase(reference, readText)],
  [/^iou/, ({ reference }) => iouCase(reference)],
  [/^micro/, ({ reference, onSkip }) => microCase(reference, onSkip)],
  [/^dlv2/, ({ reference }) => deeplabCase(reference)],
  [/^hrda/, ({ reference }) => hrdaCase(reference)],
  [/^ckpt/, checkpointCase],
];

/** The comparison of a fixture, or the reason why there is none. */
export function comparisonOf(name: string): Compare | string {
  const found = CASES.find(([pattern]) => pattern.test(name));
  return found ? found[1] : 'this version knows no comparison of that name';
}

/** A comparison that was made elsewhere as one check. */
function resultOf(result: { maxAbsError: number; tolerance: number; pass: boolean; note: string }): Check {
  const error = result.pass ? result.maxAbsError : Math.max(result.maxAbsError, 2 * result.tolerance, 1);
  return { what: result.note, maxAbsError: error, tolerance: result.tolerance };
}

/** Everything that a comparison may ask for. */
export function contextOf(
  folder: string,
  manifest: Manifest,
  name: string,
  readText: (path: string) => string,
  onSkip: (what: string) => void,
): CaseContext {
  const open = (other: string) => {
    const entry = manifest[other];
    if (!entry) throw new Error(`${join(folder, 'manifest.json')} has no fixture ${other}, which ${name} refers to.`);
    return readReference(folder, entry);
  };
  const { json } = manifest[name] as { json?: string };
  const readBytes = (path: string) => readFileSync(join(folder, path));
  return { reference: open(name), open, readText, readBytes, json, onSkip };
}
