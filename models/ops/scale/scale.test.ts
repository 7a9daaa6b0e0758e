import { expect, it } from 'vitest';
import { onGpu, withGpu } from '../../testing/gpu';
import { checkOperation, kept, normal } from '../../testing/gradients';
import { scale } from './scale';

withGpu();

it('multiplies, and so does its gradient', async () => {
  await checkOperation({
    set: 'barrier-free',
    inputs: [normal([3, 5], 1)],
    forward: ([x]) => scale(x!, -0.3),
    reference: ([x]) => x!.map((v) => v * -0.3),
  });
});

it('gives back the tensor itself for a factor of 1', async () => {
  const x = kept(normal([2], 1));
  expect(await onGpu('barrier-free', () => scale(x, 1))).toBe(x);
});
