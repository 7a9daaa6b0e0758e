import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from '@huggingface/transformers';
import { afterEach, describe, expect, it } from 'vitest';
import { expectClose } from '../../models/testing/close';
import type { Progress } from '../protocol';
import { MemoryFolder } from '../testing/memory-folder';
import { logitsOf } from './clip';
import { decodeDetections } from './decode';
import { checkModels, loadModels, type Models } from './models';
import type { Pixels } from './pillow';
import { type Files, LOGIT_SCALE, OWL_GRID, tinyClip, tinyOwl } from './testing/tiny-models';
import { tinySam } from './testing/tiny-sam';

const quiet = (): void => {};
const folderOf = (parts: Record<string, Files>): MemoryFolder => {
  const all = new Map<string, Uint8Array>();
  for (const [name, files] of Object.entries(parts))
    for (const [path, bytes] of files) all.set(name ? `${name}/${path}` : path, bytes);
  return new MemoryFolder('models', '', all);
};
const load = (parts: Record<string, Files>): Promise<Models> =>
  loadModels({ kind: 'folder', directory: folderOf(parts) }, 'wasm', quiet);

/** Grey, with one cell of the detector's grid in a colour. */
function pictureWith(colour: [number, number, number], column: number, row: number, width = 64, height = 64): Pixels {
  const rgb = new Uint8Array(width * height * 3).fill(120);
  for (let y = (row * height) / OWL_GRID; y < ((row + 1) * height) / OWL_GRID; y++)
    for (let x = (column * width) / OWL_GRID; x < ((column + 1) * width) / OWL_GRID; x++)
      rgb.set(colour, (y * width + x) * 3);
  return { width, height, rgb };
}
const plain = (colour: [number, number, number], width: number, height: number): Pixels => ({
  width,
  height,
  rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]!),
});

const withJson = (files: Files, path: string, value: unknown): Files =>
  new Map(files).set(path, new TextEncoder().encode(JSON.stringify(value)));

describe.each(['split', 'joint'] as const)('a folder with %s networks', (parts) => {
  it('finds the coloured cell, and names colours', async () => {
    const { owl, clip } = await load({ owlvit: tinyOwl(parts), clip: tinyClip(parts) });
    await owl.ask(['red', 'navy', 'red']);
    const raw = await owl.detect(pictureWith([255, 0, 0], 5, 2));
    expect(raw).toMatchObject({ tokens: 64, prompts: ['red', 'navy'] });
    const best = raw.logits.reduce((top, value, i) => (value > raw.logits[top]! ? i : top), 0);
    expect(best).toBe((2 * OWL_GRID + 5) * 2);
    expectClose([...raw.boxes.subarray((best / 2) * 4, (best / 2) * 4 + 4)], [5.5 / 8, 2.5 / 8, 1 / 8, 1 / 8]);

    expect(clip.logitScale).toBeCloseTo(LOGIT_SCALE, 4);
    const text = await clip.embedText(['red', 'lime', 'lime navy']);
    const pictures = await clip.embedPictures([plain([0, 255, 0], 20, 40), plain([255, 0, 0], 33, 17)]);
    const answers = [0, 1].map((i) => logitsOf(pictures.data.subarray(i * 3, i * 3 + 3), text, clip.logitScale));
    expect(answers.map((logits) => logits.indexOf(Math.max(...logits)))).toEqual([1, 0]);
    await Promise.all([owl.dispose(), clip.dispose()]);
  });
});

