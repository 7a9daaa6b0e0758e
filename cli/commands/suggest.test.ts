import { describe, expect, it } from 'vitest';
import { Arguments } from '../command';
import { run } from './suggest';

interface Report {
  sources: string[];
  suggestions: { target: string; ranked: { source: string; similarity: number }[] }[];
}
const suggest = (values: Record<string, string>) => run(new Arguments([], values));

describe('lab suggest', () => {
  it('ranks every source for every target by falling similarity', async () => {
    const classes = ['car', 'vegetation', 'sky', 'person'];
    const { report, failure } = await suggest({ classes: classes.join(','), targets: 'truck,terrain' });
    expect(failure).toBeUndefined();
    const { sources, suggestions } = report as Report;
    expect(sources).toEqual(classes);
    expect(suggestions.map(({ target }) => target)).toEqual(['truck', 'terrain']);
    for (const { ranked } of suggestions) {
      expect(ranked.map(({ source }) => source).sort()).toEqual(classes.toSorted());
      const similarities = ranked.map(({ similarity }) => similarity);
      expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
      for (const similarity of similarities) expect(Math.abs(similarity)).toBeLessThanOrEqual(1 + 1e-6);
      expect(new Set(similarities).size).toBe(classes.length);
    }
  });

  it('places all classes that are no candidates, unless it is told which', async () => {
    const { report } = await suggest({ classes: 'road,car,vegetation' });
    expect((report as Report).suggestions).toHaveLength(16);
  });

  it('asks for classes that exist, and for one way to name them', async () => {
    await expect(suggest({ classes: 'car,lorry' })).rejects.toThrow('There is no class "lorry"');
    await expect(suggest({})).rejects.toThrow('Give either --source DIR or --classes');
    await expect(suggest({ classes: 'car', source: 'x' })).rejects.toThrow('Give either');
  });
});
