/**
 * Weights from the Hugging Face hub by a model's id. The hub's API says which files a model has, how long they are and,
 * for large ones, their SHA-256; what arrives is checked against both before anybody sees it.
 */
import { z } from 'zod';
import type { Progress } from '../protocol';
import type { WeightsCache } from './cache';
import { type Licence, licenceOf } from './licence';

export const HUB = 'https://huggingface.co';
/** The largest SegFormer has 340 MB; no encoder of the lab needs more than this. */
const MAX_BYTES = 4 * 2 ** 30;
/** In order of preference. */
const FILES = ['model.safetensors', 'pytorch_model.safetensors', 'pytorch_model.bin'];
const WEIGHTS = /^[^/]+\.(safetensors|bin|pth|pt)$/;

export interface HubWeights {
  id: string;
  /** Commit of the repository. */
  revision: string;
  file: string;
  bytes: number;
  /** null where the hub gives none, for small files. */
  sha256: string | null;
  address: string;
  licence: Licence;
}

export interface Hub {
  fetch: typeof fetch;
  cache: WeightsCache;
  /** Address of the hub or of a mirror, without a slash at its end. */
  endpoint?: string;
}

const ModelSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{7,64}$/),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.number().int().nonnegative().nullish(),
      lfs: z
        .object({
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
          size: z.number().int().nonnegative(),
        })
        .nullish(),
    }),
  ),
  cardData: z
    .object({
      license: z.union([z.string(), z.array(z.string())]).optional(),
      license_name: z.string().optional(),
      license_link: z.string().optional(),
    })
    .nullish(),
});

export function isHubId(text: string): boolean {
  return /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(text);
}

/**
 * Finds a model's file of weights and its licence; nothing is downloaded yet.
 * @param id such as `nvidia/mit-b5` or `nvidia/segformer-b5-finetuned-cityscapes-1024-1024`
 * @throws one sentence where there is no such model, or it has no weights in one file.
 */
export async function findHubWeights(id: string, hub: Pick<Hub, 'fetch' | 'endpoint'>): Promise<HubWeights> {
  if (!isHubId(id)) throw new Error(`"${id}" is no id of the hub; write owner/name, such as nvidia/mit-b5.`);
  const { endpoint = HUB } = hub;
  const response = await ask(hub.fetch, `${endpoint}/api/models/${id}?blobs=true`, id);
  const parsed = ModelSchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw new Error(`The hub's answer about "${id}" is not understood; try again later.`);
  const { sha: revision, siblings, cardData } = parsed.data;
  const names = siblings.map(({ rfilename }) => rfilename);
  const others = names.filter((name) => WEIGHTS.test(name));
  const file = FILES.find((name) => names.includes(name)) ?? (others.length === 1 ? others[0] : undefined);
  if (file === undefined) {
    const found = others.length ? `it has ${others.slice(0, 4).join(', ')}` : 'it has none';
    throw new Error(`"${id}" has no weights in one file that the lab reads: ${found}. Download one and drop it here.`);
  }
  const { lfs, size } = siblings.find(({ rfilename }) => rfilename === file)!;
  const bytes = lfs?.size ?? size;
  if (bytes === null || bytes === undefined || bytes > MAX_BYTES)
    throw new Error(
      `${file} of "${id}" has ${bytes ?? 'an unknown number of'} bytes; the lab takes up to ${MAX_BYTES}.`,
    );
  return {
    id,
    revision,
    file,
    bytes,
    sha256: lfs?.sha256 ?? null,
    address: `${endpoint}/${id}/resolve/${revision}/${file}`,
    licence: licenceOf(id, cardData ?? {}),
  };
}

export interface Download {
  bytes: Uint8Array<ArrayBuffer>;
  /** Why the file is not kept for the next time; null where it is. */
  notKept: string | null;
}

/**
 * The file's content, from the cache or from the hub, checked by size and, where the hub gives it, by SHA-256.
 * @throws one sentence where the connection breaks, the file is another one, or `signal` aborts.
 */
export async function fetchHubWeights(
  weights: HubWeights,
  hub: Hub,
  onProgress: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<Download> {
  const { address, id, file } = weights;
  const kept = await hub.cache.get(address).catch(() => null);
  if (kept) {
    if ((await fault(weights, kept)) === null) return { bytes: kept, notKept: null };
    await hub.cache.remove(address);
  }
  const response = await ask(hub.fetch, address, id, signal);
  const bytes = await receive(response, weights, onProgress);
  const wrong = await fault(weights, bytes);
  if (wrong !== null) throw new Error(`${file} of "${id}" ${wrong}; try again, or download it and drop it here.`);
  try {
    await hub.cache.put(address, bytes);
    return { bytes, notKept: null };
  } catch (error) {
    return { bytes, notKept: `${file} of "${id}" is not kept for the next time: ${reasonOf(error)}.` };
  }
}

async function ask(fetcher: typeof fetch, address: string, id: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetcher(address, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(
      `The hub cannot be reached for "${id}" (${reasonOf(error)}); check the connection, or download the file elsewhere and drop it here.`,
    );
  }
  // The hub answers 401, not 404, for models that do not exist.
  if ([401, 403, 404].includes(response.status))
    throw new Error(`The hub has no public model "${id}" (it answers ${response.status}); check the name.`);
  if (!response.ok) throw new Error(`The hub answers ${response.status} for "${id}"; try again later.`);
  return response;
}

async function receive(
  response: Response,
  { id, file, bytes: total }: HubWeights,
  onProgress: (progress: Progress) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) throw new Error(`The hub sends nothing for ${file} of "${id}"; try again later.`);
  const out = new Uint8Array(total);
  const reader = response.body.getReader();
  const started = performance.now();
  let done = 0;
  for (;;) {
    const next = await reader.read().catch((error: unknown) => {
      throw new Error(
        `The download of ${file} of "${id}" broke off after ${done} bytes (${reasonOf(error)}); try again.`,
      );
    });
    if (next.done) break;
    if (done + next.value.length > total) {
      await reader.cancel().catch(() => {});
      throw new Error(`${file} of "${id}" is longer than the ${total} bytes that the hub has said; try again later.`);
    }
    out.set(next.value, done);
    done += next.value.length;
    const seconds = (performance.now() - started) / 1000;
    const secondsLeft = seconds > 1 ? (seconds / done) * (total - done) : null;
    onProgress({ what: `Downloading ${file} of ${id} (bytes)`, done, total, secondsLeft });
  }
  return out.subarray(0, done);
}

/** What is wrong with the bytes, to follow the file's name; null where nothing is. */
async function fault({ bytes: size, sha256 }: HubWeights, bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  if (bytes.length !== size) return `has ${bytes.length} of ${size} bytes`;
  if (sha256 === null) return null;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const actual = Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('');
  return actual === sha256 ? null : 'has another SHA-256 than the hub says';
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