describe('loading', () => {
  it('gives the same numbers from split and joint networks', async () => {
    const models = [
      await load({ owlvit: tinyOwl('split'), clip: tinyClip('split') }),
      await load({ owlvit: tinyOwl('joint'), clip: tinyClip('joint') }),
    ];
    const crop = pictureWith([40, 200, 90], 1, 7);
    const results = await Promise.all(
      models.map(async ({ owl, clip }) => {
        await owl.ask(['lime', 'gold']);
        return [
          await owl.detect(crop),
          await clip.embedPictures([crop]),
          await clip.embedText(['lime', 'red navy']),
        ] as const;
      }),
    );
    const [split, joint] = results;
    expectClose(split![0].logits, joint![0].logits, { relative: 1e-6 });
    expectClose(split![1].data, joint![1].data, { relative: 1e-5 });
    expectClose(split![2].data, joint![2].data, { absolute: 1e-5 });
  });

  it('tells models apart by their config where folders have other names', async () => {
    const models = await load({ 'someone/owl-large': tinyOwl('joint', 'owlv2'), 'someone/clip-big': tinyClip('both') });
    expect(models.names).toEqual({ owl: 'models/someone/owl-large', clip: 'models/someone/clip-big' });
    expect(models.owl.spanOf({ width: 30, height: 50 })).toEqual({ width: 50, height: 50 });
  });

  it('takes the detector that the run asks for where the folder has both', async () => {
    const parts = { owlvit: tinyOwl('joint'), owlv2: tinyOwl('split', 'owlv2'), clip: tinyClip() };
    const directory = folderOf(parts);
    const open = (detector?: 'owlvit' | 'owlv2') =>
      loadModels({ kind: 'folder', directory }, 'wasm', quiet, { detector });
    expect([(await open()).names.owl, (await open('owlv2')).names.owl]).toEqual(['owlvit', 'owlv2']);
    const single = { kind: 'folder', directory: folderOf({ clip: tinyClip(), any: tinyOwl() }) } as const;
    await expect(loadModels(single, 'wasm', quiet, { detector: 'owlv2' })).rejects.toThrow('holds no OWLv2 model');
    const shipped = folderOf({ 'demo/models/owlvit': tinyOwl(), 'demo/models/clip': tinyClip() });
    const asset = async (path: string) => new Uint8Array(shipped.files.get(path)!);
    await expect(loadModels({ kind: 'builtin', asset }, 'wasm', quiet, { detector: 'owlv2' })).rejects.toThrow(
      'asks for OWLv2, but "owlvit" has model_type owlvit',
    );
  });

  it('sees the same things in the same places of a wide picture with OWLv2, in the pixels of the picture', async () => {
    const { owl } = await load({ owlv2: tinyOwl('split', 'owlv2'), clip: tinyClip() });
    await owl.ask(['red']);
    // Twice as wide as high: the picture fills the upper half of the square, and a cell of it is 16 pixels wide.
    const crop = { width: 128, height: 64, rgb: new Uint8Array(128 * 64 * 3).fill(120) };
    for (let y = 32; y < 48; y++) for (let x = 96; x < 112; x++) crop.rgb.set([255, 0, 0], (y * 128 + x) * 3);
    const raw = await owl.detect(crop);
    const asked = { prompts: ['red'], classOf: [1] };
    const found = decodeDetections(raw, asked, owl.spanOf(crop)).filter(({ score }) => score > 0.5);
    expect(found.map(({ box }) => box)).toEqual([[96, 32, 112, 48]]);
    // Nothing is seen in the grey that the picture was padded with.
    const padding = decodeDetections(raw, asked, owl.spanOf(crop)).filter(({ box }) => box[1] >= 64);
    expect(Math.max(...padding.map(({ score }) => score))).toBeLessThan(0.1);
    await owl.dispose();
  });

  it('reports bytes up to the total', async () => {
    const events: Progress[] = [];
    const directory = folderOf({ owlvit: tinyOwl(), clip: tinyClip() });
    await loadModels({ kind: 'folder', directory }, 'wasm', (progress) => events.push(progress));
    expect(events.at(-1)!.done).toBe(events.at(-1)!.total);
    expect(events.at(-1)!.total).toBeGreaterThan(1000);
  });

  it('never asks the network for a folder', async () => {
    const asked: string[] = [];
    const original = globalThis.fetch;
    globalThis.fetch = async (input) => {
      asked.push(String(input));
      return original(input);
    };
    try {
      await load({ owlvit: tinyOwl(), clip: tinyClip() });
    } finally {
      globalThis.fetch = original;
    }
    expect(asked.filter((address) => address.startsWith('http'))).toEqual([]);
  });
});

describe('a wrong folder', () => {
  const without = (files: Files, path: string): Files => {
    const rest = new Map(files);
    expect(rest.delete(path)).toBe(true);
    return rest;
  };

  it.each([
    ['tokenizer.json', 'turns prompts into tokens'],
    ['preprocessor_config.json', 'size and colours'],
    ['onnx/vision_model.onnx', 'lacks onnx/model.onnx'],
  ])('names the missing %s', async (path, purpose) => {
    await expect(load({ owlvit: tinyOwl(), clip: without(tinyClip(), path) })).rejects.toThrow(purpose);
  });

  it('names the missing model', async () => {
    await expect(load({ clip: tinyClip() })).rejects.toThrow('"models" holds no OWL-ViT model');
    await expect(load({})).rejects.toThrow('holds no CLIP model');
  });

  it('names a folder that holds another model', async () => {
    await expect(load({ owlvit: tinyClip(), clip: tinyClip() })).rejects.toThrow(
      'model_type clip; expected owlvit or owlv2',
    );
  });

  it('says that quantised weights are not enough', async () => {
    const files = without(tinyOwl('joint'), 'onnx/model.onnx').set('onnx/model_quantized.onnx', new Uint8Array(9));
    await expect(load({ owlvit: files, clip: tinyClip() })).rejects.toThrow('quantised');
  });

  it('names a network that was cut short', async () => {
    const files = tinyClip();
    files.set('onnx/vision_model.onnx', files.get('onnx/vision_model.onnx')!.subarray(0, 200));
    await expect(load({ owlvit: tinyOwl(), clip: files })).rejects.toThrow(
      'onnx/vision_model.onnx cannot be used on wasm',
    );
  });

  it('refuses a tokenizer that does not mark the ends', async () => {
    const files = tinyClip();
    const tokenizer = JSON.parse(new TextDecoder().decode(files.get('tokenizer.json')));
    const endless = withJson(files, 'tokenizer.json', { ...tokenizer, post_processor: null });
    await expect(load({ owlvit: tinyOwl(), clip: endless })).rejects.toThrow('post_processor is missing');
  });

  it('refuses a prompt that is longer than the model reads', async () => {
    const { clip, owl } = await load({ owlvit: tinyOwl(), clip: tinyClip() });
    await expect(clip.embedText([Array(11).fill('red').join(' ')])).rejects.toThrow(
      'has 13 tokens; the model reads 12',
    );
    await Promise.all([clip.dispose(), owl.dispose()]);
  });

  it('names a file that is no JSON', async () => {
    const files = new Map(tinyClip()).set('config.json', new TextEncoder().encode('<!doctype html>'));
    await expect(load({ owlvit: tinyOwl(), clip: files })).rejects.toThrow('config.json of "clip" is not valid JSON');
  });
});

