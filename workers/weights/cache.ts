/** Where downloaded weights stay: the browser's cache, or a folder. */
import type { Host } from '../host';

export interface WeightsCache {
  get(address: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** @throws where there is no room. */
  put(address: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(address: string): Promise<void>;
}

const CACHE_NAME = 'csi-lab-weights';
const FOLDER = 'weights';

/** The Cache API where there is one (secure pages), else a folder of the host's storage. */
export function weightsCache(host: Pick<Host, 'storage'>): WeightsCache {
  return typeof caches === 'undefined' ? folderCache(host) : browserCache(caches);
}

export function browserCache(storage: CacheStorage): WeightsCache {
  const opened = () => storage.open(CACHE_NAME);
  return {
    async get(address) {
      const response = await (await opened()).match(address);
      return response ? new Uint8Array(await response.arrayBuffer()) : null;
    },
    async put(address, bytes) {
      await (await opened()).put(address, new Response(bytes));
    },
    async remove(address) {
      await (await opened()).delete(address);
    },
  };
}

/** In Node this is `~/.cache/csi-lab/weights`. */
export function folderCache(host: Pick<Host, 'storage'>): WeightsCache {
  const pathOf = (address: string) => {
    const { host: server, pathname } = new URL(address);
    return [FOLDER, server, ...pathname.split('/')].filter((part) => part && part !== '..').join('/');
  };
  return {
    async get(address) {
      const file = await (await host.storage()).file(pathOf(address));
      return file ? file.bytes() : null;
    },
    async put(address, bytes) {
      await (await host.storage()).write(pathOf(address), bytes);
    },
    async remove(address) {
      await (await host.storage()).remove(pathOf(address));
    },
  };
}
