/** Where files go that the page makes: into a folder that the person picks, or as a zip among the downloads. */
import type { Saved, SaveTarget } from '../../workers/protocol';
import { saveTarget as words } from '../words/app';
import { download } from './download';

/** The part of the File System Access API that TypeScript's DOM library lacks. */
interface SavingWindow {
  showDirectoryPicker?(options: { mode: 'readwrite'; id: string }): Promise<FileSystemDirectoryHandle>;
}

/**
 * Asks for a folder, so it must be called in a click; a zip where the browser has no folder dialog.
 * @param name of the sub-folder or archive
 * @returns null when the dialog is closed.
 */
export async function chooseSaveTarget(name: string): Promise<SaveTarget | null> {
  const { showDirectoryPicker } = window as unknown as SavingWindow;
  if (!showDirectoryPicker) return { kind: 'zip' };
  try {
    const handle = await showDirectoryPicker.call(window, { mode: 'readwrite', id: 'save' });
    return { kind: 'folder', handle, name };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** Hands the archive to the browser's downloads, where there is one. @returns where the files are, in words. */
export function finishSaving({ files, zip }: Saved, name: string): string {
  if (!zip) return words.saved(files);
  download(`${name}.zip`, zip);
  return words.downloaded(name);
}
