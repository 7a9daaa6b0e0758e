import { afterEach, describe, expect, it } from 'vitest';
import type { Taxonomy } from '../experiment/taxonomy';
import { MemoryFolder } from '../testing/memory-folder';
import { loadModels, type Models, type ModelWants } from './models';
import type { Pixels } from './pillow';
import { VlmProposer } from './proposer';
import { maskInBox, readSamPreprocessing, samPicture, scaledExtent } from './sam-picture';
import { noisePicture } from './testing/noise';
import { type Files, OWL_GRID, tinyClip, tinyOwl } from './testing/tiny-models';
import { tinySam } from './testing/tiny-sam';

const folderOf = (parts: Record<string, Files>): MemoryFolder => {
  const all = new Map<string, Uint8Array>();
  for (const [name, files] of Object.entries(parts))
    for (const [path, bytes] of files) all.set(`${name}/${path}`, bytes);
  return new MemoryFolder('models', '', all);
};
let loaded: Models | null = null;
afterEach(async () => {
  await Promise.all([loaded?.owl.dispose(), loaded?.clip.dispose(), loaded?.sam?.dispose()]);
  loaded = null;
});
async function load(sam: Files | null, wants: ModelWants = { masks: true }): Promise<Models> {
  const directory = folderOf({ owlvit: tinyOwl(), clip: tinyClip(), ...(sam && { slimsam: sam }) });
  loaded = await loadModels({ kind: 'folder', directory }, 'wasm', () => {}, wants);
  return loaded;
}

/** Grey with a red rectangle. */
function redIn(width: number, height: number, x0: number, y0: number, x1: number, y1: number): Pixels {
  const rgb = new Uint8Array(width * height * 3).fill(120);
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) rgb.set([255, 0, 0], (y * width + x) * 3);
  return { width, height, rgb };
}
const rowsOf = (mask: Uint8Array, width: number): string[] =>
  Array.from({ length: mask.length / width }, (_, y) => mask.subarray(y * width, (y + 1) * width).join(''));

describe('masks', () => {
  it('cover the object in the box, at the size of the crop, and what the network rates best', async () => {
    const { sam, names } = await load(tinySam());
    expect(names.sam).toBe('slimsam');
    expect(sam!.takesBoxes).toBe(true);
    // Scaled by two, the rectangle covers whole cells of the network's grid.
    const crop = redIn(32, 24, 8, 4, 16, 12);
    const [all, part] = await sam!.masks(crop, [
      { x0: 2, y0: 2, x1: 22, y1: 20 },
      { x0: 12, y0: 0, x1: 30, y1: 24 },
    ]);
    const at = (mask: Uint8Array, width: number, x: number, y: number): number => mask[y * width + x]!;
    const counted = (mask: Uint8Array): number => mask.reduce((a, b) => a + b, 0);
    expect(all).toHaveLength(20 * 18);
    for (const [x, y] of [
      [7, 3],
      [12, 3],
      [7, 8],
      [12, 8],
    ] as const)
      expect(at(all!, 20, x, y)).toBe(1);
    for (const [x, y] of [
      [3, 5],
      [17, 5],
      [9, 14],
      [0, 0],
    ] as const)
      expect(at(all!, 20, x, y)).toBe(0);
    // Interpolation lets the mask grow by a pixel at most.
    expect(counted(all!)).toBeGreaterThanOrEqual(64);
    expect(counted(all!)).toBeLessThanOrEqual(100);
    // The other box holds the right half of it.
    expect(counted(part!)).toBeGreaterThan(20);
    expect(counted(part!)).toBeLessThanOrEqual(50);
    expect(rowsOf(part!, 18).every((row) => row.slice(6) === '0'.repeat(12))).toBe(true);
  });

  it('come from the centre of the box where the network takes points only', async () => {
    const { sam } = await load(tinySam('points'));
    expect(sam!.takesBoxes).toBe(false);
    const crop = redIn(32, 32, 0, 0, 32, 32);
    const [mask] = await sam!.masks(crop, [{ x0: 0, y0: 8, x1: 32, y1: 24 }]);
    const middle = rowsOf(mask!, 32)[8]!;
    expect(middle.slice(0, 8)).toBe('0'.repeat(8));
    expect(middle.slice(12, 20)).toBe('1'.repeat(8));
    expect(middle.slice(24)).toBe('0'.repeat(8));
  });

  it('are drawn for what CLIP lets pass, and for nothing else', async () => {
    const models = await load(tinySam());
    const colour = (name: string, prompt: string, category = 'object') => ({
      name,
      category,
      prompts: [prompt],
      color: [0, 0, 0] as [number, number, number],
    });
    const taxonomy: Taxonomy = {
      classes: [colour('ground', 'sand', 'flat'), colour('red', 'red'), colour('navy', 'navy')],
    };
    const entry = (target: number) => ({ target, source: 0, detectionThreshold: 0.5, classificationThreshold: 0.5 });
    const relabeling = { map: [entry(1), entry(2)], nmsIou: 0.3, minSide: 4, masks: true };
    const side = OWL_GRID * 8;
    const crop = redIn(side, side, 16, 24, 24, 32);
    crop.rgb.fill(0, 0, 3 * 8); // a few black pixels, which nothing looks for
    const [proposals] = await new VlmProposer(models, { taxonomy, relabeling }).propose([crop], {
      entries: relabeling.map,
      prompts: [],
    });
    const red = proposals!.find(({ target, predicted }) => target === 1 && predicted === 1)!;
    expect(red.box).toEqual({ x0: 16, y0: 24, x1: 24, y1: 32 });
    expect(red.mask).toHaveLength(64);
    expect(red.mask!.reduce((a, b) => a + b, 0)).toBeGreaterThan(30);
    for (const proposal of proposals!)
      if (proposal.predicted !== proposal.target) expect(proposal.mask).toBeUndefined();
    const small = { ...relabeling, minSide: 9 };
    const [none] = await new VlmProposer(models, { taxonomy, relabeling: small }).propose([crop], {
      entries: relabeling.map,
      prompts: [],
    });
    expect(none!.length).toBeGreaterThan(0);
    expect(none!.every(({ mask }) => mask === undefined)).toBe(true);
  });
});

