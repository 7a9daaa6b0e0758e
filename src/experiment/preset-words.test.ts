import { expect, it } from 'vitest';
import { preset } from '../../workers/experiment/presets';
import { presetWords } from './preset-words';

it.each([
  ['90.2', '90.2 (SYNTHIA to Cityscapes) · MiT-B5, 512 × 512, 40,000 iterations, with relabeling'],
  ['92.1', '92.1 (SYNTHIA to Cityscapes) · MiT-B5, 512 × 512, 40,000 iterations, with relabeling but no CLIP'],
  ['93.1', '93.1 (GTA to Cityscapes) · MiT-B5, 512 × 512, 40,000 iterations, without relabeling'],
])('%s in words', (id, words) => {
  expect(presetWords(id, preset(id))).toBe(words);
});