describe('the self-test', () => {
  it('accepts stored embeddings of any length, and refuses others', async () => {
    const stored = {
      prompts: ['red', 'red navy'],
      text_embeds: [
        [20, -10, -10],
        [1, -2, 1],
      ],
    };
    await load({
      owlvit: withJson(tinyOwl(), 'selftest.json', stored),
      clip: withJson(tinyClip(), 'selftest.json', stored),
    });
    const wrong = {
      ...stored,
      text_embeds: [
        [2, -1, -1],
        [1, -2, 1.1],
      ],
    };
    await expect(
      load({ owlvit: tinyOwl('joint'), clip: withJson(tinyClip(), 'selftest.json', wrong) }),
    ).rejects.toThrow('differs from its selftest.json by 0.033 for "red navy"');
    const broken = withJson(tinyClip(), 'selftest.json', { prompts: ['red'] });
    await expect(load({ owlvit: tinyOwl(), clip: broken })).rejects.toThrow('selftest.json of "clip" is not usable');
  });
});

describe('other sources', () => {
  let server: Server | undefined;
  const { remoteHost, cacheDir } = env;
  const downloads = mkdtempSync(join(tmpdir(), 'hub-'));
  afterEach(() => {
    Object.assign(env, { remoteHost, cacheDir });
    server?.close();
    rmSync(downloads, { recursive: true, force: true });
  });

  it('loads shipped models through the host', async () => {
    const stored = { prompts: ['red'], text_embeds: [[2, -1, -1]] };
    const files = folderOf({
      'demo/models/owlvit': withJson(tinyOwl(), 'selftest.json', stored),
      'demo/models/clip': withJson(tinyClip(), 'selftest.json', stored),
    });
    const asset = async (path: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(files.files.get(path)!);
    const { names } = await loadModels({ kind: 'builtin', asset }, 'wasm', quiet);
    expect(names).toEqual({ owl: 'owlvit', clip: 'clip' });
  });

  it('downloads from the hub, split networks where there are some', async () => {
    const hub = folderOf({
      'lab-test/owl': tinyOwl('joint'),
      'lab-test/clip': tinyClip('both'),
      'lab-test/sam': tinySam('points'),
      'lab-test/sam@boxes': tinySam('boxes'),
    });
    const asked: string[] = [];
    server = createServer((request, response) => {
      const path = request
        .url!.slice(1)
        .replace('/resolve/main', '')
        .replace(/\/resolve\/(\w+)/, '@$1');
      asked.push(path);
      const bytes = hub.files.get(path);
      response.writeHead(bytes ? 200 : 404, { 'content-length': bytes?.length ?? 0 }).end(bytes);
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    env.remoteHost = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    env.cacheDir = downloads;
    const source = { kind: 'hub', clip: 'lab-test/clip', owl: 'lab-test/owl' } as const;
    const { clip } = await loadModels(source, 'wasm', quiet);
    expect(clip.logitScale).toBeCloseTo(LOGIT_SCALE, 4);
    expect(asked).toContain('lab-test/owl/onnx/model.onnx');
    expect(asked).toContain('lab-test/clip/onnx/vision_model.onnx');
    expect(asked).not.toContain('lab-test/clip/onnx/model.onnx');
    expect(asked.some((path) => path.includes('sam'))).toBe(false);
    // A SAM of the hub, one of its revisions, beside models that are none of the hub's.
    for (const [id, takesBoxes] of [
      ['lab-test/sam@boxes', true],
      ['lab-test/sam', false],
    ] as const) {
      const directory = folderOf({ owlvit: tinyOwl(), clip: tinyClip() });
      const mixed = { kind: 'folder', directory, sam: { kind: 'hub', id } } as const;
      expect(await checkModels(mixed)).toEqual({ owl: 'owlvit', clip: 'clip', sam: id });
      const { sam, names } = await loadModels(mixed, 'wasm', quiet, { masks: true });
      expect(sam!.takesBoxes).toBe(takesBoxes);
      expect(names.sam).toBe(id);
    }
  });
});
