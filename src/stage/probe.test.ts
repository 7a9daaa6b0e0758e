import { describe, expect, it } from 'vitest';
import { indexAt, isShowable, type StageLayer, type StagePicture } from './picture';
import { mostProbable, probe } from './probe';

const layer = (part: Partial<StageLayer> & Pick<StageLayer, 'name' | 'kind'>, values: number[]): StageLayer => ({
  title: part.name,
  scene: 'target',
  width: 4,
  height: 2,
  ...part,
  data: Uint8Array.from(values),
});

const picture: StagePicture = {
  width: 4,
  height: 2,
  layers: [
    layer(
      { name: 'photo', kind: 'rgb' },
      Array.from({ length: 24 }, (_, i) => i),
    ),
    layer({ name: 'before', kind: 'labels' }, [0, 1, 2, 3, 4, 5, 6, 7]),
    layer({ name: 'after', kind: 'labels' }, [0, 1, 2, 3, 4, 5, 9, 255]),
    layer({ name: 'weight', kind: 'scalar', width: 2, height: 1 }, [51, 255]),
    layer(
      { name: 'crop', kind: 'labels', width: 2, height: 2, area: { x0: 0.5, y0: 0, x1: 1, y1: 1 } },
      [20, 21, 22, 23],
    ),
    layer({ name: 'elsewhere', kind: 'labels', scene: 'source' }, [8, 8, 8, 8, 8, 8, 8, 8]),
  ],
};
const stack = { key: 'a', title: 'A', explanation: '', base: 'photo', over: 'after' };

describe('the probe', () => {
  it('reads every layer of the scene at one pixel, each in its own size and place', () => {
    const reading = probe(picture, stack, { x: 2.9, y: 1.1 });
    expect(reading).toEqual({
      pixel: { x: 2, y: 1 },
      classes: [
        { title: 'before', id: 6 },
        { title: 'after', id: 9 },
        { title: 'crop', id: 22 },
      ],
      scalars: [{ title: 'weight', value: 1 }],
      probable: null,
      color: [18, 19, 20],
    });
  });

  it('says nothing about a layer that does not reach there, and nothing outside', () => {
    const reading = probe(picture, stack, { x: 0, y: 0 });
    expect(reading?.classes.map(({ title }) => title)).toEqual(['before', 'after']);
    expect(reading?.scalars[0]?.value).toBeCloseTo(0.2);
    expect(probe(picture, stack, { x: 4, y: 0 })).toBeNull();
    expect(probe(picture, { ...stack, base: 'none' }, { x: 1, y: 0 })).toBeNull();
  });

  it('keeps to the scene of the picture below', () => {
    expect(probe(picture, { ...stack, base: 'elsewhere' }, { x: 1, y: 1 })?.classes).toEqual([
      { title: 'elsewhere', id: 8 },
    ]);
  });

  it('ends at the borders of a layer with an area', () => {
    const crop = picture.layers[4]!;
    expect(indexAt(crop, { x: 1.999, y: 0 }, picture)).toBeNull();
    expect(indexAt(crop, { x: 2, y: 0 }, picture)).toBe(0);
    expect(indexAt(crop, { x: 3.5, y: 1.5 }, picture)).toBe(3);
  });
});

describe('probabilities', () => {
  const logits = {
    scene: 'target',
    title: 'Teacher',
    width: 2,
    height: 1,
    classes: 3,
    values: Float32Array.of(Math.log(8), Math.log(1), Math.log(1), Math.log(2), Math.log(6), Math.log(2)),
  };

  it('are the softmax of the scores, most probable first', () => {
    const top = mostProbable(logits, { x: 0.5, y: 0.5 }, picture, 3);
    expect(top.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(top[0]!.share).toBeCloseTo(0.8);
    expect(mostProbable(logits, { x: 3.5, y: 1.5 }, picture, 1)[0]).toMatchObject({ id: 1 });
  });

  it('are taken from scores that were resized, not from probabilities', () => {
    // Half way between both: the geometric mean of the odds, 4 : sqrt 6 : sqrt 2.
    const top = mostProbable(logits, { x: 2, y: 1 }, picture, 3);
    const sum = 4 + Math.sqrt(6) + Math.sqrt(2);
    expect(top.map(({ share }) => share)).toEqual(
      [4 / sum, Math.sqrt(6) / sum, Math.sqrt(2) / sum].map((v) => expect.closeTo(v)),
    );
  });

  it('come with the reading', () => {
    expect(probe({ ...picture, logits }, stack, { x: 0.5, y: 0.5 })?.probable?.top).toHaveLength(3);
  });
});

it('a stack is showable where all its layers are there', () => {
  expect(isShowable(stack, picture)).toBe(true);
  expect(isShowable({ ...stack, changedSince: 'gone' }, picture)).toBe(false);
  expect(isShowable(stack, null)).toBe(false);
});
