import { describe, expect, it } from 'vitest';
import { packText, unpackText } from './packed-text';
import { PLAIN_LINK, readSetupAddress, type SetupLink, setupAddress } from './setup-link';

const FULL: SetupLink = {
  preset: '90.4',
  iterations: 2000,
  seeds: [3, 0],
  detector: 'owlv2',
  pasteChangedOnly: true,
  detectOn: 'picture',
  masks: 'Xenova/slimsam-77-uniform',
  models: { clip: 'Xenova/clip-vit-base-patch32', owl: 'Xenova/owlv2-base-patch16' },
  classes: 'q1YqSyz-_',
};

const read = (address: string) => {
  const { search, hash } = new URL(address, 'https://lab.example/page/');
  return readSetupAddress(search, hash);
};

describe('a set-up in the address', () => {
  it('says nothing where nothing was changed, and no more than was', () => {
    expect(setupAddress(PLAIN_LINK)).toBe('');
    expect(setupAddress({ ...PLAIN_LINK, seeds: [0, 1] })).toBe('?preset=demo-csi&seeds=0,1');
    expect(setupAddress({ ...PLAIN_LINK, preset: 'small-b0' })).toBe('?preset=small-b0');
  });

  it('is read as it was written', () => {
    for (const link of [FULL, { ...PLAIN_LINK, preset: 'dacs' }, { ...PLAIN_LINK, classes: 'abc' }])
      expect(read(setupAddress(link))).toEqual(link);
  });

  it('asks for nothing without a preset', () => {
    expect(read('')).toBeNull();
    expect(read('?demo=1&iterations=3')).toBeNull();
  });

  it.each([
    ['?preset=90.9', /preset=90\.9, but there is no such preset/],
    ['?preset=dacs&iterations=1e9999', /iterations=1e9999, but it must be a whole number/],
    ['?preset=dacs&iterations=0', /at least 1/],
    ['?preset=dacs&seeds=a,b', /seeds=a,b, but seeds are whole numbers/],
    ['?preset=dacs&detector=yolo', /only owlvit or owlv2 is known/],
    ['?preset=dacs&masks=', /a model is named as owner\/name/],
    ['?preset=dacs&clip=a/b', /both models/],
  ])('refuses %s in a sentence', (address, sentence) => {
    expect(() => read(address)).toThrow(sentence);
  });
});

it('packs text for an address, and notices where it was cut off', async () => {
  const text = JSON.stringify({
    classes: Array.from({ length: 19 }, (_, i) => ({ name: `class ${i} – ü`, prompts: [] })),
  });
  const packed = await packText(text);
  expect(packed).toMatch(/^[\w-]+$/);
  expect(packed.length).toBeLessThan(text.length / 2);
  expect(await unpackText(packed)).toBe(text);
  await expect(unpackText(packed.slice(0, 40))).rejects.toThrow();
});
