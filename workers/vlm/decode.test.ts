import { describe, expect, it } from 'vitest';
import { type Detection, decodeDetections, roundHalfToEven, selectDetections, siftDetections } from './decode';

const logit = (p: number): number => Math.log(p / (1 - p));
const detection = (target: number, score: number, box: Detection['box']): Detection => ({
  target,
  prompt: 0,
  score: Math.fround(score),
  box,
});

describe('rounding', () => {
  it('takes halves to the even neighbour, below zero too', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, -2.6].map((v) => roundHalfToEven(v) + 0)).toEqual([
      0, 2, 2, 0, -2, 2, -3,
    ]);
  });
});

describe('decoding', () => {
  const raw = {
    logits: Float32Array.from([0.2, 0.6, 0.9, 0.3, 0.1, 0.05].map(logit)),
    boxes: Float32Array.from([0.5, 0.5, 0.5, 0.25, 0.125, 0.25, 0.25, 0.5]),
    tokens: 2,
    prompts: ['tree', 'truck', 'train'],
  };

  it('gives each token its best prompt and the corners in pixels', () => {
    const asked = { prompts: ['tree', 'truck', 'train'], classOf: [8, 14, 16] };
    const detections = decodeDetections(raw, asked, { width: 64, height: 32 });
    expect(detections.map((d) => [d.target, d.prompt])).toEqual([
      [16, 2],
      [8, 0],
    ]);
    expect(detections[0]!.score).toBeCloseTo(0.9, 6);
    expect(detections.map((d) => d.box)).toEqual([
      [16, 12, 48, 20],
      [0, 0, 16, 16],
    ]);
  });

  it('lets only the asked prompts compete, in the order they are asked', () => {
    const detections = decodeDetections(raw, { prompts: ['truck', 'tree'], classOf: [14, 8] }, { width: 1, height: 1 });
    expect(detections.map((d) => [d.target, d.prompt, Number(d.score.toFixed(4))])).toEqual([
      [14, 0, 0.6],
      [8, 1, 0.3],
    ]);
  });

  it('finds nothing where nothing is asked', () => {
    expect(decodeDetections(raw, { prompts: [], classOf: [] }, { width: 1, height: 1 })).toEqual([]);
  });

  it('refuses prompts that were not asked, and numbers that are none', () => {
    expect(() => decodeDetections(raw, { prompts: ['bus'], classOf: [15] }, { width: 1, height: 1 })).toThrow('"bus"');
    const broken = { ...raw, logits: Float32Array.from([1, 2, Number.NaN, 0, 0, 0]) };
    const asked = { prompts: ['tree', 'train'], classOf: [8, 16] };
    expect(() => decodeDetections(broken, asked, { width: 1, height: 1 })).toThrow('token 0 for "train"');
    const nowhere = { ...raw, boxes: raw.boxes.map((v, i) => (i === 6 ? Number.POSITIVE_INFINITY : v)) };
    expect(() => decodeDetections(nowhere, asked, { width: 1, height: 1 })).toThrow('box of token 1');
  });
});

describe('selection', () => {
  it('suppresses across classes and sorts by rising score', () => {
    const boxes = [
      detection(9, 0.3, [0, 0, 10, 10]),
      detection(14, 0.5, [1, 1, 11, 11]),
      detection(16, 0.4, [20, 20, 30, 30]),
    ];
    const selected = selectDetections(boxes, () => 0.1, 0.3, { width: 64, height: 64 });
    expect(selected.map((s) => s.index)).toEqual([2, 1]);
  });

  it('tells the best of the boxes that fell, and how many fell to each survivor', () => {
    const boxes = [
      detection(9, 0.3, [0, 0, 10, 10]),
      detection(14, 0.5, [1, 1, 11, 11]),
      detection(16, 0.4, [20, 20, 30, 30]),
      detection(9, 0.35, [2, 2, 12.4, 12]),
      detection(9, 0.05, [1, 1, 11, 11]),
    ];
    const sift = (count: number) => siftDetections(boxes, () => 0.1, 0.3, { width: 64, height: 64 }, count);
    expect(sift(9).survivors.map((s) => s.index)).toEqual([2, 1]);
    expect(sift(9).duplicates).toEqual([0, 2]);
    expect(sift(9).fallen.map((s) => s.index)).toEqual([3, 0]);
    expect(sift(1).fallen).toMatchObject([{ target: 9, index: 3, box: { x0: 2, y0: 2, x1: 12, y1: 12 } }]);
    expect(sift(1).duplicates).toEqual([0, 2]);
  });

  it('compares thresholds strictly, in float32', () => {
    const boxes = [
      detection(9, 0.01, [0, 0, 10, 10]),
      detection(14, 0.1, [20, 0, 30, 10]),
      detection(14, 0.11, [40, 0, 50, 10]),
    ];
    const selected = selectDetections(boxes, (target) => (target === 9 ? 0.01 : 0.1), 0.3, { width: 64, height: 64 });
    expect(selected.map((s) => s.index)).toEqual([2]);
  });

  it('rounds and clips after suppression', () => {
    const boxes = [detection(9, 0.5, [-3.4, 2.5, 600.2, 511.5]), detection(9, 0.4, [-20, -20, -5, -0.5])];
    const selected = selectDetections(boxes, () => 0, 0.3, { width: 512, height: 512 });
    expect(selected.map((s) => s.box)).toEqual([
      { x0: 0, y0: 0, x1: 0, y1: 0 },
      { x0: 0, y0: 2, x1: 512, y1: 512 },
    ]);
  });
});
