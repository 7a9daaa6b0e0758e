import { describe, expect, it } from 'vitest';
import { CITYSCAPES, classId } from '../../workers/experiment/taxonomy';
import { differenceOf, leastDifference, VISIONS } from './color-vision';
import { withSafeColors } from './safe-colors';

/** Classes that meet in a street, or that are taken for each other. */
const NEIGHBOURS = [
  ['road', 'sidewalk'],
  ['sidewalk', 'terrain'],
  ['terrain', 'vegetation'],
  ['building', 'wall'],
  ['wall', 'fence'],
  ['building', 'sky'],
  ['vegetation', 'building'],
  ['pole', 'building'],
  ['traffic light', 'traffic sign'],
  ['person', 'rider'],
  ['rider', 'bicycle'],
  ['car', 'truck'],
  ['truck', 'bus'],
  ['bus', 'train'],
  ['car', 'road'],
  ['motorcycle', 'bicycle'],
];

describe('difference of colours', () => {
  it('is one between black and white for everybody, and zero from a colour to itself', () => {
    for (const vision of VISIONS) {
      expect(differenceOf([0, 0, 0], [255, 255, 255], vision)).toBeCloseTo(1, 2);
      expect(differenceOf([9, 200, 30], [9, 200, 30], vision)).toBe(0);
    }
  });

  it('knows that red and green are hard to tell apart without the cones for them', () => {
    const [red, green] = [
      [190, 90, 50],
      [120, 125, 50],
    ] as const;
    expect(differenceOf(red, green, 'common')).toBeGreaterThan(0.13);
    expect(differenceOf(red, green, 'deuteranopia')).toBeLessThan(0.07);
    expect(leastDifference(red, green)).toBeLessThan(0.07);
  });
});

describe('safe colours', () => {
  const safe = withSafeColors(CITYSCAPES);
  const color = (taxonomy: typeof safe, name: string) => taxonomy.classes[classId(taxonomy, name)]!.color;

  it.each(NEIGHBOURS)('tell %s from %s with any kind of colour vision', (a, b) => {
    expect(leastDifference(color(safe, a), color(safe, b))).toBeGreaterThan(0.09);
  });

  it('are needed: the usual colours are alike for some', () => {
    const alike = NEIGHBOURS.filter(([a, b]) => leastDifference(color(CITYSCAPES, a!), color(CITYSCAPES, b!)) < 0.09);
    expect(alike.length).toBeGreaterThanOrEqual(2);
  });

  it('keep all 19 classes apart, and names and prompts as they are', () => {
    for (const [i, a] of safe.classes.entries())
      for (const b of safe.classes.slice(i + 1)) expect(leastDifference(a.color, b.color)).toBeGreaterThan(0.075);
    expect(safe.classes.map(({ name, prompts }) => [name, prompts])).toEqual(
      CITYSCAPES.classes.map(({ name, prompts }) => [name, prompts]),
    );
  });

  it('are different for each of many classes, and the same every time', () => {
    const many = { classes: Array.from({ length: 60 }, (_, i) => ({ ...CITYSCAPES.classes[i % 19]!, name: `c${i}` })) };
    const colors = withSafeColors(many).classes.map((info) => String(info.color));
    expect(new Set(colors).size).toBe(60);
    expect(withSafeColors(many).classes.map((info) => String(info.color))).toEqual(colors);
  });
});
