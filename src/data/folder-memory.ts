/**
 * Folders of earlier visits. A handle survives in IndexedDB; the permission to read usually does not and must be asked
 * again in a click.
 */
import { entries, put, remove } from './database';

export type FolderRole = 'source' | 'target';

const ROLES: readonly FolderRole[] = ['source', 'target'];

/** A prompt that nobody answers must not block the page for ever. */
const PERMISSION_TIMEOUT_MS = 60_000;

export const rememberFolder = (role: FolderRole, handle: FileSystemDirectoryHandle): Promise<unknown> =>
  put('folders', role, handle);

export const forgetFolder = (role: FolderRole): Promise<unknown> => remove('folders', role);

export async function rememberedFolders(): Promise<[FolderRole, FileSystemDirectoryHandle][]> {
  const found: [FolderRole, FileSystemDirectoryHandle][] = [];
  for (const [key, value] of await entries('folders')) {
    const role = ROLES.find((r) => r === key);
    if (role && value instanceof FileSystemDirectoryHandle) found.push([role, value]);
  }
  return found;
}

/** Permission handling of the File System Access API, which TypeScript's DOM library lacks. */
interface Permitted {
  queryPermission?(options: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>;
}

/** Whether the folder may be read; asks the person where needed, so it must be called in a click. */
export async function mayRead(handle: FileSystemDirectoryHandle): Promise<boolean> {
  const permitted = handle as FileSystemDirectoryHandle & Permitted;
  if (!permitted.queryPermission || !permitted.requestPermission) return true;
  if ((await permitted.queryPermission({ mode: 'read' })) === 'granted') return true;
  const timeout = new Promise<PermissionState>((resolve) => {
    setTimeout(() => resolve('denied'), PERMISSION_TIMEOUT_MS);
  });
  return (await Promise.race([permitted.requestPermission({ mode: 'read' }), timeout])) === 'granted';
}
