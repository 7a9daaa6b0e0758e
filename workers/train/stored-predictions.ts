/**
 * Predictions that were made elsewhere, as label PNGs in a folder: one value per pixel, a train id, or 255 for nothing.
 *
 * A picture's file is looked for under the names that tools give it, in this order: its path with the suffix .png, the
 * path in one piece (`city__a.png`, as the lab writes it), and its name alone (as mmsegmentation writes it).
 */
import type { EvaluationSample } from '../data/batch';
import { decodePng } from '../data/png/decode';
import { IGNORE_INDEX } from '../experiment/taxonomy';
import type { Directory, SourceFile } from '../host';
import type { Predictor } from './evaluate';
import { predictionName } from './run-folder';

/** Pictures named in a message about those that have no prediction. */
const NAMED = 3;

/** Names under which a picture's prediction may lie. */
export function predictionNames(picture: string): string[] {
  const bare = picture.replace(/\.[^./]+$/, '');
  return [...new Set([`${bare}.png`, predictionName(picture), `${bare.split('/').at(-1)!}.png`])];
}

export class StoredPredictions implements Predictor {
  private constructor(
    private readonly files: Map<string, SourceFile>,
    private readonly classes: number,
  ) {}

  /**
   * Finds every picture's prediction before anything is counted.
   * @param pictures paths in their data set
   * @throws where one is missing, or where two pictures of one name would be scored with the same file
   */
  static async find(folder: Directory, pictures: string[], classes: number): Promise<StoredPredictions> {
    const files = new Map<string, SourceFile>();
    const users = new Map<string, string>();
    const missing: string[] = [];
    for (const picture of pictures) {
      const file = await firstOf(folder, predictionNames(picture));
      if (!file) {
        missing.push(picture);
        continue;
      }
      const other = users.get(file.path);
      if (other)
        throw new Error(
          `${file.path} would be the prediction of both ${other} and ${picture}: name predictions by the pictures' whole paths, such as ${predictionName(picture)}.`,
        );
      users.set(file.path, picture);
      files.set(picture, file);
    }
    if (missing.length) {
      const named = missing.slice(0, NAMED).join(', ');
      const rest = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : '';
      throw new Error(
        `${folder.name} has no prediction for ${missing.length} of ${pictures.length} pictures: ${named}${rest}. Expected is a label PNG named ${predictionNames(missing[0]!).join(' or ')}.`,
      );
    }
    return new StoredPredictions(files, classes);
  }

  /** @throws where the file is no label PNG, has another size than the ground truth, or holds a value that is no class. */
  async predict({ file: picture, labelWidth, labelHeight }: EvaluationSample): Promise<Uint8Array> {
    const file = this.files.get(picture)!;
    const { width, height, channels, depth, data } = await decodePng(await file.bytes(), file.path);
    if (channels !== 1 || !(data instanceof Uint8Array))
      throw new Error(
        `${file.path} has ${channels} channels of ${depth} bits; a prediction is a grey or palette PNG of 8 bits whose values are train ids.`,
      );
    if (width !== labelWidth || height !== labelHeight)
      throw new Error(
        `${file.path} is ${width}x${height}, but the ground truth of ${picture} is ${labelWidth}x${labelHeight}; save predictions in the size of the labels, resized before the argmax.`,
      );
    const wrong = data.find((id) => id >= this.classes && id !== IGNORE_INDEX);
    if (wrong !== undefined)
      throw new Error(
        `${file.path} holds the value ${wrong}, but predictions are train ids from 0 to ${this.classes - 1}, or 255 for nothing; convert them first.`,
      );
    return data;
  }
}

async function firstOf(folder: Directory, names: string[]): Promise<SourceFile | null> {
  for (const name of names) {
    const file = await folder.file(name);
    if (file) return file;
  }
  return null;
}
