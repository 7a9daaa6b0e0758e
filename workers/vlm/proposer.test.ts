import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Taxonomy } from '../experiment/taxonomy';
import { MemoryFolder } from '../testing/memory-folder';
import { Owl } from './owl';
import type { Pixels } from './pillow';
import { connectProposer, serveProposer } from './port';
import type { Search } from './proposal';
import type { ProposerSettings } from './proposer';
import { VlmService } from './service';
import { LOGIT_SCALE, OWL_GRID, tinyClip, tinyOwl } from './testing/tiny-models';

const colour = (name: string, category: string, ...prompts: string[]) => ({
  name,
  category,
  prompts,
  color: [0, 0, 0] as [number, number, number],
});
/** Classes that are colours: warm ones share a category. */
const TAXONOMY: Taxonomy = {
  classes: [
    colour('ground', 'flat', 'sand'),
    colour('red', 'warm', 'red'),
    colour('gold', 'warm', 'gold'),
    colour('lime', 'cold', 'lime'),
    colour('navy', 'cold', 'navy'),
  ],
};
const entry = (target: number, classificationThreshold: number | null = 0.5) => ({
  target,
  source: 0,
  detectionThreshold: 0.5,
  classificationThreshold,
});
const search = (...targets: number[]): Search => ({
  entries: targets.map((target) => entry(target, target === 4 ? null : 0.5)),
  prompts: [],
});
const settings = (minSide = 4): ProposerSettings => ({
  taxonomy: TAXONOMY,
  relabeling: { map: [entry(1), entry(3), entry(4, null)], nmsIou: 0.3, minSide },
});

const CELL = 8;
const COLOURS: Record<string, [number, number, number]> = {
  red: [255, 0, 0],
  lime: [0, 255, 0],
  navy: [0, 0, 255],
};

/** Grey, with cells of the detector's grid coloured. */
function crop(...cells: [string, number, number][]): Pixels {
  const side = OWL_GRID * CELL;
  const rgb = new Uint8Array(side * side * 3).fill(120);
  for (const [name, column, row] of cells)
    for (let y = row * CELL; y < (row + 1) * CELL; y++)
      for (let x = column * CELL; x < (column + 1) * CELL; x++) rgb.set(COLOURS[name]!, (y * side + x) * 3);
  return { width: side, height: side, rgb };
}
const boxAt = (column: number, row: number) => ({
  x0: column * CELL,
  y0: row * CELL,
  x1: (column + 1) * CELL,
  y1: (row + 1) * CELL,
});

let service: VlmService;
const directory = new MemoryFolder();
for (const [name, files] of [
  ['clip', tinyClip()],
  ['owlvit', tinyOwl()],
] as const)
  for (const [path, bytes] of files) directory.files.set(`${name}/${path}`, bytes);
const load = (some = settings()) => service.load({ kind: 'folder', directory }, some, () => {});

beforeAll(() => {
  service = new VlmService(
    async () => new Uint8Array(),
    async () => 'wasm',
  );
});

