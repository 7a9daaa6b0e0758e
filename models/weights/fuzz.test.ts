/**
 * Damaged files of every kind must end in a sentence or in tensors: no crash, no hang, no memory that the file has no
 * right to. A few hundred tries belong to the unit tests; FUZZ_TRIES=10000 runs the long search.
 */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random';
import { AllocationBudget } from './allocation-budget';
import { nameNetwork } from './network-names';
import { type SafeTensor, writeSafetensors } from './safetensors';
import { bytesOf, legacyFile, zipForm } from './torch/testing/containers';
import { type Code, orderedDict, tensorCode } from './torch/testing/pickle-writer';
import { readWeightsFile } from './weights-file';
import { WeightsFileError } from './weights-file-error';

const TRIES = Number(process.env.FUZZ_TRIES ?? 150);
const LIMIT_MS = 2000;
const STREAM = 97;

const values = Float32Array.from({ length: 48 }, (_, i) => i - 20);
const storages = { 0: bytesOf(values), 1: bytesOf(Uint16Array.from({ length: 16 }, (_, i) => 0x3c00 + i)) };
const weight = (shape: number[], strides: number[], offset = 0): Code =>
  tensorCode({ type: 'FloatStorage', key: '0', elements: 48, offset, shape, strides });
const half = tensorCode({ type: 'HalfStorage', key: '1', elements: 16, shape: [4, 4], strides: [1, 4] });
const root: Code = {
  dict: [
    [
      'meta',
      {
        dict: [
          ['epoch', 12],
          ['rate', 0.5],
          ['classes', { tuple: ['road', 'sky'] }],
          ['seed', -7],
        ],
      },
    ],
    [
      'state_dict',
      orderedDict([
        ['backbone.patch_embed1.proj.weight', weight([2, 2, 3, 2], [12, 6, 2, 1])],
        ['backbone.norm1.weight', weight([4, 3], [3, 1], 7)],
        ['backbone.norm1.bias', half],
      ]),
    ],
  ],
};
const legacyStorages = [
  { key: '0', elements: 48, bytes: storages[0] },
  { key: '1', elements: 16, bytes: storages[1] },
];
const safe = new Map([
  ['backbone.patch_embed1.proj.weight', { shape: [2, 2, 3, 4], values }],
  ['backbone.norm1.bias', { shape: [4], values: Uint8Array.of(1, 2, 3, 4) }],
]);

const FILES: [string, Uint8Array][] = [
  ['the zip form', zipForm(root, storages, { byteorder: 'little' })],
  ['the deflated zip form', zipForm(root, storages, { deflate: true })],
  ['the zip64 form', zipForm(root, storages, { zip64: true })],
  ['the big-endian zip form', zipForm(root, storages, { byteorder: 'big' })],
  ['the legacy form', legacyFile(root, legacyStorages)],
  ['safetensors', writeSafetensors(safe, { classes: 'road, sky' })],
];

/** Cuts, flips bits, overwrites counts with extreme ones, repeats or removes a stretch. */
function damage(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const result = bytes.slice();
  const at = () => random.integer(result.length);
  switch (random.integer(6)) {
    case 0:
      return result.subarray(0, at());
    case 1:
      result[at()]! ^= 1 << random.integer(8);
      return result;
    case 2:
      for (let i = 0; i < 16; i++) result[at()]! ^= 1 << random.integer(8);
      return result;
    case 3: {
      const start = at();
      result.fill([0, 0x7f, 0xff][random.integer(3)]!, start, start + 1 + random.integer(8));
      return result;
    }
    case 4: {
      const [from, to] = [at(), at()];
      result.copyWithin(from, to, to + 1 + random.integer(64));
      return result;
    }
    default: {
      const [start, end] = [at(), at()].sort((a, b) => a - b) as [number, number];
      return Uint8Array.from([...result.subarray(0, start), ...result.subarray(end)]);
    }
  }
}

const allocated = (tensors: Map<string, SafeTensor>) =>
  [...new Set([...tensors.values()].map(({ data }) => data.buffer))].reduce((sum, b) => sum + b.byteLength, 0);

describe.each(FILES)('%s, damaged', (_, bytes) => {
  it(`ends in a sentence or in tensors, ${TRIES} times`, { timeout: 60_000 + 60 * TRIES }, async () => {
    const { limit } = new AllocationBudget(bytes.length, 'x');
    const before = process.memoryUsage().arrayBuffers;
    let refused = 0;
    for (let i = 0; i < TRIES; i++) {
      const file = damage(bytes, new RandomStream(5, STREAM, i));
      const started = performance.now();
      try {
        const { tensors } = await readWeightsFile(file, 'x.pth');
        expect(allocated(tensors)).toBeLessThanOrEqual(limit);
        nameNetwork(tensors, 'x.pth');
      } catch (error) {
        if (!(error instanceof WeightsFileError))
          throw new Error(`Try ${i} fails without a sentence.`, { cause: error });
        expect(error.message).toMatch(/^x\.pth/);
        refused++;
      }
      expect(performance.now() - started, `try ${i}`).toBeLessThan(LIMIT_MS);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * limit);
    // Damage to values goes unnoticed where the format has no checksums, and most damage is elsewhere.
    expect(refused).toBeGreaterThan(TRIES / 5);
  });

  it('is whole before', async () => {
    const { tensors } = await readWeightsFile(bytes, 'x.pth');
    expect(nameNetwork(tensors, 'x.pth').tensors.has('backbone.patch_embed1.proj.weight')).toBe(true);
  });
});
