/** One of the label PNGs that a run's last evaluation left in its folder. */
import { decodePng } from '../data/png/decode';
import type { Directory } from '../host';
import type { Labels } from '../scored-picture';
import { predictionName } from './run-folder';

/** @returns null where there is none of that picture. @throws a sentence where the file is no label PNG. */
export async function readRunPrediction(folder: Directory, picture: string): Promise<Labels | null> {
  const path = `predictions/${predictionName(picture)}`;
  const file = await folder.file(path);
  if (!file) return null;
  const { width, height, channels, data } = await decodePng(await file.bytes(), path);
  if (channels !== 1 || !(data instanceof Uint8Array))
    throw new Error(
      `${path} has ${channels} channels, but predictions are PNGs of train ids: the run's folder was changed.`,
    );
  return { width, height, data: new Uint8Array(data) };
}
