import { expect, it } from 'vitest';
import type { EvaluationSource } from '../data/batch';
import { evaluate } from './evaluate';

const taxonomy = {
  classes: ['road', 'car', 'truck'].map((name) => ({
    name,
    category: name,
    color: [0, 0, 0] as [number, number, number],
    prompts: [],
  })),
};

it('keeps of every picture its scores and its largest errors', async () => {
  const label = Uint8Array.from({ length: 2000 }, (_, i) => (i < 1000 ? 0 : i < 1990 ? 2 : 255));
  const prediction = label.map((id, i) => (id === 2 && i < 1600 ? 1 : i === 0 ? 2 : id === 255 ? 1 : id));
  const source: EvaluationSource = {
    count: 1,
    sample: async () => ({
      rgb: new Uint8Array(),
      width: 40,
      height: 50,
      label,
      labelWidth: 40,
      labelHeight: 50,
      file: 'a.png',
    }),
  };
  const result = await evaluate({ predict: async () => prediction }, source, taxonomy);
  // One pixel of 1990 is too little to be listed, and unlabelled ones are no errors.
  expect(result!.pictures).toEqual([
    {
      file: 'a.png',
      miou: expect.closeTo((0.999 + 0 + 390 / 991) / 3, 3),
      iou: [0.999, 0, 0.3935],
      errors: [[2, 1, 600]],
    },
  ]);
});
