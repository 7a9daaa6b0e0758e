import { describe, expect, it } from 'vitest';
import type { Pixels } from './pillow';
import type { PlacedCrop, Proposal, Search, Viewer } from './proposal';
import { noisePicture } from './testing/noise';
import { boxesInCrop, WholePictures } from './whole-pictures';

const proposal = (target: number, x0: number, y0: number, x1: number, y1: number): Proposal => ({
  target,
  detectionScore: 0.5,
  box: { x0, y0, x1, y1 },
  predicted: null,
  confidence: 0,
  promptProbabilities: [],
});
const place = (x: number, y: number, flipped: boolean) => ({ x, y, width: 32, height: 20, flipped });
const boxOf = ({ box }: Proposal) => [box.x0, box.y0, box.x1, box.y1];

const search = (...targets: number[]): Search => ({
  entries: targets.map((target) => ({ target, detectionThreshold: 0.1, classificationThreshold: 0.5 })),
  prompts: [],
});

describe('boxes of a picture in a crop', () => {
  it('are shifted and cut at the border; those outside are gone', () => {
    const boxes = [
      proposal(1, 12, 6, 20, 16),
      proposal(2, 0, 0, 100, 100),
      proposal(3, 42, 5, 50, 9),
      proposal(4, 0, 0, 11, 5),
    ];
    const found = boxesInCrop(boxes, place(10, 5, false));
    expect(found.map((p) => [p.target, ...boxOf(p)])).toEqual([
      [1, 2, 1, 10, 11],
      [2, 0, 0, 32, 20],
    ]);
  });

  it('hold the same pixels of a mirrored crop', () => {
    const picture = noisePicture(60, 40, 5);
    const { x, y, width, height } = place(10, 5, true);
    const pixel = (px: number, py: number): number => picture.rgb[(py * picture.width + px) * 3]!;
    const mirrored = (cx: number, cy: number): number => pixel(x + width - 1 - cx, y + cy);
    const box = proposal(1, 4, 9, 21, 30);
    const [found] = boxesInCrop([box], { x, y, width, height, flipped: true });
    const inCrop: number[] = [];
    for (let cy = found!.box.y0; cy < found!.box.y1; cy++)
      for (let cx = found!.box.x1 - 1; cx >= found!.box.x0; cx--) inCrop.push(mirrored(cx, cy));
    const inPicture: number[] = [];
    for (let py = 9; py < 25; py++) for (let px = 10; px < 21; px++) inPicture.push(pixel(px, py));
    expect(inCrop).toEqual(inPicture);
    expect(box.box.x0).toBe(4);
  });
});

describe('whole pictures', () => {
  function watched() {
    const detected: number[][] = [];
    const targetsOf = ({ entries }: Search) => entries.map(({ target }) => target);
    const asked: string[] = [];
    const viewer: Viewer = {
      async detect(pictures, asked) {
        const targets = targetsOf(asked);
        detected.push(targets);
        return pictures.map(({ width }) => targets.map((target) => proposal(target, 0, 0, width, 10)));
      },
      async propose(crops, asked, found) {
        expect(found).toHaveLength(crops.length);
        return found!.map((own) =>
          own.filter(({ target }) => targetsOf(asked).includes(target)).map((p) => ({ ...p, predicted: p.target })),
        );
      },
    };
    const pictures: Record<string, Pixels> = {
      a: noisePicture(64, 32, 1),
      b: noisePicture(64, 32, 2),
      copy: noisePicture(64, 32, 1),
    };
    const whole = new WholePictures(viewer, async (file) => {
      asked.push(file);
      const picture = pictures[file];
      if (!picture) throw new Error(`no ${file}`);
      return picture;
    });
    return { whole, detected, asked };
  }
  const crop = (file: string, x: number, flipped = false): PlacedCrop => ({
    ...noisePicture(32, 20, x),
    file,
    ...place(x, 4, flipped),
  });

  it('are looked at once, whatever is cut from them', async () => {
    const { whole, detected, asked } = watched();
    const first = await whole.propose([crop('a', 0), crop('a', 20), crop('b', 5)], search(14, 16));
    expect(first.map((own) => own.map((p) => [p.target, p.predicted, ...boxOf(p)]))).toEqual(
      Array(3).fill([
        [14, 14, 0, 0, 32, 6],
        [16, 16, 0, 0, 32, 6],
      ]),
    );
    await whole.propose([crop('b', 9, true), crop('a', 3)], search(14, 16));
    expect(asked).toEqual(['a', 'b']);
    expect(detected).toEqual([
      [14, 16],
      [14, 16],
    ]);
  });

  it('are known by their content and by the classes that were looked for', async () => {
    const { whole, detected } = watched();
    await whole.propose([crop('a', 0), crop('copy', 0)], search(14));
    expect(detected).toHaveLength(1);
    await whole.propose([crop('copy', 0)], search(14, 16));
    expect(detected).toHaveLength(2);
    expect(await whole.propose([crop('a', 0)], search())).toEqual([[]]);
    expect(detected).toHaveLength(2);
    const { entries } = search(14);
    await whole.propose([crop('a', 0)], { entries: [{ ...entries[0]!, classificationThreshold: 0.9 }], prompts: [] });
    expect(detected).toHaveLength(2);
    await whole.propose([crop('a', 0)], { entries: [{ ...entries[0]!, detectionThreshold: 0.9 }], prompts: [] });
    await whole.propose([crop('a', 0)], { entries, prompts: [{ classId: 14, prompts: ['lorry'] }] });
    expect(detected).toHaveLength(4);
  });

  it('that cannot be read are asked for again', async () => {
    const { whole, asked } = watched();
    await expect(whole.propose([crop('gone', 0)], search(14))).rejects.toThrow('no gone');
    await expect(whole.propose([crop('gone', 0)], search(14))).rejects.toThrow('no gone');
    expect(asked).toEqual(['gone', 'gone']);
  });
});
