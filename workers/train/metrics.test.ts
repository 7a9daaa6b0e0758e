import { describe, expect, it } from 'vitest';
import { fixture } from '../../models/testing/fixtures';
import { CITYSCAPES, SYNTHIA_13, SYNTHIA_16 } from '../experiment/taxonomy';
import { ConfusionMatrix, meanOf } from './metrics';

const names = CITYSCAPES.classes.map((c) => c.name);

describe('ConfusionMatrix', () => {
  it('agrees with the reference on every area and mean', () => {
    const reference = fixture('iou');
    const matrix = new ConfusionMatrix(19);
    const pairs = [...reference.tensors.keys()].filter((name) => name.endsWith('/pred'));
    for (const name of pairs) {
      const pair = name.slice(0, -'/pred'.length);
      const single = new ConfusionMatrix(19);
      const prediction = Uint8Array.from(reference.integers(`${pair}/pred`));
      const label = Uint8Array.from(reference.integers(`${pair}/label`));
      single.add(prediction, label);
      matrix.add(prediction, label);
      expect(single.areas().intersect).toEqual(Array.from(reference.floats(`${pair}/intersect`)));
      expect(single.areas().predicted).toEqual(Array.from(reference.floats(`${pair}/pred_label`)));
    }
    const { IoU, Acc, aAcc } = (reference.entry.values as { metrics: Record<string, (number | null)[]> }).metrics;
    matrix.iou().forEach((v, c) => {
      if (IoU![c] === null) expect(v).toBeNull();
      else expect(v).toBeCloseTo(IoU![c]!, 6);
    });
    matrix.accuracy().forEach((v, c) => {
      if (Acc![c] === null) expect(v).toBeNull();
      else expect(v).toBeCloseTo(Acc![c]!, 6);
    });
    expect(matrix.pixelAccuracy()).toBeCloseTo(aAcc![0]!, 6);
  });

  it('leaves out ignored pixels and absent classes, and counts a class that is only predicted', () => {
    const matrix = new ConfusionMatrix(4);
    matrix.add(Uint8Array.of(0, 0, 1, 2, 3), Uint8Array.of(0, 1, 1, 255, 0));
    expect(matrix.iou()).toEqual([1 / 3, 1 / 2, null, 0]);
    expect(matrix.accuracy()).toEqual([1 / 2, 1 / 2, null, null]);
    const scores = matrix.scores(['a', 'b', 'c', 'd']);
    expect(scores.miou).toBeCloseTo((1 / 3 + 1 / 2) / 3, 12);
    expect(scores.classesAveraged).toEqual(['a', 'b', 'd']);
    expect(scores.confusion[0]).toEqual([1, 0, 0, 1]);
  });

  it('averages over the 16 and 13 classes of SYNTHIA', () => {
    const matrix = new ConfusionMatrix(19);
    const all = Uint8Array.from({ length: 19 }, (_, i) => i);
    matrix.add(
      all.map((c) => (c === 3 ? 4 : c)),
      all,
    );
    expect(matrix.scores(names).miou).toBeCloseTo((17 + 0.5) / 19, 12);
    expect(matrix.scores(names, SYNTHIA_16).miou).toBeCloseTo((14 + 0.5) / 16, 12);
    expect(matrix.scores(names, SYNTHIA_13).miou).toBe(1);
    expect(meanOf([null, null])).toBeNull();
  });

  it('refuses what is no class', () => {
    const matrix = new ConfusionMatrix(3);
    expect(() => matrix.add(Uint8Array.of(0), Uint8Array.of(0, 1))).toThrow('1 pixels');
    expect(() => matrix.add(Uint8Array.of(0), Uint8Array.of(7))).toThrow('class 7');
    expect(() => matrix.add(Uint8Array.of(255), Uint8Array.of(0))).toThrow('class 255');
  });
});
