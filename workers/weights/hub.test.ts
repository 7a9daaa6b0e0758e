import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Progress } from '../protocol';
import { MemoryFolder } from '../testing/memory-folder';
import { browserCache, folderCache, type WeightsCache } from './cache';
import { fetchHubWeights, findHubWeights, isHubId } from './hub';

/** Element by element is slow for files. */
const isContent = (bytes: Uint8Array | null | undefined) => Buffer.from(content).equals(bytes ?? new Uint8Array(0));

const REVISION = 'a'.repeat(40);
const content = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 7) % 251);
const sha256 = createHash('sha256').update(content).digest('hex');

/** What the hub of these tests says and sends; every test changes what it needs. */
let siblings: unknown[] = [];
let cardData: unknown = {};
let sent = content;
let requests: string[] = [];
let server: Server;
let endpoint = '';
let storage: MemoryFolder;
let cache: WeightsCache;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.setHeader('connection', 'close'); // slow machines find kept connections closed
    if (request.url?.startsWith('/api/models/nvidia/mit-b0'))
      response.end(JSON.stringify({ sha: REVISION, siblings, cardData, likes: 3 }));
    else if (request.url?.startsWith('/api/models/a/broken')) response.end('<html>');
    else if (request.url?.startsWith('/api/models/a/busy')) response.writeHead(503).end();
    else if (request.url?.startsWith(`/nvidia/mit-b0/resolve/${REVISION}/`)) {
      response.write(sent.subarray(0, 1000));
      response.end(sent.subarray(1000));
    } else response.writeHead(401).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

beforeEach(() => {
  siblings = [
    { rfilename: 'README.md', size: 10 },
    { rfilename: 'pytorch_model.bin', size: 5, lfs: { sha256: 'b'.repeat(64), size: 5, pointerSize: 134 } },
    { rfilename: 'model.safetensors', size: content.length, lfs: { sha256, size: content.length } },
  ];
  cardData = { license: 'other' };
  sent = content;
  requests = [];
  storage = new MemoryFolder();
  cache = folderCache({ storage: async () => storage });
});

const find = (id = 'nvidia/mit-b0') => findHubWeights(id, { fetch, endpoint });
const download = async (onProgress: (progress: Progress) => void = () => {}, signal?: AbortSignal) =>
  fetchHubWeights(await find(), { fetch, cache, endpoint }, onProgress, signal);

describe('finding', () => {
  it('prefers safetensors, and says size, checksum and licence before anything is downloaded', async () => {
    const found = await find();
    expect(found).toMatchObject({ file: 'model.safetensors', bytes: content.length, sha256, revision: REVISION });
    expect(found.licence).toMatchObject({ name: 'NVIDIA Source Code License for SegFormer', nonCommercial: true });
    expect(found.licence.text).toContain('only may be used or intended for use non-commercially');
    expect(requests).toEqual(['/api/models/nvidia/mit-b0?blobs=true']);
  });

  it('takes the pickle where there are no safetensors, and any single file', async () => {
    siblings = siblings.slice(0, 2);
    expect((await find()).file).toBe('pytorch_model.bin');
    siblings = [{ rfilename: 'segformer.b0.pth', size: 12 }];
    expect(await find()).toMatchObject({ file: 'segformer.b0.pth', bytes: 12, sha256: null });
  });

  it.each([
    ['no weights', [{ rfilename: 'README.md', size: 10 }], /no weights in one file.*it has none/],
    [
      'parts',
      [
        { rfilename: 'a.bin', size: 1 },
        { rfilename: 'b.bin', size: 1 },
      ],
      /it has a\.bin, b\.bin/,
    ],
    ['no size', [{ rfilename: 'model.safetensors' }], /an unknown number of bytes/],
    [
      'a size that fills memory',
      [{ rfilename: 'model.safetensors', size: 2 ** 40 }],
      /1099511627776 bytes; the lab takes/,
    ],
    ['a size below zero', [{ rfilename: 'model.safetensors', size: -1 }], /not understood/],
  ])('says that a model has %s', async (_, files, message) => {
    siblings = files;
    await expect(find()).rejects.toThrow(message);
  });

  it('says that there is no such model, that the hub is busy, or that it answers something else', async () => {
    await expect(find('nobody/nothing')).rejects.toThrow('no public model "nobody/nothing" (it answers 401)');
    await expect(find('a/busy')).rejects.toThrow('answers 503');
    await expect(find('a/broken')).rejects.toThrow('not understood');
    await expect(find('not an id')).rejects.toThrow('is no id of the hub');
    await expect(findHubWeights('a/b', { fetch, endpoint: 'http://127.0.0.1:1' })).rejects.toThrow('cannot be reached');
  });

  it('knows ids', () => {
    for (const id of ['nvidia/mit-b5', 'nvidia/segformer-b5-finetuned-ade-640-640', 'a_b/c.d'])
      expect(isHubId(id)).toBe(true);
    for (const id of ['mit-b5', 'a/b/c', '../x', 'a/../b', '/a/b', 'a b/c', 'a/.b']) expect(isHubId(id)).toBe(false);
  });
});

