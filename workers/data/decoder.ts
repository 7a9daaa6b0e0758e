/**
 * Decoding files, in this thread or in a pool of others. Both give the same pixels; a pool keeps decoding while this
 * thread cuts crops and answers others.
 */
import type { Picture, SourceFile } from '../host';
import type { LabelCounter } from './check';
import type { Sample } from './crop';
import { countValues, decodeLabel, type ValueCounts } from './labels';
import type { LabelReading, LabelRule } from './layouts/label-ids';
import type { Item } from './layouts/layout';
import { orientationOf, upright } from './picture/orientation';
import { resizeSample } from './resize';

type DecodePicture = (bytes: Uint8Array<ArrayBuffer>, path: string) => Promise<Picture>;

/** A file that cannot be used; the message says why in one sentence. */
export class BrokenFile extends Error {
  override name = 'BrokenFile';

  /** @param unreadable the file could not even be read, which is so for all files of a folder that is gone. */
  constructor(
    readonly file: string,
    message: string,
    readonly unreadable = false,
  ) {
    super(message);
  }
}

/** The bytes of an item, and what is to be made of them. */
export interface DecodeTask {
  picture: { bytes: Uint8Array<ArrayBuffer>; path: string };
  label: { bytes: Uint8Array<ArrayBuffer>; path: string; rule: LabelRule } | null;
  /** Turns the picture by its orientation tag; where it belongs to a label, it stays as it is stored. */
  turn: boolean;
  /** Resized to fit this box, keeping the proportions; null: at the file's size. */
  box: readonly [number, number] | null;
}

/** An answer that crosses threads: errors would lose all but their message. */
export type Decoded = { sample: Sample } | { file: string; message: string };

/** What a decoding thread does. */
export interface DecoderThread {
  decode(task: DecodeTask): Promise<Decoded>;
  count(
    bytes: Uint8Array<ArrayBuffer>,
    path: string,
    reading: LabelReading,
  ): Promise<{ width: number; height: number; values: ValueCounts }>;
}

/** The work itself, wherever it runs. */
export function decoderThread(decodePicture: DecodePicture): DecoderThread {
  return {
    count: (bytes, path, reading) => countValues(bytes, { path }, reading),
    async decode({ picture, label, turn, box }) {
      let file = picture.path;
      try {
        const stored = await decodePicture(picture.bytes, picture.path);
        const { width, height, rgb } = turn ? upright(stored, orientationOf(picture.bytes, picture.path)) : stored;
        if (label) file = label.path;
        const map = label && (await decodeLabel(label.bytes, label, label.rule));
        if (map && (map.width !== width || map.height !== height))
          throw new Error(
            `${file} is ${map.width}x${map.height}, but its picture ${picture.path} is ${width}x${height}; export both at one size.`,
          );
        const sample = { width, height, rgb, label: map?.trainIds ?? null };
        return { sample: box ? resizeSample(sample, box) : sample };
      } catch (error) {
        return { file, message: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

export interface Decoder {
  /** Items that are decoded at the same time without slowing each other. */
  readonly threads: number;
  /**
   * Decodes an item.
   *
   * @param withLabel also decodes the label, which then must be there.
   * @throws BrokenFile where a file is broken, or where picture and label differ in size.
   */
  load(item: Item, withLabel: boolean, box: readonly [number, number] | null): Promise<Sample>;
  count: LabelCounter;
}

/** Reads an item's files. @throws BrokenFile */
export async function readItem(item: Item, withLabel: boolean, box: DecodeTask['box']): Promise<DecodeTask> {
  const { picture, label, rule } = item;
  if (withLabel && !(label && rule))
    throw new BrokenFile(picture.path, `${picture.path} has no label; add one, or use the picture as target only.`);
  const read = withLabel && label && rule ? { bytes: await bytesOf(label), path: label.path, rule } : null;
  return { picture: { bytes: await bytesOf(picture), path: picture.path }, label: read, turn: !label, box };
}

async function bytesOf(file: SourceFile): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await file.bytes();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BrokenFile(file.path, `${file.path} cannot be read: ${why}`, true);
  }
}

/** @throws BrokenFile where the answer is none. */
export function sampleOf(decoded: Decoded): Sample {
  if ('sample' in decoded) return decoded.sample;
  throw new BrokenFile(decoded.file, decoded.message);
}

/** Decodes in the thread that asks. */
export class DecodeHere implements Decoder {
  readonly threads = 1;
  readonly count: LabelCounter;
  private readonly thread: DecoderThread;

  constructor({ decodePicture }: { decodePicture: DecodePicture }) {
    this.thread = decoderThread(decodePicture);
    this.count = this.thread.count;
  }

  async load(item: Item, withLabel: boolean, box: DecodeTask['box']): Promise<Sample> {
    return sampleOf(await this.thread.decode(await readItem(item, withLabel, box)));
  }
}
