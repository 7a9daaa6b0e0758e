import { describe, expect, it } from 'vitest';
import { segmentPicture, stacksFor } from './segment-picture';
import { surroundings } from './surroundings';
import { patchWith } from './testing/patch';

const patch = patchWith({
  iteration: 9,
  sample: 1,
  crop: { x: 100, y: 10, width: 8, height: 4, flipped: true },
  box: { x0: 1, y0: 1, x1: 3, y1: 3 },
  classScore: 0.8,
  probabilities: [],
  relabeledPixels: 4,
});

describe('a patch in its picture', () => {
  it('turns a mirrored crop back', () => {
    const labels = {
      iteration: 9,
      sample: 1,
      width: 4,
      height: 2,
      before: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      after: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 9),
    };
    const photo = { width: 2, height: 1, rgb: new Uint8Array(6), picture: { width: 200, height: 100 } };
    const shown = segmentPicture(patch, photo, labels)!;
    expect(shown).toMatchObject({ width: 200, height: 100, boxes: [{ x0: 105, y0: 11, x1: 107, y1: 13 }] });
    const before = shown.layers.find(({ name }) => name === 'before')!;
    expect([...before.data]).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
    expect(before.area).toEqual({ x0: 0.5, y0: 0.1, x1: 0.54, y1: 0.14 });
    expect(segmentPicture(patch, null, labels)).toMatchObject({ width: 8, boxes: [{ x0: 5, y0: 1, x1: 7, y1: 3 }] });
    expect(segmentPicture(patch, null, null)).toBeNull();
  });

  it('shows what there is', () => {
    expect(stacksFor(true, true).map(({ key }) => key)).toEqual(['before', 'after', 'difference', 'photo']);
    expect(stacksFor(true, false).map(({ key }) => key)).toEqual(['photo']);
    expect(stacksFor(false, true).map(({ base, over }) => [base, over])).toEqual([
      ['before', undefined],
      ['after', undefined],
    ]);
  });

  it('is cut out with a margin, inside its crop, from where the picture has it', () => {
    const crop = { x: 100, y: 10, width: 40, height: 20, flipped: false };
    const near = surroundings({ crop, box: { x0: 15, y0: 5, x1: 25, y1: 13 } });
    expect(near).toEqual({
      area: { x: 113, y: 12, width: 15, height: 15, flipped: false },
      box: { x0: 2, y0: 3, x1: 12, y1: 11 },
    });
    const mirrored = surroundings({ crop: { ...crop, flipped: true }, box: { x0: 0, y0: 0, x1: 10, y1: 8 } });
    expect(mirrored.area).toEqual({ x: 125, y: 10, width: 15, height: 15, flipped: true });
    expect(surroundings({ crop, box: { x0: 0, y0: 0, x1: 40, y1: 20 } }).area.width).toBe(20);
  });
});
