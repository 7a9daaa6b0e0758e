import { describe, expect, it } from 'vitest';
import { dataPipeline, SOURCE_NAMES, type SourceName, TARGET_NAMES, type TargetName } from '../experiment/pipelines';
import { createNodeHost } from '../host-node';
import { MemoryFolder } from '../testing/memory-folder';
import type { Crop } from './batch';
import { FolderBatches } from './batches';
import { allItems } from './layouts/layout';
import { encodePng } from './png/encode';
import { type Scan, scanFolder } from './scan';

const host = createNodeHost(undefined);

/** Colours that tell where a pixel was: red by column, green by row, in steps that survive any resize here. */
async function map(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i += 3) {
      data[i] = (x * 255) / width;
      data[i + 1] = (y * 255) / height;
    }
  return encodePng({ width, height, channels: 3, data });
}

/** Stripes of two classes, a quarter of the width each. */
const striped = (width: number, height: number, channels: 1 | 3, ids: [number, number]) => {
  const data = channels === 3 ? new Uint16Array(width * height * 3) : new Uint8Array(width * height);
  for (let i = 0; i < width * height; i++) data[i * channels] = ids[Math.floor(((i % width) * 4) / width) % 2];
  return data;
};

const SIZES = {
  synthia: [1280, 760],
  gta: [1914, 1052],
  cityscapes: [2048, 1024],
  acdc: [1920, 1080],
  darkzurich: [1920, 1080],
} as const;

async function sourceFolder(name: SourceName): Promise<Scan> {
  const folder = new MemoryFolder(name);
  const kind = name === 'synthia' ? 'synthia' : 'gta';
  const [width, height] = SIZES[kind];
  if (kind === 'synthia') {
    await folder.write('RGB/0000000.png', await map(width, height));
    const data = striped(width, height, 3, [3, 12]);
    await folder.write('GT/LABELS/0000000.png', await encodePng({ width, height, channels: 3, data }));
  } else {
    await folder.write('images/00001.png', await map(width, height));
    const data = striped(width, height, 1, [7, 27]);
    const palette = new Uint8Array(768);
    await folder.write('labels/00001.png', await encodePng({ width, height, channels: 1, data, palette }));
  }
  return scanFolder(folder, name === 'gta16' ? { as: 'gta16' } : {});
}

async function targetFolder(name: TargetName): Promise<Scan> {
  const folder = new MemoryFolder(name === 'darkzurich' ? 'dark_zurich' : name);
  const path = {
    cityscapes: 'leftImg8bit/train/a/a_000000_000000_leftImg8bit.png',
    acdc: 'rgb_anon/fog/train/a/a_rgb_anon.png',
    darkzurich: 'rgb_anon/train/night/a/a_rgb_anon.png',
  }[name];
  await folder.write(path, await map(SIZES[name][0], SIZES[name][1]));
  return scanFolder(folder);
}

/** Width of every source and target after the resize that keeps their proportions, plain. */
const RESIZED = {
  synthia: [1280, 760],
  gta: [1280, 704],
  gta16: [1280, 704],
  cityscapes: [1024, 512],
  acdc: [960, 540],
  darkzurich: [960, 540],
};
const RESIZED_HR = {
  synthia: [2560, 1520],
  gta: [2560, 1407],
  gta16: [2560, 1407],
  cityscapes: [2048, 1024],
  acdc: [1920, 1080],
  darkzurich: [1920, 1080],
};

/** Checks that the crop's corner shows the place in the whole picture that it says. */
function expectPlace(crop: Crop, [width, height]: number[]): void {
  const x = crop.flipped ? crop.x + crop.width - 1 : crop.x;
  expect(Math.abs(crop.rgb[0] - ((x + 0.5) * 255) / width)).toBeLessThan(1.5);
  expect(Math.abs(crop.rgb[1] - ((crop.y + 0.5) * 255) / height)).toBeLessThan(1.5);
  expect(crop.x + crop.width).toBeLessThanOrEqual(width);
  expect(crop.y + crop.height).toBeLessThanOrEqual(height);
}

const sources = new Map<string, Promise<Scan>>();
const remember = (name: string, make: () => Promise<Scan>): Promise<Scan> => {
  const made = sources.get(name) ?? make();
  sources.set(name, made);
  return made;
};

describe.each(SOURCE_NAMES)('%s', (sourceName) => {
  it.each(
    TARGET_NAMES.flatMap((name): [TargetName, boolean][] => [
      [name, false],
      [name, true],
    ]),
  )('to %s, high resolution: %s', async (targetName, highResolution) => {
    const data = dataPipeline(sourceName, targetName, highResolution);
    const source = await remember(sourceName, () => sourceFolder(sourceName));
    const target = await remember(targetName, () => targetFolder(targetName));
    expect([source.report.problems, target.report.problems]).toEqual([[], []]);
    if (!target.index) throw new Error('not recognised');
    const schedule = {
      iterations: 1,
      warmup: 0,
      batch: 2,
      learningRate: 1,
      headLrFactor: 1,
      weightDecay: 0,
      evaluateEvery: 1,
    };
    const config = { seed: 5, data, schedule };
    const items = allItems(target.index);
    const batches = new FolderBatches({ source: source.statistics.all, target: items, config, host });
    const batch = await batches.batch(0);
    const side = highResolution ? 1024 : 512;
    const sizes = highResolution ? RESIZED_HR : RESIZED;
    for (const crop of [...batch.source, ...batch.target]) expect([crop.width, crop.height]).toEqual([side, side]);
    for (const crop of batch.source) {
      expectPlace(crop, sizes[sourceName]);
      const ids = sourceName === 'synthia' ? [0, 17] : sourceName === 'gta' ? [0, 14] : [0, 13];
      expect(new Set(crop.label)).toEqual(new Set(ids));
    }
    for (const crop of batch.target) {
      const [width, height] = sizes[targetName];
      expectPlace(crop, [width, height]);
      expect(crop.label).toBeNull();
      expect(crop.valid).toEqual(
        highResolution
          ? {
              x0: Math.max(30 - crop.x, 0),
              x1: Math.min(width - 30 - crop.x, side),
              y0: Math.max(30 - crop.y, 0),
              y1: Math.min(height - 240 - crop.y, side),
            }
          : undefined,
      );
    }
    expect(batch.drawnClasses).toHaveLength(2);
  });
});
