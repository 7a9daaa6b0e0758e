/** Sorts what was dropped or chosen for prediction into a file of weights and pictures. */
import type { DataOrigin } from '../../workers/protocol';
import type { DroppedThings } from '../data/pick';
import { dropped as words } from '../words/predict';

export interface PickedPictures {
  name: string;
  origin: DataOrigin;
}

export interface Dropped {
  checkpoint: File | null;
  pictures: PickedPictures | null;
  /** What was left aside, in words; null where everything was taken. */
  notice: string | null;
}

const WEIGHTS = /\.(safetensors|pth|pt|bin)$/i;
const PICTURE = /\.(png|jpe?g|webp)$/i;

export const WEIGHTS_ACCEPT = '.safetensors,.pth,.pt,.bin';
export const PICTURES_ACCEPT = '.png,.jpg,.jpeg,.webp';

/** @throws a sentence where there is nothing to predict with, or more than can be told apart. */
export function sortDropped({ files, folders }: DroppedThings): Dropped {
  const weights = files.filter(({ name }) => WEIGHTS.test(name));
  const pictures = files.filter(({ name }) => PICTURE.test(name));
  const others = files.filter(({ name }) => !WEIGHTS.test(name) && !PICTURE.test(name));
  const [other] = others;
  if (other && others.length === files.length && folders.length === 0) throw new Error(words.neither(other.name));
  if (weights.length > 1) throw new Error(words.severalCheckpoints);
  if (folders.length > 1) throw new Error(words.severalFolders);
  if (folders.length && pictures.length) throw new Error(words.folderAndPictures);
  const [folder] = folders;
  const chosen: PickedPictures = { name: nameOf(pictures), origin: { kind: 'files', files: pictures } };
  const notice = other ? words.leftAside(other.name, others.length - 1) : null;
  return { checkpoint: weights[0] ?? null, pictures: folder ?? (pictures.length ? chosen : null), notice };
}

/** The files of a file dialog, with what lies beside pictures in a folder left out. */
export function chosenPictures(files: File[]): PickedPictures | null {
  const pictures = files.filter(({ name }) => PICTURE.test(name) || name === 'classes.json');
  if (!pictures.some(({ name }) => PICTURE.test(name))) return null;
  const folder = pictures[0]!.webkitRelativePath.split('/')[0];
  return { name: folder || nameOf(pictures), origin: { kind: 'files', files: pictures } };
}

const nameOf = (pictures: File[]): string =>
  pictures.length === 1 ? pictures[0]!.name : words.pictures(pictures.length);
