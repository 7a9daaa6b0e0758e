/** What to do with a drop: whichever way the things lie in it, the person hears what was taken and what was not. */
import { dropPlan as words } from '../words/data';
import type { FolderRole } from './folder-memory';
import type { DroppedThings, PickedFolder } from './pick';

export type DropPlan =
  | { do: 'open'; folder: PickedFolder; notice: string | null }
  /** Several folders: the person says which. */
  | { do: 'choose'; folders: PickedFolder[] }
  /** An id map for the data set that is open. */
  | { do: 'map'; file: File }
  | { do: 'refuse'; sentence: string };

const PICTURE = /\.(png|jpe?g|webp)$/i;
const ARCHIVE = /\.(zip|tar|tgz|gz|bz2|xz|rar|7z)$/i;

/** @param isOpen a data set is open in this place, so that a map can be meant for it. */
export function planDrop(role: FolderRole, { folders, files }: DroppedThings, isOpen: boolean): DropPlan {
  if (folders.length > 1) return { do: 'choose', folders };
  const [folder] = folders;
  if (folder) return { do: 'open', folder, notice: asideNotice(files.length, words.takenFolder(folder.name)) };
  const [first] = files;
  if (!first) return refuse(words.unreadable);
  const archive = files.find(({ name }) => ARCHIVE.test(name));
  if (archive) return refuse(words.archive(archive.name));
  if (files.length === 1 && /\.json$/i.test(first.name)) {
    if (isOpen) return { do: 'map', file: first };
    return refuse(words.mapAlone(first.name));
  }
  const pictures = files.filter(({ name }) => PICTURE.test(name));
  if (pictures.length === 0) return refuse(words.file(first.name));
  if (role !== 'target') return refuse(words.needsLabels(files.length, role));
  const name = words.pictures(pictures.length);
  const notice = asideNotice(files.length - pictures.length, words.takenPictures);
  return { do: 'open', folder: { name, origin: { kind: 'files', files: pictures } }, notice };
}

const refuse = (sentence: string): DropPlan => ({ do: 'refuse', sentence });

function asideNotice(files: number, taken: string): string | null {
  return files === 0 ? null : words.aside(files, taken);
}
