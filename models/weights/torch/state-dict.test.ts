import { describe, expect, it } from 'vitest';
import { readWeightsFile } from '../weights-file';
import { bytesOf, zipForm } from './testing/containers';
import { type Code, orderedDict, tensorCode } from './testing/pickle-writer';

const read = (bytes: Uint8Array) => readWeightsFile(bytes, 'x.pth');
const six = bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6));
const twoByThree = tensorCode({ type: 'FloatStorage', key: '0', elements: 6, shape: [2, 3], strides: [3, 1] });

describe('where the state dict is', () => {
  const dict = orderedDict([['w', twoByThree]]);
  const places: [string, Code, string][] = [
    ['at the top', dict, 'w'],
    [
      'in state_dict, beside meta data',
      {
        dict: [
          [
            'meta',
            {
              dict: [
                ['epoch', 3],
                ['CLASSES', { tuple: ['road'] }],
              ],
            },
          ],
          ['state_dict', dict],
        ],
      },
      'w',
    ],
    [
      'in model',
      {
        dict: [
          ['model', dict],
          ['epoch', 5],
        ],
      },
      'w',
    ],
    [
      'in model, beside tensors',
      {
        dict: [
          ['rng', twoByThree],
          ['model', dict],
        ],
      },
      'w',
    ],
    ['two levels down', { dict: [['model', { dict: [['state_dict', dict]] }]] }, 'w'],
    ['in dicts of dicts', { dict: [['backbone', { dict: [['norm', dict]] }]] }, 'backbone.norm.w'],
    ['with attributes', { build: dict, state: { dict: [['_metadata', orderedDict([])]] } }, 'w'],
  ];
  it.each(places)('finds it %s', async (_, root, name) => {
    const { tensors } = await read(zipForm(root, { 0: six }));
    expect([...tensors.keys()]).toEqual([name]);
  });

  it('passes by what is no tensor, and by dicts that hold themselves', async () => {
    const loop: Code = Uint8Array.from([...Buffer.from('}q\x05X\x01\0\0\0ah\x05s', 'latin1')]);
    const root: Code = {
      dict: [
        ['epoch', 3],
        ['loop', loop],
        ['w', twoByThree],
        [5, twoByThree],
      ],
    };
    expect([...(await read(zipForm(root, { 0: six }))).tensors.keys()]).toEqual(['w']);
  });

  it.each([
    ['a list', { list: [twoByThree] } satisfies Code as Code, /no dict of named tensors/],
    ['a tensor', twoByThree, /a single tensor/],
    ['nothing', { dict: [['a', 1]] } satisfies Code as Code, /no dict of named tensors/],
  ])('says that %s is no state dict', async (_, root, message) => {
    await expect(read(zipForm(root, { 0: six }))).rejects.toThrow(message);
  });
});
