/** What to do with a drop: whichever way the things lie in it, the person hears what was taken and what was not. */
import { counted } from '../app/format';
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
  if (folder) return { do: 'open', folder, notice: asideNotice(files.length, `the folder ${folder.name}`) };
  const [first] = files;
  if (!first) return refuse('Nothing in this drop can be read. Drop the folder of the data set, or choose it.');
  const archive = files.find(({ name }) => ARCHIVE.test(name));
  if (archive)
    return refuse(`${archive.name} is not a folder but an archive: unpack it and drop the folder that comes out.`);
  if (files.length === 1 && /\.json$/i.test(first.name)) {
    if (isOpen) return { do: 'map', file: first };
    return refuse(`${first.name} is not a folder. If it is an id map, drop the folder of its data set before it.`);
  }
  const pictures = files.filter(({ name }) => PICTURE.test(name));
  if (pictures.length === 0)
    return refuse(`${first.name} is not a folder. Drop the folder of the data set itself, with all that lies in it.`);
  if (role !== 'target')
    return refuse(
      `${counted(files.length, 'file')} instead of a folder: the ${role} needs labels beside its pictures, so drop the folder that holds both.`,
    );
  const name = counted(pictures.length, 'dropped picture');
  const notice = asideNotice(files.length - pictures.length, 'the pictures');
  return { do: 'open', folder: { name, origin: { kind: 'files', files: pictures } }, notice };
}

const refuse = (sentence: string): DropPlan => ({ do: 'refuse', sentence });

function asideNotice(files: number, taken: string): string | null {
  if (files === 0) return null;
  return `${counted(files, 'file')} dropped beside ${taken} ${files === 1 ? 'is' : 'are'} left aside.`;
}
