/** One small IndexedDB database for what cannot be written as text: folder handles, and the sessions that use them. */

const NAME = 'csi-lab';
const VERSION = 1;

export type StoreName = 'folders' | 'sessions';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('folders');
      request.result.createObjectStore('sessions');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inside<T>(
  store: StoreName,
  mode: IDBTransactionMode,
  work: (objects: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Stores a structured-cloneable value under `key`, over an earlier one. */
export const put = (store: StoreName, key: string, value: unknown): Promise<IDBValidKey> =>
  inside(store, 'readwrite', (objects) => objects.put(value, key));

export const remove = (store: StoreName, key: string): Promise<undefined> =>
  inside(store, 'readwrite', (objects) => objects.delete(key));

/** All values with their keys; the caller knows what it stored. */
export async function entries(store: StoreName): Promise<[string, unknown][]> {
  const keys = await inside(store, 'readonly', (objects) => objects.getAllKeys());
  const values = await inside<unknown[]>(store, 'readonly', (objects) => objects.getAll());
  return keys.map((key, i) => [String(key), values[i]]);
}
