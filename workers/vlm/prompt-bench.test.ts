import { beforeAll, describe, expect, it } from 'vitest';
import { fromLogScale, HISTOGRAM_BINS, LEAST_SCORE, onLogScale } from '../prompt-bench';
import { MemoryFolder } from '../testing/memory-folder';
import { loadModels, type Models } from './models';
import type { Pixels } from './pillow';
import { PromptBench } from './prompt-bench';
import { tinyClip, tinyOwl } from './testing/tiny-models';

/** Grey, with a red cell of the detector's 8 x 8 grid at (5, 2) and a lime one at (1, 6). */
function picture(): Pixels {
  const side = 64;
  const rgb = new Uint8Array(side * side * 3).fill(120);
  const fill = (column: number, row: number, colour: number[]) => {
    for (let y = row * 8; y < row * 8 + 8; y++)
      for (let x = column * 8; x < column * 8 + 8; x++) rgb.set(colour, (y * side + x) * 3);
  };
  fill(5, 2, [255, 0, 0]);
  fill(1, 6, [0, 255, 0]);
  return { width: side, height: side, rgb };
}

const RED = { x0: 40, y0: 16, x1: 48, y1: 24 };
const LIME = { x0: 8, y0: 48, x1: 16, y1: 56 };
const ASKED = { prompts: ['red', 'navy', 'lime'], classOf: [0, 0, 1], nmsIou: 0.3 };

let models: Models;
beforeAll(async () => {
  const files = new Map<string, Uint8Array>();
  for (const [name, part] of [['owlvit', tinyOwl()] as const, ['clip', tinyClip()] as const])
    for (const [path, bytes] of part) files.set(`${name}/${path}`, bytes);
  models = await loadModels({ kind: 'folder', directory: new MemoryFolder('models', '', files) }, 'wasm', () => {});
});

/** How often the detector ran. */
function counting(): { bench: PromptBench; runs: () => number } {
  let runs = 0;
  const { owl, clip } = models;
  const counted = {
    ask: (prompts: readonly string[]) => owl.ask(prompts),
    spanOf: (crop: Pixels) => owl.spanOf(crop),
    detect: (crop: Pixels) => {
      runs++;
      return owl.detect(crop);
    },
  };
  return { bench: new PromptBench({ owl: counted, clip }), runs: () => runs };
}

describe('boxes of a picture', () => {
  it('follow the thresholds of each concept without another run of the detector', async () => {
    const { bench, runs } = counting();
    await bench.look(picture(), ASKED.prompts);
    const both = bench.boxes({ ...ASKED, thresholds: [0.2, 0.2] });
    expect(both.boxes.map(({ box }) => box)).toEqual(expect.arrayContaining([RED, LIME]));
    expect(both.boxes).toHaveLength(2);
    expect(both.boxes[0]!.score).toBeGreaterThanOrEqual(both.boxes[1]!.score);
    expect(both.boxes.find(({ concept }) => concept === 0)).toMatchObject({ prompt: 'red', box: RED, duplicates: 0 });

    const [best, other] = both.best;
    expect(bench.boxes({ ...ASKED, thresholds: [0.2, other!] }).boxes.map(({ box }) => box)).toEqual([RED]);
    expect(bench.boxes({ ...ASKED, thresholds: [best!, 0.2] }).boxes.map(({ box }) => box)).toEqual([LIME]);
    expect(bench.boxes({ ...ASKED, thresholds: [1, 1] }).boxes).toEqual([]);
    expect(bench.boxes({ ...ASKED, thresholds: [0, 0] }).boxes).toHaveLength(64);
    expect(runs()).toBe(1);
  });

  it('tell the best score of a concept that another one beats everywhere', async () => {
    const { bench } = counting();
    await bench.look(picture(), ASKED.prompts);
    const [alone] = bench.boxes({ prompts: ['red'], classOf: [0], thresholds: [1], nmsIou: 0.3 }).best;
    const beaten = bench.boxes({ prompts: ['red', 'red'], classOf: [0, 1], thresholds: [1, 1], nmsIou: 0.3 });
    expect(beaten.best).toEqual([alone, alone]);
    expect(Math.max(...beaten.histogram[1]!)).toBe(0);
  });

  it('are counted by score, each under its best concept', async () => {
    const { bench } = counting();
    await bench.look(picture(), ASKED.prompts);
    const { histogram } = bench.boxes({ ...ASKED, thresholds: [0.9, 0.9] });
    expect(histogram.map((bins) => bins.length)).toEqual([HISTOGRAM_BINS, HISTOGRAM_BINS]);
    expect(histogram.flat().reduce((a, b) => a + b)).toBe(64);
  });

  it('are asked of some of the prompts that were looked for, and refused for others', async () => {
    const { bench } = counting();
    await bench.look(picture(), ASKED.prompts);
    const lime = { prompts: ['lime'], classOf: [0], thresholds: [0.2], nmsIou: 0.3 };
    expect(bench.boxes(lime).boxes.map(({ box }) => box)).toEqual([LIME]);
    expect(() => bench.boxes({ ...lime, prompts: ['gold'] })).toThrow('not asked for "gold"');
  });

  it('need a picture', async () => {
    const { bench } = counting();
    expect(() => bench.boxes({ ...ASKED, thresholds: [0.1, 0.1] })).toThrow('look at one before');
    await expect(bench.look(picture(), [])).rejects.toThrow('at least one prompt');
  });
});

it('tells what CLIP sees in a box', async () => {
  const { bench } = counting();
  await bench.look(picture(), ASKED.prompts);
  const asked = { prompts: ['red', 'lime', 'navy'], classOf: [13, 14, 14] };
  const lime = await bench.classify(LIME, asked);
  expect(lime.predicted).toBe(14);
  expect(lime.promptProbabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  expect(lime.confidence).toBeCloseTo(lime.promptProbabilities[1]!, 4);
  expect((await bench.classify(RED, asked)).predicted).toBe(13);
  await expect(bench.classify({ x0: 60, y0: 0, x1: 70, y1: 9 }, asked)).rejects.toThrow('not inside 64x64');
});

it('has a scale that goes both ways', () => {
  for (const place of [0, 0.25, 0.7, 1]) expect(onLogScale(fromLogScale(place))).toBeCloseTo(place, 9);
  expect(onLogScale(0)).toBe(0);
  expect(fromLogScale(0)).toBe(LEAST_SCORE);
});
