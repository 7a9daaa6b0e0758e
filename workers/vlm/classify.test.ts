import { describe, expect, it } from 'vitest';
import { CITYSCAPES } from '../experiment/taxonomy';
import { classifyPatch, roundToFourDecimals } from './classify';
import { categoryPrompts, promptsOf } from './prompts';

describe('classification inside a category', () => {
  const nature = categoryPrompts(CITYSCAPES, 9);

  it('takes the best single prompt, not the class sum', () => {
    const result = classifyPatch([22, 21.5, 20, 23, 24.5, 19, 18, 23.5], nature.classOf);
    expect(result).toMatchObject({ predicted: 9, confidence: 0.5749 });
    expect(result.promptProbabilities[4]).toBeCloseTo(0.574851, 6);
    expect(result.promptProbabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    // Terrain's synonyms together beat vegetation, yet the single best prompt is a vegetation one.
    expect(classifyPatch([10.1, 0, 0, 10, 10, 10, 10, 10], nature.classOf).predicted).toBe(8);
  });

  it('refuses logits that do not fit or are not finite', () => {
    expect(() => classifyPatch([1, 2], [8])).toThrow('2 logits for 1 prompts');
    expect(() => classifyPatch([], [])).toThrow('0 logits');
    expect(() => classifyPatch([1, Number.NaN], [8, 9])).toThrow('not finite');
  });
});

describe('four decimals', () => {
  it('rounds to the nearest, exact ties to the even digit', () => {
    expect([0.50004, 0.50006, 0.03125, 0.09375, 0.15625, 1, 0].map(roundToFourDecimals)).toEqual([
      0.5, 0.5001, 0.0312, 0.0938, 0.1562, 1, 0,
    ]);
  });
});

describe('prompts', () => {
  it('follow the class order that is asked', () => {
    expect(promptsOf(CITYSCAPES, [16, 9])).toEqual({
      prompts: ['train', 'tram', 'terrain', 'grass', 'soil', 'sand', 'roadside grass'],
      classOf: [16, 16, 9, 9, 9, 9, 9],
    });
  });

  it('cover the whole category', () => {
    expect(categoryPrompts(CITYSCAPES, 9).prompts).toHaveLength(8);
    expect(new Set(categoryPrompts(CITYSCAPES, 14).classOf)).toEqual(new Set([13, 14, 15, 16, 17, 18]));
  });

  it('must exist', () => {
    const silent = { classes: [CITYSCAPES.classes[0]!, { ...CITYSCAPES.classes[1]!, prompts: [] }] };
    expect(() => promptsOf(silent, [1])).toThrow('"sidewalk" has no prompts');
    expect(() => promptsOf(silent, [7])).toThrow('no class 7');
  });
});
