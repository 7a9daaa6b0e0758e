import { expect, it } from 'vitest';
import { CITYSCAPES } from '../experiment/taxonomy';
import { suggestSources } from './suggest';

/** Unit vectors in a plane, so that the cosine of two names is that of the angle between them. */
const ANGLES: Record<string, number> = { truck: 0, car: 20, bus: 35, vegetation: 90, terrain: 100, sky: 180 };
const clip = {
  asked: [] as string[],
  async embedText(prompts: string[]) {
    this.asked = prompts;
    const data = Float32Array.from(
      prompts.flatMap((name) => {
        const angle = (ANGLES[name]! * Math.PI) / 180;
        return [Math.cos(angle), Math.sin(angle)];
      }),
    );
    return { count: prompts.length, width: 2, data };
  },
};
const id = (name: string): number => CITYSCAPES.classes.findIndex((info) => info.name === name);

it('ranks the sources of each target by the cosine of the names', async () => {
  const sources = ['sky', 'vegetation', 'bus', 'car'].map(id);
  const [truck, terrain] = await suggestSources(clip, CITYSCAPES, [id('truck'), id('terrain')], sources);
  expect(truck!.ranked.map(({ source }) => source)).toEqual(['car', 'bus', 'vegetation', 'sky'].map(id));
  expect(truck!.ranked[0]!.similarity).toBeCloseTo(Math.cos((20 * Math.PI) / 180), 5);
  expect(terrain!.ranked[0]).toMatchObject({ source: id('vegetation') });
  expect(new Set(clip.asked).size).toBe(clip.asked.length);
});

it('suggests no class for itself, and nothing where there is nothing to suggest', async () => {
  const [car] = await suggestSources(clip, CITYSCAPES, [id('car')], [id('car'), id('bus')]);
  expect(car!.ranked.map(({ source }) => source)).toEqual([id('bus')]);
  expect(await suggestSources(clip, CITYSCAPES, [id('car')], [])).toEqual([{ target: id('car'), ranked: [] }]);
  await expect(suggestSources(clip, CITYSCAPES, [99], [1])).rejects.toThrow('no class 99');
});
