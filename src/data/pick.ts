/** Getting at a folder: dropped, chosen in a dialog, or through a file input where the browser has no dialog. */
import type { DataOrigin } from '../../workers/protocol';

export interface PickedFolder {
  name: string;
  origin: DataOrigin;
}

/** Parts of the File System Access API that TypeScript's DOM library lacks. */
interface PickerWindow {
  showDirectoryPicker?(options: { mode: 'read'; id: string }): Promise<FileSystemDirectoryHandle>;
}
interface DroppedItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/**
 * The folders in a drop. Every handle is asked for before the first await: afterwards the browser empties the list.
 * @throws a sentence where something else than folders was dropped.
 */
export async function droppedFolders(transfer: DataTransfer): Promise<PickedFolder[]> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const pending = items.map((item) => (item as DataTransferItem & DroppedItem).getAsFileSystemHandle?.() ?? null);
  if (pending.some((promise) => promise === null))
    throw new Error('This browser cannot read a dropped folder. Use the button to choose it.');
  const handles = await Promise.all(pending);
  const folders = handles.filter((handle) => handle?.kind === 'directory') as FileSystemDirectoryHandle[];
  if (folders.length === 0)
    throw new Error(
      'What was dropped is not a folder. Drop the folder of the dataset itself, not an archive or files.',
    );
  return folders.map((handle) => ({ name: handle.name, origin: { kind: 'handle', handle } }));
}

export interface DroppedThings {
  folders: PickedFolder[];
  files: File[];
}

/**
 * All that lies in a drop. Every handle is asked for before the first await: afterwards the browser empties the list.
 * @throws a sentence where the browser cannot read dropped folders.
 */
export async function droppedThings(transfer: DataTransfer): Promise<DroppedThings> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const pending = items.map(async (item) => {
    const file = item.getAsFile();
    const handle = (item as DataTransferItem & DroppedItem).getAsFileSystemHandle?.();
    if (!handle) throw new Error('This browser cannot read a dropped folder. Use the button to choose it.');
    return { file, handle: await handle };
  });
  const things: DroppedThings = { folders: [], files: [] };
  for (const { file, handle } of await Promise.all(pending)) {
    if (handle?.kind === 'directory')
      things.folders.push({
        name: handle.name,
        origin: { kind: 'handle', handle: handle as FileSystemDirectoryHandle },
      });
    else if (file) things.files.push(file);
  }
  return things;
}

/** A folder below a picked one, by its path. @throws where it is not there any more. */
export async function folderInside({ origin }: PickedFolder, path: string): Promise<PickedFolder> {
  const parts = path.split('/');
  const name = parts.at(-1) ?? path;
  if (origin.kind === 'handle') {
    let { handle } = origin;
    for (const part of parts) handle = await handle.getDirectoryHandle(part);
    return { name, origin: { kind: 'handle', handle } };
  }
  if (origin.kind !== 'files') throw new Error('The built-in city has no folders inside.');
  const below = ({ webkitRelativePath: at }: File) => at.slice(at.indexOf('/') + 1).startsWith(`${path}/`);
  const files = origin.files.filter(below);
  return { name, origin: { kind: 'files', files } };
}

/** The first file or folder of a drop. @throws a sentence where there is none that can be read. */
export async function droppedFileOrFolder(transfer: DataTransfer): Promise<File | FileSystemDirectoryHandle> {
  const item = [...transfer.items].find(({ kind }) => kind === 'file') as (DataTransferItem & DroppedItem) | undefined;
  const file = item?.getAsFile() ?? null;
  const handle = await item?.getAsFileSystemHandle?.();
  if (handle?.kind === 'directory') return handle as FileSystemDirectoryHandle;
  if (file) return file;
  throw new Error('What was dropped is neither a file nor a folder. Use the button to choose it.');
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
  return { name: first.webkitRelativePath.split('/')[0] || 'folder', origin: { kind: 'files', files } };
}
