import { describe, expect, it } from 'vitest';
import { type CityPicture, drawScene } from './scene';
import { SUBTYPE_TRAIN_ID, SUBTYPES } from './subtypes';

const size = { width: 128, height: 64 };

function shareOf(picture: CityPicture, trainId: number): number {
  return picture.trainIds.filter((value) => value === trainId).length / picture.trainIds.length;
}

/** Mean over the picture of the largest minus the smallest channel, in grey levels. */
function colourfulness(picture: CityPicture): number {
  let sum = 0;
  for (let at = 0; at < picture.rgb.length; at += 3) {
    const [r, g, b] = picture.rgb.subarray(at, at + 3);
    sum += Math.max(r, g, b) - Math.min(r, g, b);
  }
  return (sum * 3) / picture.rgb.length;
}

describe('drawScene', () => {
  it('draws the same picture twice and another one for another index, seed or look', () => {
    const options = { seed: 5, index: 3, look: 'camera', ...size } as const;
    const first = drawScene(options);
    expect(drawScene(options)).toEqual(first);
    for (const other of [{ index: 4 }, { seed: 6 }, { look: 'random' as const }])
      expect(drawScene({ ...options, ...other }).rgb).not.toEqual(first.rgb);
  });

  it('shows every class, and trucks, rail vehicles and terrain often', () => {
    const pictures = Array.from({ length: 60 }, (_, index) => drawScene({ seed: 2, index, look: 'camera', ...size }));
    for (let trainId = 0; trainId < 19; trainId++) {
      const total = pictures.reduce((sum, picture) => sum + shareOf(picture, trainId), 0);
      expect(total, `class ${trainId}`).toBeGreaterThan(0.01);
    }
    const frequency = (trainId: number) => pictures.filter((picture) => shareOf(picture, trainId) > 0.004).length / 60;
    expect(frequency(16)).toBeGreaterThan(0.25);
    expect(frequency(14)).toBeGreaterThan(0.4);
    expect(frequency(9)).toBeGreaterThan(0.8);
  });

  it('describes every visible instance exactly', () => {
    const { width, trainIds, instanceIds, instances } = drawScene({ seed: 7, index: 1, look: 'game', ...size });
    const ids = new Set(instanceIds);
    expect(instances.map((instance) => instance.id)).toEqual([...ids].sort((a, b) => a - b));
    for (const { id, trainId, subtype, box, pixels } of instances) {
      expect(trainId).toBe(SUBTYPE_TRAIN_ID[subtype]);
      const places = [...instanceIds.keys()].filter((at) => instanceIds[at] === id);
      expect(places.every((at) => trainIds[at] === trainId)).toBe(true);
      const xs = places.map((at) => at % width);
      const ys = places.map((at) => Math.floor(at / width));
      expect(box).toEqual([Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1]);
      expect(pixels).toBe(places.length);
    }
  });

  it('keeps its two looks apart, with the training look between them', () => {
    const mean = (look: 'game' | 'camera' | 'random') => {
      const pictures = Array.from({ length: 8 }, (_, index) => drawScene({ seed: 3, index, look, ...size }));
      return pictures.reduce((sum, picture) => sum + colourfulness(picture) / 8, 0);
    };
    expect(mean('game')).toBeGreaterThan(1.3 * mean('random'));
    expect(mean('random')).toBeGreaterThan(1.3 * mean('camera'));
  });

  it('draws odd sizes and refuses tiny ones', () => {
    const odd = drawScene({ seed: 1, index: 0, width: 77, height: 33, look: 'game' });
    expect(odd.rgb.length).toBe(77 * 33 * 3);
    expect(odd.trainIds.length).toBe(77 * 33);
    expect(() => drawScene({ seed: 1, index: 0, width: 8, height: 64, look: 'game' })).toThrow('8x64 is too small');
  });

  it('names 35 subtypes of the 19 classes and one of none', () => {
    expect(SUBTYPES).toHaveLength(36);
    expect(new Set(Object.values(SUBTYPE_TRAIN_ID))).toEqual(new Set([...Array(19).keys(), 255]));
  });
});
