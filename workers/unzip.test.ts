import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../models/weights/torch/crc32';
import { ArchiveError, BlobArchive } from './unzip';
import { zip } from './zip';

const text = 'config '.repeat(100);

/** An archive with one deflated member, as other programs write it. */
function deflated(path: string, content: Uint8Array): Blob {
  const packed = deflateRawSync(content);
  const name = new TextEncoder().encode(path);
  const local = new DataView(new ArrayBuffer(30));
  local.setUint32(0, 0x04034b50, true);
  local.setUint16(26, name.length, true);
  const entry = new DataView(new ArrayBuffer(46));
  entry.setUint32(0, 0x02014b50, true);
  entry.setUint16(10, 8, true);
  entry.setUint32(16, crc32(content), true);
  entry.setUint32(20, packed.length, true);
  entry.setUint32(24, content.length, true);
  entry.setUint16(28, name.length, true);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, 1, true);
  end.setUint32(12, 46 + name.length, true);
  end.setUint32(16, 30 + name.length + packed.length, true);
  return new Blob([local, name, new Uint8Array(packed), entry, name, end]);
}

describe('an archive on disk', () => {
  it('gives back what the lab has packed', async () => {
    const archive = await BlobArchive.open(
      await zip([
        ['run/config.json', new Blob([text])],
        ['run/empty', new Blob([])],
      ]),
      'run.zip',
    );
    expect(archive.names()).toEqual(['run/config.json', 'run/empty']);
    expect(new TextDecoder().decode(await archive.read('run/config.json'))).toBe(text);
    expect((await archive.read('run/empty')).length).toBe(0);
    await expect(archive.read('other')).rejects.toThrow('run.zip has no other.');
  });

  it('unpacks what others have deflated', async () => {
    const content = new TextEncoder().encode(text);
    const archive = await BlobArchive.open(deflated('a/b.txt', content), 'a.zip');
    expect(await archive.read('a/b.txt')).toEqual(content);
  });

  it('refuses what is cut off, changed, or no archive', async () => {
    const whole = new Uint8Array(await (await zip([['a', new Blob([text])]])).arrayBuffer());
    await expect(BlobArchive.open(new Blob([whole.slice(0, -8)]), 'a.zip')).rejects.toThrow(ArchiveError);
    await expect(BlobArchive.open(new Blob(['hello']), 'a.zip')).rejects.toThrow('a.zip is no zip archive');
    whole[40]! ^= 1;
    const changed = await BlobArchive.open(new Blob([whole]), 'a.zip');
    await expect(changed.read('a')).rejects.toThrow('a is not whole');
  });
});
