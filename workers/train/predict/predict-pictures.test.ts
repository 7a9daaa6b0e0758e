import { decode as fastDecode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { decodePng } from '../../data/png/decode';
import { encodePng } from '../../data/png/encode';
import { CITYSCAPES } from '../../experiment/taxonomy';
import type { SourceFile } from '../../host';
import { createNodeHost } from '../../host-node';
import { MemoryFolder } from '../../testing/memory-folder';
import { classesOf, classList, paletteBytes } from './classes';
import { type PictureInput, type Prediction, predictPictures } from './predict-pictures';

const host = createNodeHost(undefined);

async function picture(width: number, height: number, value = 100) {
  return encodePng({ width, height, channels: 3, data: new Uint8Array(width * height * 3).fill(value) });
}

async function sources(files: Record<string, Uint8Array>): Promise<SourceFile[]> {
  const folder = new MemoryFolder('m', '', new Map(Object.entries(files)));
  return Promise.all(Object.keys(files).map(async (path) => (await folder.file(path))!));
}

/** Predicts column number modulo 19, except the last pixel: ignored. */
const columns = async ({ labelWidth: width, labelHeight: height }: PictureInput) => {
  const labels = Uint8Array.from({ length: width * height }, (_, i) => (i % width) % 19);
  labels[labels.length - 1] = 255;
  return labels;
};

async function predicted(files: Record<string, Uint8Array>, cancelAfter = Number.POSITIVE_INFINITY) {
  const predictions: Prediction[] = [];
  const problems: Record<string, string> = {};
  const inputs: PictureInput[] = [];
  const outcome = await predictPictures({
    pictures: await sources(files),
    size: [128, 64],
    taxonomy: CITYSCAPES,
    host,
    predict: (input) => {
      inputs.push(input);
      if (input.file.includes('fails')) throw new Error('prediction of it: out of GPU memory.');
      return columns(input);
    },
    onPrediction: async (prediction) => {
      predictions.push(prediction);
    },
    onProblem: (file, message) => {
      problems[file] = message;
    },
    cancelled: () => predictions.length >= cancelAfter,
  });
  return { outcome, predictions, problems, inputs };
}

describe('predictPictures', () => {
  it('writes indexed PNGs of train ids that others read with the right colours', async () => {
    const { predictions, inputs } = await predicted({ 'a.png': await picture(60, 40) });
    expect(inputs[0]).toMatchObject({ width: 96, height: 64, labelWidth: 60, labelHeight: 40 });
    const [{ name, png, labels }] = predictions as [Prediction];
    expect(name).toBe('a.png');
    const own = await decodePng(png, name);
    expect(own).toMatchObject({ width: 60, height: 40, channels: 1, depth: 8 });
    expect([...own.data]).toEqual([...labels]);
    const other = fastDecode(png, { checkCrc: true });
    expect([...other.data]).toEqual([...labels]);
    expect(other.palette).toHaveLength(256);
    expect(other.palette![13]!.slice(0, 3)).toEqual([0, 0, 142]);
    expect(other.palette![18]!.slice(0, 3)).toEqual([119, 11, 32]);
    expect(other.palette![255]!.slice(0, 3)).toEqual([0, 0, 0]);
  });

  it('leaves out what it cannot read or predict, by name, and goes on', async () => {
    const whole = await picture(64, 64);
    const { outcome, predictions, problems } = await predicted({
      'broken.png': whole.slice(0, whole.length - 20),
      'empty.png': new Uint8Array(0),
      'text.jpg': new TextEncoder().encode('hello, this is no picture'),
      'fails.png': whole,
      'ribbon.png': await picture(900, 20),
      'good.png': whole,
    });
    expect(predictions.map((p) => p.file)).toEqual(['good.png']);
    expect(outcome).toEqual({ predicted: 1, cancelled: false });
    expect(problems['broken.png']).toMatch(/broken\.png is truncated/);
    expect(problems['empty.png']).toMatch(/empty/);
    expect(problems['text.jpg']).toMatch(/text\.jpg is not a picture/);
    expect(problems['fails.png']).toMatch(/out of GPU memory/);
    expect(problems['ribbon.png']).toMatch(/ribbon\.png is 900x20; .* only 3 pixels across, and 32 are needed/);
  });

  it('gives every picture a label file of its own', async () => {
    const small = await picture(64, 64);
    const { predictions } = await predicted({ 'a/x.png': small, 'a/x.PNG': small, a__x: small, 'b/x.png': small });
    const names = predictions.map((p) => p.name);
    expect(names.slice(0, 2)).toEqual(['a__x.png', 'a__x.PNG.png']);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(4);
  });

  it('ends where it is cancelled', async () => {
    const small = await picture(64, 64);
    const { outcome, predictions } = await predicted({ 'a.png': small, 'b.png': small, 'c.png': small }, 2);
    expect(outcome).toEqual({ predicted: 2, cancelled: true });
    expect(predictions).toHaveLength(2);
    expect((await predicted({})).outcome).toEqual({ predicted: 0, cancelled: false });
  });
});

describe('classes', () => {
  it('are those that the file names', () => {
    const named = { classes: CITYSCAPES.classes.slice(0, 3) };
    expect(classesOf(3, named, 'f')).toEqual({ taxonomy: named, note: null });
  });

  it('are assumed only where it says so', () => {
    expect(classesOf(19, null, 'f')).toEqual({
      taxonomy: CITYSCAPES,
      note: "f does not name its classes: its 19 outputs are taken for Cityscapes' classes.",
    });
    const four = classesOf(4, CITYSCAPES, 'f');
    expect(four.note).toBe('f names 19 classes but tells 4 apart: they are numbered from 0.');
    expect(four.taxonomy.classes.map((c) => c.name)).toEqual(['class 0', 'class 1', 'class 2', 'class 3']);
    expect(new Set(four.taxonomy.classes.map((c) => c.color.join())).size).toBe(4);
  });

  it("have the debug palette of the reference behind the classes' own colours", () => {
    const palette = paletteBytes(CITYSCAPES);
    expect([...palette.slice(0, 3)]).toEqual([128, 64, 128]);
    expect([...palette.slice(3 * 19, 3 * 21)]).toEqual([128, 192, 0, 0, 64, 128]); // PASCAL VOC's train, TV monitor
    expect([...palette.slice(3 * 254)]).toEqual([96, 224, 192, 0, 0, 0]);
    expect(classList(CITYSCAPES, 'n').classes).toHaveLength(19);
  });
});