describe('downloading', () => {
  it('shows progress, keeps the file, and needs no second download', async () => {
    const progress: Progress[] = [];
    const first = await download((p) => progress.push(p));
    expect(isContent(first.bytes)).toBe(true);
    expect(first.notKept).toBeNull();
    expect(progress.at(-1)).toMatchObject({ done: content.length, total: content.length });
    const again = await download();
    expect(isContent(again.bytes)).toBe(true);
    expect(requests.filter((url) => url.includes('/resolve/'))).toHaveLength(1);
    expect([...storage.files.keys()]).toEqual([
      `weights/127.0.0.1:${new URL(endpoint).port}/nvidia/mit-b0/resolve/${REVISION}/model.safetensors`,
    ]);
  });

  it('downloads again what was damaged in the cache', async () => {
    await download();
    const [path] = [...storage.files.keys()];
    storage.files.set(
      path!,
      content.map((byte, i) => (i === 500 ? byte ^ 1 : byte)),
    );
    expect(isContent((await download()).bytes)).toBe(true);
    expect(isContent(storage.files.get(path!))).toBe(true);
    expect(requests.filter((url) => url.includes('/resolve/'))).toHaveLength(2);
  });

  it.each([
    ['shorter', content.subarray(0, 5000), /has 5000 of 20000 bytes/],
    ['longer', Uint8Array.from([...content, 1]), /longer than the 20000 bytes/],
    ['another', content.map((byte) => byte ^ 1), /another SHA-256/],
  ])('refuses a file that is %s, and keeps nothing', async (_, bytes, message) => {
    sent = bytes;
    await expect(download()).rejects.toThrow(message);
    expect(storage.files.size).toBe(0);
  });

  it('stops where it is given up', async () => {
    const stop = new AbortController();
    stop.abort(new Error('Given up.'));
    await expect(download(undefined, stop.signal)).rejects.toThrow('Given up.');
  });

  it('gives the weights although there is no room to keep them, and says so', async () => {
    storage.writesLeft = 0;
    const { bytes, notKept } = await download();
    expect(isContent(bytes)).toBe(true);
    expect(notKept).toMatch(/^model\.safetensors of "nvidia\/mit-b0" is not kept for the next time/);
  });
});

describe("the browser's cache", () => {
  it('keeps, gives and removes', async () => {
    const kept = new Map<string, Response>();
    const opened = {
      match: async (key: string) => kept.get(key)?.clone(),
      put: async (key: string, response: Response) => void kept.set(key, response),
      delete: async (key: string) => kept.delete(key),
    };
    const storageOfBrowser = { open: async () => opened } as unknown as CacheStorage;
    const inBrowser = browserCache(storageOfBrowser);
    expect(await inBrowser.get('https://x/y')).toBeNull();
    await inBrowser.put('https://x/y', content);
    expect(isContent(await inBrowser.get('https://x/y'))).toBe(true);
    await inBrowser.remove('https://x/y');
    expect(await inBrowser.get('https://x/y')).toBeNull();
  });
});
