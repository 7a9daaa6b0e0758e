/**
 * Lets transformers.js load a model from any set of files.
 *
 * The library asks a cache before it asks the network. Ours answers for mounted models from their files, and the
 * library's fetch is replaced by one that finds nothing, so that a missing file is an error and never a download.
 * Every mount has an id of its own, because the library remembers file sizes by id. The library's settings are global:
 * they are set before each load, and loads must follow one another.
 */
import { env } from '@huggingface/transformers';
import type { ModelFiles } from './model-files';

const PREFIX = 'lab-mount';
const mounts = new Map<string, ModelFiles>();
let mountCount = 0;
const networkFetch = env.fetch;

/** @returns the id under which the library finds the model until it is unmounted. */
export function mount(files: ModelFiles): string {
  mountCount += 1;
  const id = `${PREFIX}/${mountCount}`;
  mounts.set(id, files);
  return id;
}

export function unmount(id: string): void {
  mounts.delete(id);
}

/** Only mounted models can be loaded; nothing is fetched and nothing is cached. */
export function allowMountsOnly(): void {
  env.allowLocalModels = true;
  env.allowRemoteModels = false;
  env.useFS = false;
  env.useBrowserCache = false;
  env.useFSCache = false;
  env.useCustomCache = true;
  env.customCache = { match: answer, put: async () => {} };
  env.fetch = async () => new Response(null, { status: 404 });
}

/** Models come from the hub, and stay in the browser's (or the disk's) cache. */
export function allowHub(): void {
  const inBrowser = typeof caches !== 'undefined';
  env.allowLocalModels = false;
  env.allowRemoteModels = true;
  env.useFS = !inBrowser;
  env.useBrowserCache = inBrowser;
  env.useFSCache = !inBrowser;
  env.useCustomCache = false;
  env.fetch = networkFetch;
}

/** A key is a local path or a remote address; both hold the id and then the file's path. */
async function answer(key: string): Promise<Response | undefined> {
  const match = new RegExp(`(${PREFIX}/\\d+)/(?:resolve/[^/]+/)?(.+)$`).exec(key);
  const files = match ? mounts.get(match[1]!) : undefined;
  const path = match?.[2]?.replace(/^\/+/, '');
  if (!files || !path) return undefined;
  const size = await files.size(path);
  if (size === null) return undefined;
  return new Response(
    lazily(() => files.bytes(path)),
    { headers: { 'content-length': String(size) } },
  );
}

/** A body that is read only when somebody wants it: the library opens files to learn their size. */
function lazily(read: () => Promise<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream(
    {
      async pull(controller) {
        controller.enqueue(await read());
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
