/** Sorts what was dropped or chosen for prediction into a file of weights and pictures. */
import type { DataOrigin } from '../../workers/protocol';

export interface PickedPictures {
  name: string;
  origin: DataOrigin;
}

export interface Dropped {
  checkpoint: File | null;
  pictures: PickedPictures | null;
}

const WEIGHTS = /\.(safetensors|pth|pt|bin)$/i;
const PICTURE = /\.(png|jpe?g|webp)$/i;

export const WEIGHTS_ACCEPT = '.safetensors,.pth,.pt,.bin';
export const PICTURES_ACCEPT = '.png,.jpg,.jpeg,.webp';

/** @throws a sentence where there is something else, or more than can be told apart. */
export function sortDropped(files: File[], folders: FileSystemDirectoryHandle[]): Dropped {
  const weights = files.filter(({ name }) => WEIGHTS.test(name));
  const pictures = files.filter(({ name }) => PICTURE.test(name));
  const other = files.find(({ name }) => !WEIGHTS.test(name) && !PICTURE.test(name));
  if (other)
    throw new Error(
      `${other.name} is neither a checkpoint (.safetensors, .pth, .pt, .bin) nor a picture (PNG, JPEG, WebP).`,
    );
  if (weights.length > 1) throw new Error('These are several checkpoints. Drop one at a time.');
  if (folders.length > 1) throw new Error('These are several folders. Drop the folder that holds them all.');
  if (folders.length && pictures.length)
    throw new Error('This is a folder together with pictures. Drop either of them.');
  const [folder] = folders;
  const found = folder
    ? { name: folder.name, origin: { kind: 'handle' as const, handle: folder } }
    : pictures.length
      ? { name: nameOf(pictures), origin: { kind: 'files' as const, files: pictures } }
      : null;
  return { checkpoint: weights[0] ?? null, pictures: found };
}

/** The files of a file dialog, with what lies beside pictures in a folder left out. */
export function chosenPictures(files: File[]): PickedPictures | null {
  const pictures = files.filter(({ name }) => PICTURE.test(name) || name === 'classes.json');
  if (!pictures.some(({ name }) => PICTURE.test(name))) return null;
  const folder = pictures[0]!.webkitRelativePath.split('/')[0];
  return { name: folder || nameOf(pictures), origin: { kind: 'files', files: pictures } };
}

const nameOf = (pictures: File[]): string =>
  pictures.length === 1 ? pictures[0]!.name : `${pictures.length.toLocaleString('en')} pictures`;

interface DroppedItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** Reads a drop. Everything is asked for before the first await: afterwards the browser empties the list. */
export async function readDrop(transfer: DataTransfer): Promise<Dropped> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const pending = items.map((item) => ({
    file: item.getAsFile(),
    handle: (item as DataTransferItem & DroppedItem).getAsFileSystemHandle?.() ?? Promise.resolve(null),
  }));
  const files: File[] = [];
  const folders: FileSystemDirectoryHandle[] = [];
  for (const { file, handle } of pending) {
    const found = await handle;
    if (found?.kind === 'directory') folders.push(found as FileSystemDirectoryHandle);
    else if (file) files.push(file);
  }
  if (!files.length && !folders.length) throw new Error('Nothing that can be read was dropped.');
  return sortDropped(files, folders);
}
