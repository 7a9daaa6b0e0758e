import { describe, expect, it } from 'vitest';
import type { Directory } from '../../host';
import { ListedOnce } from './listed-once';

/** A folder of files that counts how often it is listed, and may fail on the way. */
function counting(names: string[], failAt = Number.POSITIVE_INFINITY, below: Record<string, Directory> = {}) {
  const seen = { listed: 0, given: 0, opened: 0 };
  const folder: Directory = {
    name: 'folder',
    async *entries() {
      seen.listed++;
      for (const [i, name] of names.entries()) {
        if (i === failAt) throw new Error('permission was withdrawn');
        seen.given++;
        yield { name, kind: name in below ? 'directory' : 'file' };
      }
    },
    async directory(path) {
      seen.opened++;
      return below[path] ?? null;
    },
    file: async () => null,
  };
  return { folder, seen };
}

async function namesOf(folder: Directory, atMost = Number.POSITIVE_INFINITY): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of folder.entries()) {
    names.push(name);
    if (names.length >= atMost) break;
  }
  return names;
}

describe('ListedOnce', () => {
  it('lists a folder once for all who ask, together or one after the other, and no further than they look', async () => {
    const { folder, seen } = counting(['a', 'b', 'c']);
    const once = new ListedOnce(folder);
    expect(await namesOf(once, 1)).toEqual(['a']);
    expect(seen).toMatchObject({ listed: 1, given: 1 });
    expect(await Promise.all([namesOf(once), namesOf(once, 2), namesOf(once)])).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b'],
      ['a', 'b', 'c'],
    ]);
    expect(await namesOf(once)).toEqual(['a', 'b', 'c']);
    expect(seen).toMatchObject({ listed: 1, given: 3 });
  });

  it('fails again where listing failed, and does not pass half a folder for a whole one', async () => {
    const once = new ListedOnce(counting(['a', 'b'], 1).folder);
    for (let i = 0; i < 2; i++) await expect(namesOf(once)).rejects.toThrow('permission was withdrawn');
  });

  it('opens each folder below once, by any path, and looks anew after it has forgotten', async () => {
    const deep = counting(['x.png']);
    const middle = counting(['deep'], undefined, { deep: deep.folder });
    const top = counting(['middle'], undefined, { middle: middle.folder });
    const once = new ListedOnce(top.folder);
    expect(await namesOf((await once.directory('middle/deep'))!)).toEqual(['x.png']);
    expect(await namesOf((await (await once.directory('middle'))!.directory('deep'))!)).toEqual(['x.png']);
    expect(await once.directory('nowhere/deep')).toBeNull();
    expect([top.seen.opened, middle.seen.opened, deep.seen.listed]).toEqual([2, 1, 1]);
    await once.forget();
    expect(await namesOf(once)).toEqual(['middle']);
    expect(await namesOf(once)).toEqual(['middle']);
    expect(top.seen.listed).toBe(2);
  });
});