describe('a SAM that is not there', () => {
  const without = (path: string): Files => {
    const files = new Map(tinySam());
    expect(files.delete(path)).toBe(true);
    return files;
  };

  it('is not needed for boxes', async () => {
    expect((await load(null, {})).sam).toBeNull();
  });

  it('is named where masks are wanted', async () => {
    await expect(load(null)).rejects.toThrow('holds no SAM');
    await expect(
      loadModels({ kind: 'builtin', asset: async () => new Uint8Array() }, 'wasm', () => {}, { masks: true }),
    ).rejects.toThrow('does not come with the lab');
  });

  it.each([
    ['onnx/prompt_encoder_mask_decoder.onnx', 'draws the masks'],
    ['preprocessor_config.json', 'size and colours'],
    ['config.json', 'says what the model is'],
  ])('lacks %s', async (path, purpose) => {
    await expect(load(without(path))).rejects.toThrow(purpose);
  });

  it('is another model', async () => {
    await expect(load(tinyClip())).rejects.toThrow(/lacks onnx\/vision_encoder|model_type clip; expected sam/);
  });
});

describe('the picture of a SAM', () => {
  const settings = readSamPreprocessing({
    size: { longest_edge: 12 },
    pad_size: { height: 16, width: 16 },
    image_mean: [0, 0, 0],
    image_std: [1, 1, 1],
  });

  it('fills the upper left corner, and zeros the rest', () => {
    expect(scaledExtent({ width: 9, height: 5 }, settings)).toEqual({ width: 12, height: 7 });
    const picture = { width: 9, height: 5, rgb: new Uint8Array(135).fill(255) };
    const input = samPicture(picture, settings);
    for (let c = 0; c < 3; c++)
      for (let y = 0; y < 16; y++)
        for (let x = 0; x < 16; x++) expect(input[(c * 16 + y) * 16 + x]).toBe(x < 12 && y < 7 ? 1 : 0);
  });

  it('is refused where the input is no square', () => {
    const config = { size: { longest_edge: 12 }, image_mean: [0, 0, 0], image_std: [1, 1, 1] };
    expect(() => readSamPreprocessing({ ...config, pad_size: { height: 8, width: 16 } })).toThrow('16x8');
    expect(() => readSamPreprocessing(config)).toThrow('pad_size');
  });

  it('has masks that are interpolated twice, as a plain implementation does', () => {
    const size = 5;
    const crop = { width: 9, height: 5 };
    const logits = Float32Array.from(noisePicture(size, size, 3).rgb.subarray(0, size * size), (v) => v - 128);
    const plain = (values: number[][], height: number, width: number): number[][] => {
      const at = (i: number, from: number, to: number): [number, number, number] => {
        const centre = Math.max(0, ((i + 0.5) * from) / to - 0.5);
        const low = Math.floor(centre);
        return [low, Math.min(low + 1, from - 1), centre - low];
      };
      return Array.from({ length: height }, (_, y) =>
        Array.from({ length: width }, (_, x) => {
          const [y0, y1, v] = at(y, values.length, height);
          const [x0, x1, u] = at(x, values[0]!.length, width);
          const mix = (a: number, b: number, t: number): number => a * (1 - t) + b * t;
          return mix(mix(values[y0]![x0]!, values[y0]![x1]!, u), mix(values[y1]![x0]!, values[y1]![x1]!, u), v);
        }),
      );
    };
    const rows = Array.from({ length: size }, (_, y) => [...logits.subarray(y * size, (y + 1) * size)]);
    const square = plain(rows, 16, 16);
    const whole = plain(
      square.slice(0, 7).map((row) => row.slice(0, 12)),
      5,
      9,
    ).flat();
    const expected = whole.map((value) => (value > 0 ? 1 : 0));
    expect(new Set(expected).size).toBe(2);
    const box = { x0: 0, y0: 0, x1: 9, y1: 5 };
    expect([...maskInBox(logits, size, crop, box, settings)]).toEqual(expected);
    const part = { x0: 2, y0: 1, x1: 7, y1: 4 };
    const cut = expected.filter((_, i) => i % 9 >= 2 && i % 9 < 7 && Math.floor(i / 9) >= 1 && Math.floor(i / 9) < 4);
    expect([...maskInBox(logits, size, crop, part, settings)]).toEqual(cut);
  });
});
