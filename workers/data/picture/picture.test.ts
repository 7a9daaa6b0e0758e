import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../models/engine/random';
import { crc32 } from '../png/container';
import { encodePng } from '../png/encode';
import { decodePictureInNode } from './decode-node';
import { inspectPicture } from './inspect';
import { withoutExif } from './jpeg';
import { withoutWebpExif } from './webp';

/** 20 x 12 pictures written by Pillow 12, with the CRC-32 of the pixels that it reads back (without turning them). */
const FILES: [string, number, string][] = [
  [
    'a JPEG whose tag says that it lies on its side',
    1816574812,
    '/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAMABQDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDrvEXxMuP7EP7k/d9K8Qm+Jlx/bv8AqT970r6T8ReFtF/sQ/6L/D614hN4W0X+3f8Aj1/j9a58o/5Gkjo/5lJ6D4c+Jlx/ZMP7k9PSiuj8OeFtF/smL/Re3rRXuV/4kvU+Njsf/9k=',
  ],
  [
    'a grey JPEG',
    3303442917,
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/wAALCAAMABQBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AOm1nx7L/ZZ/dn7vpXkcnj2X+1v9WfveleqaL49l/s6L92fyrpta8Pad/ZZ/c/w15HL4e07+1v8AU/xV6povh7Tv7Oi/c1//2Q==',
  ],
  [
    'a progressive JPEG',
    1900395042,
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAMABQDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAQFA//EABcBAAMBAAAAAAAAAAAAAAAAAAECAwT/2gAMAwEAAhADEAAAAWZNyUpdNiub/8QAGBABAAMBAAAAAAAAAAAAAAAAAgMSIhP/2gAIAQEAAQUCU+e+hPlRmvM2EZr/AP/EABURAQEAAAAAAAAAAAAAAAAAABBD/9oACAEDAQE/AZn/xAAYEQACAwAAAAAAAAAAAAAAAAAAAQMxMv/aAAgBAgEBPwGPY7P/xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAY/Al//xAAYEAADAQEAAAAAAAAAAAAAAAAAAUERIf/aAAgBAQABPyF8jeRuOEkcJgcP/9oADAMBAAIAAwAAABB8/wD/xAAVEQEBAAAAAAAAAAAAAAAAAAAAAf/aAAgBAwEBPxAj/8QAFREBAQAAAAAAAAAAAAAAAAAAADH/2gAIAQIBAT8Qqs//xAAWEAEBAQAAAAAAAAAAAAAAAACBABD/2gAIAQEAAT8QKSbCCsvwn//Z',
  ],
  [
    'a lossy WebP',
    2193497669,
    'UklGRnQAAABXRUJQVlA4IGgAAAAQBACdASoUAAwAPm0ukkWkIqGYBABABsSxAE6ZQjgQ4AA1Mjpo7W0wAAD++DDVNs+IMLe3CciNxFtDZeNZ1kit8rkQPhkjMrYy3eLO/aixfukk27jG04IYm5tiQ/h3Bnkr005AAwAAAA==',
  ],
  [
    'a lossless WebP',
    1478214648,
    'UklGRhgBAABXRUJQVlA4TAsBAAAvE8ACALkyRPQ/dhHR/wDE2rZNO3N/xHb6b822seOkBIiRbJu2ej0b3z//DH5UtrkgSJJs2sp+tj73vznb7lDbtg0DTzXljZ2Ly6nDtxw8Pq/vbme3F7k7/Xk6eXs/ffy9vBvc3c5f7jaDp8P0+/HC79HKYL82X69uJssHmT/6fvr6FkoAACUogWpENYLW+eODEgoACEUoRKoiVSQOL6+apiQtEbSQVBFaEIpQ7F9epGloE5qqJLSNiFYC35ac3t6JnyEoQQmqgbTuPj5oChWBtEAD0FBECk0MhwNNA1ENbRJK6sfnwMJmg1AgFH7HxsmZVIUKlaQtoaF+jts+P/8XWT8+EakCoaG/jgYA',
  ],
  [
    'a WebP with metadata',
    2193497669,
    'UklGRqgAAABXRUJQVlA4WAoAAAAIAAAAEwAACwAAVlA4IGgAAAAQBACdASoUAAwAPm0ukkWkIqGYBABABsSxAE6ZQjgQ4AA1Mjpo7W0wAAD++DDVNs+IMLe3CciNxFtDZeNZ1kit8rkQPhkjMrYy3eLO/aixfukk27jG04IYm5tiQ/h3Bnkr005AAwAAAEVYSUYaAAAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAA=',
  ],
];

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(base64, 'base64'));

