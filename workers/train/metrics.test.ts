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
    expect(() => matrix.add(Uint8Array.of(254), Uint8Array.of(0))).toThrow('class 254');
    expect(() => matrix.merge(new ConfusionMatrix(4))).toThrow('Counts of 4 classes');
  });

  it('has Dice, precision and F-score of the definitions, and F-score undefined where mmsegmentation has it so', () => {
    const matrix = new ConfusionMatrix(5);
    // Class 2 is never predicted, class 3 never true, class 4 neither.
    const [prediction, label] = [Uint8Array.of(0, 0, 0, 1, 1, 3, 0), Uint8Array.of(0, 0, 1, 1, 2, 1, 255)];
    matrix.add(prediction, label);
    const sets = (c: number) => {
      const seen = [...label.keys()].filter((i) => label[i] !== 255);
      const p = new Set(seen.filter((i) => prediction[i] === c));
      const t = new Set(seen.filter((i) => label[i] === c));
      return { both: [...p].filter((i) => t.has(i)).length, p: p.size, t: t.size };
    };
    for (const c of [0, 1]) {
      const { both, p, t } = sets(c);
      expect(matrix.dice()[c]).toBeCloseTo((2 * both) / (p + t), 12);
      expect(matrix.precision()[c]).toBeCloseTo(both / p, 12);
      for (const beta of [1, 2]) {
        const [precision, recall] = [both / p, both / t];
        const f = ((1 + beta * beta) * precision * recall) / (beta * beta * precision + recall);
        expect(matrix.fscore(beta)[c]).toBeCloseTo(f, 12);
      }
    }
    expect(matrix.dice().slice(2)).toEqual([0, 0, null]);
    expect(matrix.precision().slice(2)).toEqual([null, 0, null]);
    expect(matrix.fscore().slice(2)).toEqual([null, null, null]);
  });

  it('counts a pixel that was predicted as nothing as missed', () => {
    const matrix = new ConfusionMatrix(2);
    matrix.add(Uint8Array.of(0, 255, 1, 255), Uint8Array.of(0, 0, 1, 255));
    expect(matrix.iou()).toEqual([1 / 2, 1]);
    expect(matrix.accuracy()).toEqual([1 / 2, 1]);
    expect(matrix.precision()).toEqual([1, 1]);
    expect(matrix.pixelAccuracy()).toBeCloseTo(2 / 3, 12);
  });

  it('labels its three means, and has only one for other classes than those of Cityscapes', () => {
    const matrix = new ConfusionMatrix(19);
    const all = Uint8Array.from({ length: 19 }, (_, i) => i);
    const seen = all.map((c) => (c === 16 ? 255 : c)); // no train in the labels
    matrix.add(
      all.map((c) => (c === 3 || c === 16 ? 4 : c)),
      seen,
    );
    const means = matrix.scores(names).means!;
    expect(means.map(({ label, classes, averaged }) => [label, classes, averaged.length])).toEqual([
      ['all 19 classes', 19, 18],
      ["SYNTHIA's 16 classes", 16, 16],
      ["SYNTHIA's 13 classes", 13, 13],
    ]);
    expect(means[0]!.miou).toBeCloseTo((16 + 0.5) / 18, 12);
    expect(means[1]!.miou).toBeCloseTo((14 + 0.5) / 16, 12);
    expect(means[1]!.macc).toBeCloseTo(15 / 16, 12);
    expect(means[1]!.mdice).toBeCloseTo((14 + 2 / 3) / 16, 12);
    expect(means[1]!.mfscore).toBeCloseTo((14 + 2 / 3) / 15, 12); // undefined for the class that is never predicted
    expect(means[2]!.miou).toBe(1);
    const others = names.map((name) => `${name} 2`);
    expect(matrix.scores(others).means!.map(({ label }) => label)).toEqual(['all 19 classes']);
  });
});
