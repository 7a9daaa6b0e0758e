import { expect, it } from 'vitest';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { promptTable } from './prompt-rows';
import { patchWith } from './testing/patch';

it('names every prompt of the category, the surest first', () => {
  const patch = patchWith({ probabilities: [] });
  const names = CITYSCAPES.classes.filter((info) => info.category === CITYSCAPES.classes[14]!.category);
  const count = names.reduce((sum, info) => sum + info.prompts.length, 0);
  const probabilities = Array.from({ length: count }, (_, i) => i / count);
  const rows = promptTable({ ...patch, probabilities }, CITYSCAPES);
  expect(rows).toHaveLength(count);
  expect(rows[0]).toEqual({
    prompt: names.at(-1)!.prompts.at(-1),
    classId: CITYSCAPES.classes.indexOf(names.at(-1)!),
    probability: (count - 1) / count,
  });
  expect(promptTable(patch, CITYSCAPES)).toEqual([]);
});