describe('decodePictureInNode', () => {
  it.each(FILES)('reads %s as Pillow does', async (_, checksum, base64) => {
    const bytes = bytesOf(base64);
    expect(inspectPicture(bytes, 'a')).toMatchObject({ width: 20, height: 12 });
    const { width, height, rgb } = await decodePictureInNode(bytes, 'a');
    expect([width, height, rgb.length]).toEqual([20, 12, 720]);
    expect(crc32(rgb, 0, rgb.length)).toBe(checksum);
  });

  it('reads PNG', async () => {
    const data = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const bytes = await encodePng({ width: 2, height: 1, channels: 3, data });
    expect(await decodePictureInNode(bytes, 'a.png')).toEqual({ width: 2, height: 1, rgb: data });
  });

  it.each(FILES)('names %s when it is truncated anywhere', async (_, _checksum, base64) => {
    const bytes = bytesOf(base64);
    for (let length = 0; length < bytes.length - 2; length += 7)
      await expect(decodePictureInNode(bytes.slice(0, length), 'dir/a.jpg')).rejects.toThrow(
        /^dir\/a\.jpg (is|can).*\.$/,
      );
  });

  it('survives flipped bits, and goes on decoding', async () => {
    const random = new RandomStream(5, 10, 0);
    for (let i = 0; i < 80; i++) {
      const bytes = bytesOf(FILES[i % FILES.length][2]);
      for (let flips = 0; flips < 3; flips++) bytes[random.integer(bytes.length)] ^= 1 << random.integer(8);
      await decodePictureInNode(bytes, 'a').catch((error: unknown) =>
        expect((error as Error).message).toMatch(/^a .*\.$/),
      );
    }
    const [, checksum, base64] = FILES[0];
    const { rgb } = await decodePictureInNode(bytesOf(base64), 'a');
    expect(crc32(rgb, 0, rgb.length)).toBe(checksum);
  });

  it('leaves the process as it was', () => {
    expect('location' in globalThis).toBe(false);
  });
});

describe('withoutWebpExif', () => {
  it('hides the orientation tag and changes no pixel', async () => {
    const [, checksum, base64] = FILES[5];
    const bytes = bytesOf(base64);
    const bare = withoutWebpExif(bytes);
    expect(Buffer.from(bytes).includes('EXIF')).toBe(true);
    expect(Buffer.from(bare).includes('EXIF')).toBe(false);
    const { rgb } = await decodePictureInNode(bare, 'a.webp');
    expect(crc32(rgb, 0, rgb.length)).toBe(checksum);
    expect(withoutWebpExif(bare)).toBe(bare);
  });
});

describe('withoutExif', () => {
  it('takes the orientation tag out and changes no pixel', async () => {
    const [, checksum, base64] = FILES[0];
    const bytes = bytesOf(base64);
    const bare = withoutExif(bytes, 'a.jpg');
    expect(bare.length).toBe(bytes.length - 36);
    expect(Buffer.from(bare).includes('Exif')).toBe(false);
    const { rgb } = await decodePictureInNode(bare, 'a.jpg');
    expect(crc32(rgb, 0, rgb.length)).toBe(checksum);
    expect(withoutExif(bare, 'a.jpg')).toBe(bare);
  });
});