describe('proposing', () => {
  it('finds, classifies inside the category, and leaves classes without a threshold alone', async () => {
    await load();
    const crops = [crop(['red', 2, 3], ['navy', 6, 1]), crop(), crop(['lime', 0, 7])];
    const proposals = await service.propose(crops, search(1, 3, 4));
    expect(proposals.map((list) => list.length)).toEqual([2, 0, 1]);
    const red = proposals[0]!.find(({ target }) => target === 1)!;
    expect(red).toMatchObject({ box: boxAt(2, 3), predicted: 1 });
    // Cosines of a saturated red with "red" and "gold": the softmax is over the two warm prompts only.
    expect(red.promptProbabilities).toHaveLength(2);
    expect(red.confidence).toBeGreaterThan(0.9);
    expect(red.promptProbabilities[0]! / red.promptProbabilities[1]!).toBeLessThan(Math.exp(2 * LOGIT_SCALE));
    expect(proposals[0]!.find(({ target }) => target === 4)).toMatchObject({
      box: boxAt(6, 1),
      predicted: null,
      promptProbabilities: [],
    });
    expect(proposals[2]![0]).toMatchObject({ target: 3, predicted: 3, box: boxAt(0, 7) });
  });

  it('does not classify what is too small', async () => {
    await load(settings(CELL + 1));
    const [list] = await service.propose([crop(['red', 2, 3])], search(1));
    expect(list).toMatchObject([{ target: 1, predicted: null, confidence: 0 }]);
  });

  it('finds nothing where nothing is wanted, and refuses classes without a prompt', async () => {
    await load();
    expect(await service.propose([crop(['red', 0, 0])], search())).toEqual([[]]);
    const mute = { ...search(2), prompts: [{ classId: 2, prompts: [] }] };
    await expect(service.propose([crop(['red', 0, 0])], mute)).rejects.toThrow('Class "gold" has no prompts');
    expect(await service.propose([crop(['red', 0, 0])], search(3, 4))).toEqual([[]]);
  });

  it('looks once at a crop, whichever classes are wanted later, and answers as if it looked again', async () => {
    await load();
    const look = vi.spyOn(Owl.prototype, 'detect');
    const picture = crop(['red', 1, 1], ['lime', 4, 4], ['navy', 6, 6]);
    const copy = { ...picture, rgb: picture.rgb.slice() };
    const [all, some] = await Promise.all([
      service.propose([picture], search(1, 3, 4)),
      service.propose([copy], search(3)),
    ]);
    expect(look).toHaveBeenCalledTimes(1);
    look.mockRestore();
    expect(all[0]!.map(({ target }) => target).sort()).toEqual([1, 3, 4]);
    await load();
    expect(await service.propose([copy], search(3))).toEqual(some);
  });

  it('answers at the thresholds and with the prompts of each search, looking again only for other prompts', async () => {
    await load();
    const look = vi.spyOn(Owl.prototype, 'detect');
    const picture = crop(['red', 1, 1], ['navy', 6, 6]);
    const [plain] = await service.propose([picture], search(1, 4));
    expect(plain!.map(({ target }) => target).sort()).toEqual([1, 4]);
    const { detectionScore } = plain!.find(({ target }) => target === 1)!;
    const stricter = { ...entry(1), detectionThreshold: detectionScore };
    const [strict] = await service.propose([picture], { entries: [stricter, entry(4)], prompts: [] });
    // The box of class 4 is classified now, that of class 1 is not above its own score.
    expect(strict).toMatchObject([{ target: 4, predicted: 4 }]);
    expect(look).toHaveBeenCalledTimes(1);
    const swapped: Search = {
      ...search(1, 4),
      prompts: [
        { classId: 1, prompts: ['navy'] },
        { classId: 4, prompts: ['red'] },
      ],
    };
    const [other] = await service.propose([picture], swapped);
    expect(other!.map(({ target, box }) => [target, box.x0 / CELL]).sort()).toEqual([
      [1, 6],
      [4, 1],
    ]);
    expect(look).toHaveBeenCalledTimes(2);
    // A class that the map did not have when the models were loaded.
    const [gold] = await service.propose([picture], {
      entries: [entry(2)],
      prompts: [{ classId: 2, prompts: ['red'] }],
    });
    expect(gold).toMatchObject([{ target: 2, box: boxAt(1, 1) }]);
    look.mockRestore();
    expect((await service.propose([picture], search(1, 4)))[0]).toEqual(plain);
  });

  it('compares with the classes of the category of now, without looking again', async () => {
    await load();
    const look = vi.spyOn(Owl.prototype, 'detect');
    const picture = crop(['red', 1, 1]);
    const [warm] = await service.propose([picture], search(1));
    expect(warm![0]!.promptProbabilities).toHaveLength(2);
    const alone: Search = { ...search(1), categories: [{ classId: 1, category: 'alone' }] };
    expect((await service.propose([picture], alone))[0]).toMatchObject([
      { target: 1, predicted: 1, promptProbabilities: [1] },
    ]);
    const cold: Search = { ...search(1), categories: [{ classId: 1, category: 'cold' }] };
    expect((await service.propose([picture], cold))[0]![0]!.promptProbabilities).toHaveLength(3);
    expect(look).toHaveBeenCalledTimes(1);
    look.mockRestore();
  });

  it('finds and classifies in two steps what it finds in one', async () => {
    await load();
    const crops = [crop(['red', 2, 3], ['navy', 6, 1]), crop(['lime', 0, 7])];
    const found = await service.detect(crops, search(1, 3, 4));
    expect(
      found.flat().every(({ predicted, promptProbabilities }) => predicted === null && !promptProbabilities.length),
    ).toBe(true);
    expect(await service.propose(crops, search(1, 3, 4), structuredClone(found))).toEqual(
      await service.propose(crops, search(1, 3, 4)),
    );
  });

  it('answers the same after it was ended and made again', async () => {
    await load();
    const [before] = await Promise.all([service.propose([crop(['red', 5, 5])], search(1)), service.dispose()]);
    await expect(service.propose([crop()], search(1))).rejects.toThrow('Load vision-language models');
    await load();
    expect(await service.propose([crop(['red', 5, 5])], search(1))).toEqual(before);
  });
});

it('works across a port', async () => {
  await load();
  const { port1, port2 } = new MessageChannel();
  serveProposer(service, port1);
  const picture = { ...crop(['lime', 3, 2]), label: new Uint8Array(1) };
  const [list] = await connectProposer(port2).propose([picture], search(1, 3));
  expect(list).toMatchObject([{ target: 3, predicted: 3, box: boxAt(3, 2) }]);
  expect(picture.rgb.length).toBeGreaterThan(0);
  port1.close();
  port2.close();
});
