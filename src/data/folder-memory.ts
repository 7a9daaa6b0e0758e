/**
 * Folders of earlier visits. A handle survives in IndexedDB; the permission to read usually does not and must be asked
 * again in a click.
 */
import type { IdMap } from '../../workers/experiment/id-map';
import { entries, put, remove } from './database';

export type FolderRole = 'source' | 'target' | 'validation';

/** How the labels of a folder are read, where not as its layout has it. */
export interface Reading {
  /** GTA in the 16-class taxonomy. */
  as: 'gta16' | null;
  /** The person's own map. */
  map: IdMap | null;
}

export interface RememberedFolder {
  handle: FileSystemDirectoryHandle;
  reading: Reading;
  /** `prompt`: the browser asks when it is opened. */
  permission: PermissionState;
}

export const ROLES: readonly FolderRole[] = ['source', 'target', 'validation'];

/** A prompt that nobody answers must not block the page for ever. */
const PERMISSION_TIMEOUT_MS = 60_000;

export const rememberFolder = (
  role: FolderRole,
  handle: FileSystemDirectoryHandle,
  reading: Reading,
): Promise<unknown> => put('folders', role, { handle, reading });

export const forgetFolder = (role: FolderRole): Promise<unknown> => remove('folders', role);

export async function rememberedFolders(): Promise<[FolderRole, RememberedFolder][]> {
  const stored = await entries('folders');
  if (stored.length === 0) return [];
  const { keptFolder } = await import('./remembered-folder');
  const found: [FolderRole, RememberedFolder][] = [];
  for (const [key, value] of stored) {
    const role = ROLES.find((r) => r === key);
    const kept = keptFolder(value);
    if (role && kept) found.push([role, { ...kept, permission: await permissionOf(kept.handle) }]);
  }
  return found;
}

/** Permission handling of the File System Access API, which TypeScript's DOM library lacks. */
interface Permitted {
  queryPermission?(options: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>;
}

async function permissionOf(handle: FileSystemDirectoryHandle): Promise<PermissionState> {
  return (await (handle as FileSystemDirectoryHandle & Permitted).queryPermission?.({ mode: 'read' })) ?? 'granted';
}

/** Whether the folder may be read; asks the person where needed, so it must be called in a click. */
export async function mayRead(handle: FileSystemDirectoryHandle): Promise<boolean> {
  if ((await permissionOf(handle)) === 'granted') return true;
  const asked = (handle as FileSystemDirectoryHandle & Permitted).requestPermission?.({ mode: 'read' });
  const timeout = new Promise<PermissionState>((resolve) => {
    setTimeout(() => resolve('denied'), PERMISSION_TIMEOUT_MS);
  });
  return (await Promise.race([asked, timeout])) === 'granted';
}

/** Whether the folder is still where it was. Call it after `mayRead`. */
export async function isThere(handle: FileSystemDirectoryHandle): Promise<boolean> {
  try {
    await handle.keys().next();
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return false;
    throw error;
  }
}
