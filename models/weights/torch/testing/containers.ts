/** Writes the containers of PyTorch's files for tests: zip archives of every kind, and the legacy form. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../crc32';
import { type Code, pickle } from './pickle-writer';

export interface ZipOptions {
  deflate?: boolean;
  /** All sizes and positions in zip64 records. */
  zip64?: boolean;
}

export function zipFile(members: [name: string, content: Uint8Array][], options: ZipOptions = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [name, content] of members) {
    const packed = options.deflate ? new Uint8Array(deflateRawSync(content)) : content;
    const text = new TextEncoder().encode(name);
    const fields = { content, packed, text, at, method: options.deflate ? 8 : 0 };
    const local = joined([localHeader(fields), text, packed]);
    directory.push(entry(fields, options.zip64 === true));
    parts.push(local);
    at += local.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  return joined([...parts, ...directory, end(members.length, size, at, options.zip64 === true)]);
}

export interface LegacyStorage {
  key: string;
  elements: number;
  bytes: Uint8Array;
}

/** The five pickles and the storages; `bigEndian` says how counts and storages are written. */
export function legacyFile(root: Code, storages: LegacyStorage[], bigEndian = false): Uint8Array {
  const count = (elements: number) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigInt64(0, BigInt(elements), !bigEndian);
    return new Uint8Array(view.buffer);
  };
  return joined([
    pickle(0x1950a86a20f9469cfc6cn),
    pickle(1001),
    pickle({ dict: [['little_endian', !bigEndian]] }),
    pickle(root),
    pickle({ list: storages.map(({ key }) => key) }),
    ...storages.flatMap(({ elements, bytes }) => [count(elements), bytes]),
  ]);
}

/** The zip form of a checkpoint: `archive/data.pkl` and `archive/data/<key>`. */
export function zipForm(
  root: Code,
  storages: Record<string, Uint8Array>,
  options: ZipOptions & { byteorder?: 'little' | 'big' } = {},
): Uint8Array {
  const members: [string, Uint8Array][] = [['archive/data.pkl', pickle(root)]];
  if (options.byteorder) members.push(['archive/byteorder', new TextEncoder().encode(options.byteorder)]);
  for (const [key, bytes] of Object.entries(storages)) members.push([`archive/data/${key}`, bytes]);
  return zipFile(members, options);
}

export const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);

interface Fields {
  content: Uint8Array;
  packed: Uint8Array;
  text: Uint8Array;
  at: number;
  method: number;
}

function localHeader({ content, packed, text, method }: Fields): Uint8Array {
  const view = new DataView(new ArrayBuffer(30));
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(8, method, true);
  view.setUint32(14, crc32(content), true);
  view.setUint32(18, packed.length, true);
  view.setUint32(22, content.length, true);
  view.setUint16(26, text.length, true);
  return new Uint8Array(view.buffer);
}

function entry({ content, packed, text, at, method }: Fields, zip64: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(46));
  const extra = new DataView(new ArrayBuffer(zip64 ? 28 : 0));
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(10, method, true);
  view.setUint32(16, crc32(content), true);
  for (const [i, value] of [content.length, packed.length, at].entries()) {
    view.setUint32([24, 20, 42][i]!, zip64 ? 0xffffffff : value, true);
    if (zip64) extra.setBigUint64(4 + 8 * i, BigInt(value), true);
  }
  if (zip64) {
    extra.setUint16(0, 1, true);
    extra.setUint16(2, 24, true);
  }
  view.setUint16(28, text.length, true);
  view.setUint16(30, extra.byteLength, true);
  return joined([new Uint8Array(view.buffer), text, new Uint8Array(extra.buffer)]);
}

function end(count: number, size: number, start: number, zip64: boolean): Uint8Array {
  const last = new DataView(new ArrayBuffer(22));
  last.setUint32(0, 0x06054b50, true);
  last.setUint16(10, zip64 ? 0xffff : count, true);
  last.setUint32(12, zip64 ? 0xffffffff : size, true);
  last.setUint32(16, zip64 ? 0xffffffff : start, true);
  if (!zip64) return new Uint8Array(last.buffer);
  const record = new DataView(new ArrayBuffer(56));
  record.setUint32(0, 0x06064b50, true);
  for (const [i, value] of [count, size, start].entries()) record.setBigUint64(32 + 8 * i, BigInt(value), true);
  const locator = new DataView(new ArrayBuffer(20));
  locator.setUint32(0, 0x07064b50, true);
  locator.setBigUint64(8, BigInt(start + size), true);
  return joined([record, locator, last].map((view) => new Uint8Array(view.buffer)));
}

function joined(parts: Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
