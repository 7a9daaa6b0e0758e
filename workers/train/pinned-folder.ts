/**
 * Pinned pictures in a run's folder.
 *
 *   pinned/pins.json                            what a person chose to pin; absent where nobody chose
 *   pinned/index.ndjson                         one line per evaluation whose predictions were kept
 *   pinned/validation/city__a.png/picture.png   the picture as the network sees it
 *   pinned/validation/city__a.png/truth.png     its labels, absent without any
 *   pinned/validation/city__a.png/0000300.png   the prediction after 300 iterations: train ids with the colours of the classes
 *
 * Pictures and labels are at most 1024 pixels wide and high. A resumed run writes what it repeats again: the last line
 * of an evaluation counts.
 */
import { z } from 'zod';
import { decodePng } from '../data/png/decode';
import { encodePng } from '../data/png/encode';
import type { Directory, Picture, WritableDirectory } from '../host';
import type { FrameLayer } from '../protocol';
import { MAX_PINS, type Pin, type PinnedMoment, type PinnedStill } from '../run-timeline';
import { thinnedLabels, thinnedPicture } from './thinned';

export const PINNED_INDEX_FILE = 'pinned/index.ndjson';
const PINS_FILE = 'pinned/pins.json';
const LONGEST_SIDE = 1024;

const PinSchema = z.object({ set: z.enum(['validation', 'target']), file: z.string() });
const PinsSchema = z.object({ version: z.literal(1), pins: z.array(PinSchema).max(MAX_PINS) });
const MomentSchema = z.object({ iteration: z.number().int().nonnegative(), pins: z.array(PinSchema) });

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** The path of the picture in one piece, so that pictures of two folders never collide. */
const folderOf = ({ set, file }: Pin): string => `pinned/${set}/${file.replaceAll('/', '__')}`;
const predictionPath = (pin: Pin, iteration: number): string =>
  `${folderOf(pin)}/${String(iteration).padStart(7, '0')}.png`;

/** What was chosen; null where nobody chose, or where the file cannot be read: the run then goes by its default. */
export async function readPins(folder: Directory): Promise<Pin[] | null> {
  const file = await folder.file(PINS_FILE);
  if (!file) return null;
  try {
    return PinsSchema.parse(JSON.parse(decoder.decode(await file.bytes()))).pins;
  } catch {
    return null;
  }
}

/** @throws where there are too many. */
export async function writePins(folder: WritableDirectory, pins: readonly Pin[]): Promise<void> {
  if (pins.length > MAX_PINS)
    throw new Error(`${pins.length} pictures are too many to pin; ${MAX_PINS} at most. Unpin some first.`);
  await folder.write(PINS_FILE, encoder.encode(`${JSON.stringify({ version: 1, pins }, null, 2)}\n`));
}

/** Evaluations whose predictions are kept, rising by iteration; damaged lines are left out. */
export async function readPinnedMoments(folder: Directory): Promise<PinnedMoment[]> {
  const file = await folder.file(PINNED_INDEX_FILE);
  const moments = new Map<number, PinnedMoment>();
  for (const line of file ? decoder.decode(await file.bytes()).split('\n') : []) {
    try {
      const moment = MomentSchema.parse(JSON.parse(line));
      moments.set(moment.iteration, moment);
    } catch {
      // The end of the file, or a line that was cut off when the machine was.
    }
  }
  return [...moments.values()].sort((a, b) => a.iteration - b.iteration);
}

/** Says that all predictions of the moment have been written. */
export async function appendPinnedMoment(folder: WritableDirectory, moment: PinnedMoment): Promise<void> {
  await folder.append(PINNED_INDEX_FILE, encoder.encode(`${JSON.stringify(moment)}\n`));
}

/** The picture and, where there are any, its labels; written once per picture. */
export async function writeStill(
  folder: WritableDirectory,
  pin: Pin,
  picture: Picture,
  truth: { width: number; height: number; data: Uint8Array } | null,
  palette: Uint8Array,
): Promise<void> {
  const path = `${folderOf(pin)}/picture.png`;
  if (await folder.file(path)) return;
  if (truth) await folder.write(`${folderOf(pin)}/truth.png`, await labelPng(truth, palette));
  const { rgb, width, height } = thinnedPicture(picture, LONGEST_SIDE);
  await folder.write(path, await encodePng({ width, height, channels: 3, data: rgb }));
}

export async function writePrediction(
  folder: WritableDirectory,
  pin: Pin,
  iteration: number,
  labels: { width: number; height: number; data: Uint8Array },
  palette: Uint8Array,
): Promise<void> {
  await folder.write(predictionPath(pin, iteration), await labelPng(labels, palette));
}

function labelPng({ width, height, data }: { width: number; height: number; data: Uint8Array }, palette: Uint8Array) {
  return encodePng({ ...thinnedLabels(data, width, height, LONGEST_SIDE), channels: 1, palette });
}

/** @throws a sentence where the folder has no such picture. */
export async function readStill(folder: Directory, pin: Pin): Promise<PinnedStill> {
  const [picture, truth] = await Promise.all(
    ['picture.png', 'truth.png'].map((name) => readLayer(folder, `${folderOf(pin)}/${name}`)),
  );
  if (!picture) throw new Error(`The run's folder has no picture of ${pin.file}: it was not pinned at an evaluation.`);
  return { picture, truth: truth ?? null };
}

/** @throws a sentence where that prediction was not kept. */
export async function readPrediction(folder: Directory, pin: Pin, iteration: number): Promise<FrameLayer> {
  const path = predictionPath(pin, iteration);
  const found = await readLayer(folder, path);
  if (!found) throw new Error(`${path} is missing: no prediction of ${pin.file} was kept at iteration ${iteration}.`);
  return found;
}

async function readLayer(folder: Directory, path: string): Promise<FrameLayer | null> {
  const file = await folder.file(path);
  if (!file) return null;
  const { width, height, channels, data } = await decodePng(await file.bytes(), path);
  return { kind: channels === 3 ? 'rgb' : 'labels', width, height, data: new Uint8Array(data) };
}
