/** Getting at a folder: dropped, chosen in a dialog, or through a file input where the browser has no dialog. */
import type { DataOrigin } from '../../workers/protocol';
import { pick as words } from '../words/data';

export interface PickedFolder {
  name: string;
  origin: DataOrigin;
}

/** A folder of the disk, behind the handle that the browser gave. */
export interface HandleFolder extends PickedFolder {
  origin: Extract<DataOrigin, { kind: 'handle' }>;
}

/** Parts of the File System Access API that TypeScript's DOM library lacks. */
interface PickerWindow {
  showDirectoryPicker?(options: { mode: 'read'; id: string }): Promise<FileSystemDirectoryHandle>;
}
interface DroppedItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

export interface DroppedThings {
  folders: HandleFolder[];
  files: File[];
}

/**
 * All that lies in a drop. Every handle is asked for before the first await: afterwards the browser empties the list.
 * @throws a sentence where the browser cannot read dropped folders, or there is nothing in the drop.
 */
export async function droppedThings(transfer: DataTransfer): Promise<DroppedThings> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const pending = items.map(async (item) => {
    const file = item.getAsFile();
    const handle = (item as DataTransferItem & DroppedItem).getAsFileSystemHandle?.();
    if (!handle) throw new Error(words.noDroppedFolders);
    return { file, handle: await handle };
  });
  const things: DroppedThings = { folders: [], files: [] };
  for (const { file, handle } of await Promise.all(pending)) {
    if (handle?.kind === 'directory') things.folders.push(folderOf(handle as FileSystemDirectoryHandle));
    else if (file) things.files.push(file);
  }
  if (things.folders.length + things.files.length === 0) throw new Error(words.unreadable);
  return things;
}

export const folderOf = (handle: FileSystemDirectoryHandle): HandleFolder => ({
  name: handle.name,
  origin: { kind: 'handle', handle },
});

/** A folder below a picked one, by its path. @throws where it is not there any more. */
export async function folderInside({ origin }: PickedFolder, path: string): Promise<PickedFolder> {
  const parts = path.split('/');
  const name = parts.at(-1) ?? path;
  if (origin.kind === 'handle') {
    let { handle } = origin;
    for (const part of parts) handle = await handle.getDirectoryHandle(part);
    return folderOf(handle);
  }
  if (origin.kind !== 'files') throw new Error(words.noFolderInside);
  const below = ({ webkitRelativePath: at }: File) => at.slice(at.indexOf('/') + 1).startsWith(`${path}/`);
  const files = origin.files.filter(below);
  return { name, origin: { kind: 'files', files } };
}

/** True where the browser can show its folder dialog. */
export const hasFolderDialog = (): boolean => 'showDirectoryPicker' in window;

/** The folder that the person chooses; null when the dialog is closed. */
export async function chooseFolder(id: string): Promise<FileSystemDirectoryHandle | null> {
  const picker = window as unknown as PickerWindow;
  try {
    return (await picker.showDirectoryPicker?.({ mode: 'read', id })) ?? null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** The files of `<input webkitdirectory>`, as one folder. */
export function folderOfFiles(files: File[]): PickedFolder | null {
  const first = files[0];
  if (!first) return null;
  return { name: first.webkitRelativePath.split('/')[0] || words.nameless, origin: { kind: 'files', files } };
}
