import { expect, it } from 'vitest';
import { PRESETS, preset } from '../../workers/experiment/presets';
import { presetName, presetWords } from './preset-words';

it.each([
  ['90.2', '90.2 SYNTHIA to Cityscapes, with relabeling'],
  ['92.1', '92.1 SYNTHIA to Cityscapes, with relabeling, but no CLIP'],
  ['93.1', '93.1 GTA to Cityscapes, without relabeling'],
  ['demo-csi', 'Small, with relabeling'],
])('%s in words', (id, words) => {
  expect(presetName(id, preset(id))).toBe(words);
});

it('says what a preset costs', () => {
  expect(presetWords(preset('90.2'))).toBe('MiT-B5, crops of 512 × 512, 40,000 iterations.');
});

it('tells all presets apart', () => {
  const names = Object.entries(PRESETS).map(([id, config]) => presetName(id, config));
  expect(new Set(names).size).toBe(names.length);
});
