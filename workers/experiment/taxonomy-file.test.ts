import { describe, expect, it } from 'vitest';
import { classesFromNames, freshColor } from './class-list';
import { RELABELING_MAP } from './presets/relabeling';
import { parseTaxonomy } from './read-taxonomy';
import { TaxonomySchema } from './schema';
import { CITYSCAPES, THING_CLASSES } from './taxonomy';
import { taxonomyText } from './taxonomy-file';

const FILE = { taxonomy: CITYSCAPES, map: RELABELING_MAP, things: THING_CLASSES };

type Json = { version: unknown; classes: Record<string, unknown>[]; map: Record<string, unknown>[] };

/** The text of a file that somebody has changed by hand. */
function changed(change: (file: Json) => void): string {
  const file = JSON.parse(taxonomyText(FILE)) as Json;
  change(file);
  return JSON.stringify(file);
}

describe('a taxonomy as a file', () => {
  it('comes back as it was', () => {
    expect(parseTaxonomy(taxonomyText(FILE), 'classes.json')).toEqual(FILE);
  });

  it('names classes, so that another order keeps its meaning', () => {
    const { taxonomy, map, things } = parseTaxonomy(
      changed(({ classes }) => classes.reverse()),
      'classes.json',
    );
    const name = (id: number | null) => (id === null ? null : taxonomy.classes[id]!.name);
    expect(map.map(({ target, source }) => [name(target), name(source)])).toEqual([
      ['terrain', 'vegetation'],
      ['truck', 'car'],
      ['train', null],
    ]);
    expect(things.map(name)).toContain('rider');
    expect(things).toHaveLength(THING_CLASSES.length);
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', '{"version": 1', /mine\.json is not JSON/],
    ['another version', changed((file) => Object.assign(file, { version: 2 })), /version/],
    [
      'a colour that is none',
      changed(({ classes }) => Object.assign(classes[2]!, { color: [0, 0, 256] })),
      /classes\.2\.color\.2/,
    ],
    ['an empty name', changed(({ classes }) => Object.assign(classes[0]!, { name: '' })), /classes\.0\.name/],
    ['an unknown field', changed(({ classes }) => Object.assign(classes[0]!, { colour: 1 })), /classes\.0.*colour/],
    [
      'a threshold above 1',
      changed(({ map }) => Object.assign(map[0]!, { detectionThreshold: 1.5 })),
      /map\.0\.detectionThreshold/,
    ],
    [
      'two classes of one name',
      changed(({ classes }) => Object.assign(classes[1]!, { name: 'road' })),
      /two classes called "road"/,
    ],
    [
      'a class that is not there',
      changed(({ map }) => Object.assign(map[1]!, { source: 'lorry' })),
      /map\.1\.source names "lorry"/,
    ],
    ['an entry twice', changed(({ map }) => Object.assign(map[1]!, { target: 'terrain' })), /names "terrain" twice/],
    ['one class', JSON.stringify({ version: 1, classes: [] }), /classes/],
  ])('is refused with %s', (_, text, sentence) => {
    expect(() => parseTaxonomy(text, 'mine.json')).toThrow(sentence);
  });
});

describe('a plain list of names', () => {
  it('knows Cityscapes’ classes, and looks for others by name or prompts', () => {
    const classes = classesFromNames('road\n\n field : meadow, crop land,\ntractor\n');
    expect(classes[0]).toEqual(CITYSCAPES.classes[0]);
    expect(classes.slice(1).map(({ name, prompts }) => [name, prompts])).toEqual([
      ['field', ['meadow', 'crop land']],
      ['tractor', ['tractor']],
    ]);
    expect(TaxonomySchema.safeParse({ classes }).success).toBe(true);
  });

  it('is refused where a name is missing or comes twice, and where there are too few or too many', () => {
    expect(() => classesFromNames('road\n: lorry')).toThrow('Line 2');
    expect(() => classesFromNames('road\ncar\nroad')).toThrow('Line 3 names "road" a second time');
    expect(() => classesFromNames('road')).toThrow('at least two');
    expect(() => classesFromNames(Array.from({ length: 255 }, (_, i) => `c${i}`).join('\n'))).toThrow('255 classes');
  });

  it('gives colours that are bytes, and neighbours that differ', () => {
    for (let i = 0; i < 60; i++) {
      const [a, b] = [freshColor(i), freshColor(i + 1)];
      expect(a.every((channel) => Number.isInteger(channel) && channel >= 0 && channel <= 255)).toBe(true);
      expect(Math.hypot(...a.map((channel, c) => channel - b[c]!))).toBeGreaterThan(40);
    }
  });
});
