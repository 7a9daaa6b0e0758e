/** Pictures in Node: PNG by our own decoder, JPEG and WebP by libjpeg and libwebp compiled to wasm. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Picture } from '../../host';
import { decodePng, toPicture } from '../png/decode';
import { withoutAlpha } from './alpha';
import { inspectPicture } from './inspect';

type Decoder = (bytes: Uint8Array<ArrayBuffer>) => Promise<ImageData>;

const CODECS = {
  jpeg: { wasm: '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm', load: () => import('@jsquash/jpeg/decode.js') },
  webp: { wasm: '@jsquash/webp/codec/dec/webp_dec.wasm', load: () => import('@jsquash/webp/decode.js') },
};

const loaded: Partial<Record<keyof typeof CODECS, Promise<Decoder>>> = {};

const compiled: Partial<Record<keyof typeof CODECS, Promise<WebAssembly.Module>>> = {};

/** A codec's wasm from its package; its own loader would fetch it by address, which Node cannot. */
async function compile(format: keyof typeof CODECS): Promise<WebAssembly.Module> {
  const wasm = createRequire(import.meta.url).resolve(CODECS[format].wasm);
  return WebAssembly.compile(new Uint8Array(await readFile(wasm)));
}

async function load(format: keyof typeof CODECS): Promise<Decoder> {
  compiled[format] ??= compile(format);
  const wasm = await compiled[format];
  const hadLocation = 'location' in globalThis;
  const { default: decode, init } = await CODECS[format].load();
  const start = init as (module: WebAssembly.Module, options: { printErr(text: string): void }) => Promise<void>;
  await start(wasm, { printErr: () => {} });
  // The codec takes a global `self` for a worker and gives it an empty address, which would mislead other libraries.
  if (!hadLocation) Reflect.deleteProperty(globalThis, 'location');
  return decode as unknown as Decoder;
}

/**
 * Decodes PNG, JPEG or WebP to 8-bit RGB; orientation tags and colour profiles are left aside.
 *
 * @throws one sentence naming `path` where the file cannot be read.
 */
export async function decodePictureInNode(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<Picture> {
  const { format, width, height } = inspectPicture(bytes, path);
  if (format === 'png') return toPicture(await decodePng(bytes, path));
  loaded[format] ??= load(format);
  const decode = await loaded[format];
  const image = await decode(bytes).catch(() => {
    // A codec that gave up keeps what it had allocated, and in the end fails for sound files: the next one starts anew.
    delete loaded[format];
    throw new Error(`${path} is damaged, it cannot be decoded; copy it again.`);
  });
  if (image.width !== width || image.height !== height)
    throw new Error(
      `${path} is damaged, it holds ${image.width}x${image.height} pixels where it says ${width}x${height}.`,
    );
  return { width, height, rgb: withoutAlpha(image.data) };
}
