import { describe, expect, it } from 'vitest';
import { zipFile } from './testing/containers';
import { inMemory, onDisk, ZipArchive } from './zip';

class Refusal extends Error {}

const encode = (text: string) => new TextEncoder().encode(text);
const LONG = encode('config '.repeat(100));
const MEMBERS: [string, Uint8Array][] = [
  ['run/', encode('')],
  ['run/config.json', LONG],
  ['run/empty', encode('')],
];
const open = (bytes: Uint8Array, source = inMemory(bytes)) => ZipArchive.open(source, 'a.zip', { error: Refusal });

describe('a zip archive', () => {
  it.each([
    ['stored', {}],
    ['deflated', { deflate: true }],
    ['of the 64-bit form', { zip64: true }],
  ])('%s gives back what was packed, from memory and from disk', async (_, options) => {
    const bytes = zipFile(MEMBERS, options);
    for (const source of [inMemory(bytes), onDisk(new Blob([new Uint8Array(bytes)]))]) {
      const archive = await open(bytes, source);
      expect(archive.names()).toEqual(['run/config.json', 'run/empty']);
      expect(await archive.read('run/config.json')).toEqual(LONG);
      expect((await archive.read('run/empty'))!.length).toBe(0);
      expect(await archive.read('other')).toBeNull();
    }
  });

  it('is refused where it is cut off, changed, or none at all', async () => {
    const whole = zipFile([['a', LONG]]);
    await expect(open(whole.slice(0, -8))).rejects.toThrow(Refusal);
    await expect(open(encode('hello'))).rejects.toThrow('a.zip is no zip archive, or it is cut off');
    const changed = whole.slice();
    changed[40]! ^= 1;
    await expect((await open(changed)).read('a')).rejects.toThrow('the checksum of its part a is wrong');
    const packed = zipFile([['a', LONG]], { deflate: true });
    packed[34]! ^= 0xff;
    await expect((await open(packed)).read('a')).rejects.toThrow(Refusal);
  });
});
