import { describe, expect, it } from 'vitest';
import { createNodeHost } from '../../host-node';
import { DecodeHere } from '../decoder';
import { chunk, encodePng } from '../png/encode';
import { scanFolder } from '../scan';
import { greyLabel, temporaryFolder } from '../testing/datasets';
import { orientationOf, upright } from './orientation';

/** A JPEG's head up to the scan, with an orientation tag in either byte order; enough to read the tag. */
function tagged(orientation: number, little: boolean): Uint8Array<ArrayBuffer> {
  const tiff = new DataView(new ArrayBuffer(26));
  tiff.setUint16(0, little ? 0x4949 : 0x4d4d);
  tiff.setUint16(2, 42, little);
  tiff.setUint32(4, 8, little);
  tiff.setUint16(8, 1, little);
  tiff.setUint16(10, 0x0112, little);
  tiff.setUint16(12, 3, little);
  tiff.setUint32(14, 1, little);
  tiff.setUint16(18, orientation, little);
  const exif = [...new TextEncoder().encode('Exif\0\0'), ...new Uint8Array(tiff.buffer)];
  return Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2, ...exif, 0xff, 0xda, 0, 2);
}

describe('orientationOf', () => {
  it('reads the tag in both byte orders, and takes nonsense for none', () => {
    for (const little of [true, false])
      for (let tag = 1; tag <= 8; tag++) expect(orientationOf(tagged(tag, little), 'a.jpg')).toBe(tag);
    expect(orientationOf(tagged(9, true), 'a.jpg')).toBe(1);
    for (let cut = 12; cut < 38; cut++) {
      const file = tagged(6, false);
      file.fill(0xfe, cut, 38);
      expect(orientationOf(file, 'a.jpg')).toBeGreaterThanOrEqual(1);
    }
  });
});

describe('upright', () => {
  /** The picture 0 1 2 / 3 4 5, its values in all three channels. */
  const stored = { width: 3, height: 2, rgb: Uint8Array.from({ length: 18 }, (_, i) => Math.floor(i / 3)) };

  it.each([
    [1, '012/345'],
    [2, '210/543'],
    [3, '543/210'],
    [4, '345/012'],
    [5, '03/14/25'],
    [6, '30/41/52'],
    [7, '52/41/30'],
    [8, '25/14/03'],
  ])('turns by tag %i', (tag, expected) => {
    const { width, height, rgb } = upright(stored, tag);
    const rows = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => rgb[(y * width + x) * 3]).join(''),
    );
    expect(rows.join('/')).toBe(expected);
  });
});

/** 20 x 12 pixels, lying on its side by its tag (6); written by Pillow. */
const LYING =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAMABQDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDrvEXxMuP7EP7k/d9K8Qm+Jlx/bv8AqT970r6T8ReFtF/sQ/6L/D614hN4W0X+3f8Aj1/j9a58o/5Gkjo/5lJ6D4c+Jlx/ZMP7k9PSiuj8OeFtF/smL/Re3rRXuV/4kvU+Njsf/9k=';

describe('a photograph that lies on its side', () => {
  const decoder = new DecodeHere(createNodeHost(undefined));
  const photograph = new Uint8Array(Buffer.from(LYING, 'base64'));

  it('is turned upright without a label, and stays as it is stored with one', async () => {
    const alone = await temporaryFolder();
    await alone.write('holiday.jpg', photograph);
    const { samples } = await scanFolder(alone);
    expect(samples[0].record).toMatchObject({ width: 12, height: 20 });
    const turned = await decoder.load(samples[0].item, false, null);
    expect([turned.width, turned.height]).toEqual([12, 20]);

    const paired = await temporaryFolder();
    await paired.write('images/a.jpg', photograph);
    await paired.write('labels/a.png', await greyLabel(20, 12, [0]));
    const [{ item }] = (await scanFolder(paired)).samples;
    for (const withLabel of [true, false])
      expect(await decoder.load(item, withLabel, null)).toMatchObject({ width: 20, height: 12 });
    const stored = await decoder.load(item, false, null);
    expect(turned.rgb).toEqual(upright(stored, 6).rgb);
  });

  it('is named where its label was drawn on the turned picture', async () => {
    const folder = await temporaryFolder();
    await folder.write('images/a.jpg', photograph);
    await folder.write('labels/a.png', await greyLabel(12, 20, [0]));
    expect((await scanFolder(folder)).report.problems[0].message).toMatch(/12x20.*20x12.*orientation tag.*upright/);
  });
});

it('refuses a picture of too many pixels by its header, before anything is decoded', async () => {
  const folder = await temporaryFolder();
  const png = await encodePng({ width: 2, height: 2, channels: 1, data: new Uint8Array(4) });
  await folder.write('small.png', png);
  const header = png.slice(16, 29);
  new DataView(header.buffer).setUint32(0, 100_000);
  new DataView(header.buffer).setUint32(4, 100_000);
  const huge = png.slice();
  huge.set(chunk('IHDR', header), 8);
  await folder.write('huge.png', huge);
  const { pairs, problems } = (await scanFolder(folder)).report;
  expect(pairs).toBe(1);
  expect(problems).toEqual([
    { file: 'huge.png', message: expect.stringMatching(/100000x100000, more than 67108864 pixels/) },
  ]);
});
