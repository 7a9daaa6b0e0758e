import { describe, expect, it } from 'vitest';
import { readTensor } from '../../engine/backend';
import { Tape, withTape } from '../../engine/tape';
import { expectClose } from '../../testing/close';
import { fixture } from '../../testing/fixtures';
import { KERNEL_SETS, onGpu, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal } from '../../testing/gradients';
import { featureDistance } from './feature-distance';

withGpu();

const things = [6, 7, 11, 12, 13, 14, 15, 16, 17, 18];

describe.each(KERNEL_SETS)('featureDistance, %s', (set) => {
  it.each(['plain', 'small', 'empty'])('agrees with PyTorch: %s', async (name) => {
    const numbers = fixture('feat_dist');
    const { imnet_feature_dist_lambda: lambda } = numbers.entry.hyper as { imnet_feature_dist_lambda: number };
    const student = kept(numbers.map(`${name}/in/feat`));
    const reference = kept(numbers.map(`${name}/in/feat_imnet`));
    const label = { shape: numbers.shape(`${name}/in/label`), values: numbers.floats(`${name}/in/label`) };
    await onGpu(set, async () => {
      const tape = new Tape();
      tape.watch(student);
      const { loss, mask } = withTape(tape, () =>
        featureDistance(student, reference, kept(label, 'int32'), { classes: things, minRatio: 0.75, classCount: 19 }),
      );
      expect(Array.from(await readTensor(mask))).toEqual(Array.from(numbers.integers(`${name}/out/mask`)));
      const [value] = await readTensor(loss);
      if (name === 'empty') expect(value).toBe(0);
      else numbers.expectTensor(`${name}/out/loss`, [value! * lambda]);
      const seed = kept({ shape: [1], values: Float32Array.of(lambda) });
      const [dx] = tape.backward([{ tensor: loss, gradient: seed }], [student]);
      numbers.expectMap(`${name}/grad/feat`, await readTensor(dx!));
    });
  });

  it('has the gradient of the mean distance over all positions', async () => {
    const reference = normal([2, 3, 2, 5], 2);
    const labels = kept({ shape: [2, 6, 4], values: new Float32Array(48).fill(255) }, 'int32');
    const fixed = kept(reference);
    await checkOperation({
      set,
      inputs: [normal([2, 3, 2, 5], 1)],
      forward: ([student]) =>
        featureDistance(student!, fixed, labels, { classes: null, minRatio: 0.75, classCount: 19 }).loss,
      reference: ([student]) => {
        let sum = 0;
        for (let p = 0; p < 12; p++) {
          let squares = 0;
          for (let c = 0; c < 5; c++) squares += (student![p * 5 + c]! - reference.values[p * 5 + c]!) ** 2;
          sum += Math.sqrt(squares);
        }
        return Float64Array.of(sum / 12);
      },
    });
  });

  it('keeps a share of exactly the smallest one (golden example)', async () => {
    const labels = [6, 6, 255, 255, 6, 7, 255, 13, 13, 13, 1, 2, 13, 13, 3, 4];
    const features = kept(normal([1, 2, 2, 3], 1));
    const label = kept({ shape: [1, 4, 4], values: Float32Array.from(labels) }, 'int32');
    await onGpu(set, async () => {
      const options = { classes: [6, 13], minRatio: 0.75, classCount: 19 };
      const { mask } = featureDistance(features, features, label, options);
      expectClose(await readTensor(mask), [1, 0, 1, 0]);
    });
  });
});

it('refuses labels that do not divide into the map', () => {
  const features = kept(normal([1, 2, 3, 4], 1));
  const labels = kept({ shape: [1, 8, 7], values: new Float32Array(56) }, 'int32');
  expect(() => featureDistance(features, features, labels, { classes: [1], minRatio: 0.75, classCount: 19 })).toThrow(
    'labels [1,8,7] do not divide',
  );
});
