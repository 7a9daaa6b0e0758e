import { expect, it } from 'vitest';
import { PRESETS, preset } from '../../workers/experiment/presets';
import { presetGroups, presetName, presetWords } from './presets';

it.each([
  ['90.2', '90.2 SYNTHIA to Cityscapes, DAFormer, with relabeling'],
  ['90.3', '90.3 SYNTHIA to Cityscapes, HRDA, without relabeling'],
  ['91.2', '91.2 SYNTHIA to Cityscapes, DACS, DeepLabV2, with relabeling, but not of trains'],
  ['91.4-collect', '91.4-collect SYNTHIA to Cityscapes, DAFormer, DeepLabV2, with relabeling'],
  ['92.1', '92.1 SYNTHIA to Cityscapes, DAFormer, with relabeling, but no CLIP'],
  ['93.1', '93.1 GTA to Cityscapes, DAFormer, without relabeling'],
  ['94.4', '94.4 SYNTHIA to ACDC, MIC, with relabeling'],
  ['small-b1', 'Half size, MiT-B1: DAFormer, without relabeling'],
  ['small-mic-csi', 'Half size, MiT-B0: MIC, with relabeling'],
  ['demo-csi', 'Small, with relabeling'],
  ['demo-hrda', 'Small HRDA, without relabeling'],
  ['dacs-fd', 'dacs-fd SYNTHIA to Cityscapes, DACS with feature distance, without relabeling'],
  ['target-only', 'target-only Cityscapes'],
])('%s in words', (id, words) => {
  expect(presetName(id, preset(id))).toBe(words);
});

it('says what a preset costs', () => {
  expect(presetWords(preset('90.2'))).toBe('MiT-B5, crops of 512 × 512, 40,000 iterations, seeds 0, 1, 2.');
  expect(presetWords(preset('91.1'))).toMatch(/^ResNet-101, /);
  expect(presetWords(preset('demo-csi'))).toMatch(/^A small MiT, crops of 128 × 128, 1,\d00 iterations\.$/);
});

it('tells all presets apart, each in one group', () => {
  const groups = presetGroups(PRESETS);
  const items = groups.flatMap((group) => group.items);
  expect(new Set(items.map(({ label }) => label)).size).toBe(Object.keys(PRESETS).length);
  expect(groups.map(({ group }) => group)).toEqual([
    'For small pictures',
    'SYNTHIA to Cityscapes on smaller machines',
    "The paper's tables",
    'Base methods',
  ]);
});
