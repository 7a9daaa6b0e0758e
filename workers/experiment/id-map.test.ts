import { describe, expect, it } from 'vitest';
import { idMapText, parseIdMap } from './id-map';
import { CITYSCAPES } from './taxonomy';

const parse = (value: unknown) => parseIdMap(JSON.stringify(value), 'map.json', CITYSCAPES);

describe('parseIdMap', () => {
  it('takes classes by id and by name, values as numbers and colours', () => {
    expect(
      parse({
        version: 1,
        idMap: { '7': 'road', '300': 13, '#804080': 'sky', '#FF00aa': 'ignore', '0': null, '4': 255 },
      }),
    ).toEqual({ '7': 0, '300': 13, '#804080': 10, '#ff00aa': 255, '0': 255, '4': 255 });
  });

  it('comes back from its own file', () => {
    const map = { '7': 0, '26': 13, '4': 255, '#804080': 18 };
    expect(parseIdMap(idMapText(map, CITYSCAPES), 'map.json', CITYSCAPES)).toEqual(map);
  });

  it.each([
    [{ version: 1, idMap: { '7': 'rod' } }, /maps 7 to "rod", which is no class; classes are road, sidewalk/],
    [{ version: 1, idMap: { '7': 19 } }, /maps 7 to 19, which is no class/],
    [{ version: 1, idMap: { '-7': 0 } }, /map.json is no id map \(idMap/],
    [{ version: 2, idMap: {} }, /map.json is no id map \(version/],
    [[1, 2], /looks like/],
  ])('refuses %j with a sentence', (value, message) => {
    expect(() => parse(value)).toThrow(message);
  });

  it('names a file that is not JSON', () => {
    expect(() => parseIdMap('{', 'map.json', CITYSCAPES)).toThrow(/^map\.json is not JSON/);
  });
});
