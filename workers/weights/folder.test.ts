import { describe, expect, it } from 'vitest';
import { MemoryFolder } from '../testing/memory-folder';
import { weightsInFolder } from './folder';
import { licenceOf, licenceOfFile } from './licence';

const folder = (...names: string[]) =>
  new MemoryFolder('m', '', new Map(names.map((name) => [name, new Uint8Array(1)])));

describe('weightsInFolder', () => {
  it.each([
    [['config.json', 'pytorch_model.bin', 'model.safetensors'], 'model.safetensors'],
    [['config.json', 'pytorch_model.bin'], 'pytorch_model.bin'],
    [['iter_4000.pth', 'iter_8000.pth', 'latest.pth'], 'latest.pth'],
    [['iter_4000.pth', 'iter_8000.pth', 'best_mIoU_iter_8000.pth'], 'best_mIoU_iter_8000.pth'],
    [['notes.txt', 'b5.PTH', 'deeper/model.safetensors'], 'b5.PTH'],
  ])('finds in %j %s', async (names, expected) => {
    expect((await weightsInFolder(folder(...names))).path).toBe(expected);
  });

  it('says that there is none, or that there are several', async () => {
    await expect(weightsInFolder(folder('a.txt'))).rejects.toThrow('"m" holds no file of weights');
    await expect(weightsInFolder(folder('b.pth', 'a.pth'))).rejects.toThrow(
      '2 files of weights (a.pth, b.pth); choose',
    );
  });
});

describe('licences', () => {
  it.each([
    ['nvidia/mit-b5', {}, true],
    ['nvidia/segformer-b0-finetuned-ade-512-512', { license: 'other' }, true],
    ['somebody/else', { license: 'cc-by-nc-4.0' }, true],
    ['somebody/else', { license: 'apache-2.0' }, false],
    ['somebody/else', { license: 'other', license_name: 'nvidia-segformer' }, true],
  ])('%s with %j: non-commercial %s', (id, card, expected) => {
    expect(licenceOf(id, card).nonCommercial).toBe(expected);
  });

  it('says that none is stated, and takes no address that is none', () => {
    const unknown = licenceOf('a/b', { license_link: 'javascript:alert(1)' });
    expect(unknown).toEqual({
      name: 'not stated by the model',
      nonCommercial: false,
      text: null,
      url: 'https://huggingface.co/a/b',
    });
  });

  it.each(['mit_b5.pth', 'pretrained/mit_b0.pth', 'segformer.b5.1024x1024.city.160k.pth', 'nvidia-mit-b2.safetensors'])(
    "knows NVIDIA's files by their names: %s",
    (file) => expect(licenceOfFile(file)?.nonCommercial).toBe(true),
  );
  it.each(['model.safetensors', 'submit_b9.pth', 'latest.pth'])('knows nothing of %s', (file) => {
    expect(licenceOfFile(file)).toBeNull();
  });
});
