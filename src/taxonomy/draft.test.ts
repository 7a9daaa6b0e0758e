import { describe, expect, it } from 'vitest';
import { DEMO_CSI } from '../../workers/experiment/demo';
import { parseConfig } from '../../workers/experiment/read-config';
import { CITYSCAPES, classId } from '../../workers/experiment/taxonomy';
import {
  addClass,
  addEntry,
  changeClass,
  changeEntry,
  draftOf,
  draftProblems,
  firstOtherClass,
  removeClass,
  removeEntry,
  setThing,
  withDraft,
} from './draft';

const DEMO = draftOf(DEMO_CSI);
const LORRY = { name: 'lorry', category: 'vehicle', color: [1, 2, 3] as [number, number, number], prompts: ['lorry'] };

describe('a draft', () => {
  it('is what the configuration says, and gives it back', () => {
    expect(withDraft(DEMO_CSI, DEMO)).toEqual(DEMO_CSI);
    expect(withDraft(DEMO_CSI, null)).toBe(DEMO_CSI);
  });

  it('leaves what it was made from as it is', () => {
    const before = JSON.stringify(DEMO);
    for (const edit of [
      changeClass(13, { name: 'auto' }),
      addClass(LORRY),
      removeClass(8),
      addEntry(15),
      changeEntry(9, { source: null }),
      removeEntry(9),
      setThing(0, true),
    ])
      expect(edit(DEMO)).not.toEqual(DEMO);
    expect(JSON.stringify(DEMO)).toBe(before);
  });

  it('keeps map and things with their classes when one is taken out', () => {
    const without = removeClass(classId(CITYSCAPES, 'vegetation'))(DEMO);
    const names = (ids: number[]) => ids.map((id) => without.taxonomy.classes[id]!.name);
    expect(names(without.map.map(({ target }) => target))).toEqual(['terrain', 'truck', 'train']);
    // Terrain hid in vegetation, which is gone.
    expect(without.map.map(({ source }) => source)).toEqual([null, classId(CITYSCAPES, 'car') - 1, null]);
    expect(names(without.things)).toEqual(DEMO.things.map((id) => CITYSCAPES.classes[id]!.name));
    expect(() => parseConfig(withDraft(DEMO_CSI, without), 'draft')).not.toThrow();

    const withoutTruck = removeClass(classId(CITYSCAPES, 'truck'))(DEMO);
    expect(withoutTruck.map).toHaveLength(2);
    expect(withoutTruck.things).toHaveLength(DEMO.things.length - 1);
  });

  it('adds at the end, and an entry once', () => {
    const added = addEntry(19)(addClass(LORRY)(DEMO));
    expect(added.taxonomy.classes.slice(0, 19)).toEqual(CITYSCAPES.classes);
    expect(added.map.at(-1)).toMatchObject({ target: 19, source: null });
    expect(addEntry(19)(added)).toBe(added);
    const config = parseConfig(withDraft(DEMO_CSI, added), 'draft');
    expect(config.taxonomy.classes).toHaveLength(20);
    expect(config.relabeling.map).toEqual(added.map);
  });

  it('holds on to no features where nothing is a thing', () => {
    const none = DEMO.things.reduce((draft, id) => setThing(id, false)(draft), DEMO);
    expect(withDraft(DEMO_CSI, none).method.featureDistance).toMatchObject({ classes: [], lambda: 0 });
    const everywhere = {
      ...DEMO_CSI,
      method: { ...DEMO_CSI.method, featureDistance: { ...DEMO_CSI.method.featureDistance, classes: null } },
    };
    expect(withDraft(everywhere, none).method.featureDistance).toEqual(everywhere.method.featureDistance);
  });
});

it('says what keeps a run from starting', () => {
  expect(draftProblems(DEMO)).toEqual([]);
  expect(draftProblems(changeClass(9, { prompts: [] })(DEMO))).toEqual([expect.stringContaining('"terrain"')]);
  expect(draftProblems(changeEntry(9, { source: 9 })(DEMO))).toEqual([expect.stringContaining('hide in itself')]);
});

it('finds the first class that known data sets call otherwise', () => {
  expect(firstOtherClass(CITYSCAPES)).toBeNull();
  expect(firstOtherClass(addClass(LORRY)(DEMO).taxonomy)).toBeNull();
  expect(firstOtherClass(removeClass(3)(DEMO).taxonomy)).toBe(3);
  expect(firstOtherClass({ classes: CITYSCAPES.classes.slice(0, 5) })).toBe(5);
});
