import { describe, expect, it } from 'vitest';
import type { EvaluationSample } from '../data/batch';
import { DEMO_CSI } from '../experiment/demo';
import { MAX_PINS, type Pin } from '../run-timeline';
import { MemoryFolder } from '../testing/memory-folder';
import { readPinnedMoments, readPins, readPrediction, readStill, writePins } from './pinned-folder';
import { keepsPinned, PinnedRound } from './pinned-round';

const { schedule } = DEMO_CSI;
const [WIDTH, HEIGHT] = [6, 4];
const sample = (file: string): EvaluationSample => ({
  rgb: Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => (7 * i) % 256),
  width: WIDTH,
  height: HEIGHT,
  label: new Uint8Array(WIDTH * HEIGHT).fill(8),
  labelWidth: WIDTH,
  labelHeight: HEIGHT,
  file,
});
const labels = (id: number) => new Uint8Array(WIDTH * HEIGHT).fill(id);
const predictor = { predict: async () => labels(13) };
const pictures = {
  targetPicture: async (file: string) => {
    if (file === 'gone.png') throw new Error('gone.png is gone.');
    const { rgb, width, height } = sample(file);
    return { rgb, width, height };
  },
};
const validation = (...files: string[]): Pin[] => files.map((file) => ({ set: 'validation', file }));

/** One evaluation of five pictures. */
async function evaluated(folder: MemoryFolder, iteration: number, learned: string[] = [], labelled = true) {
  const round = await PinnedRound.open(folder, DEMO_CSI, iteration);
  if (labelled) for (const name of ['a', 'b', 'c', 'd', 'e']) await round.take(sample(`city/${name}.png`), labels(2));
  const problems: string[] = [];
  const moment = await round.end(predictor, pictures, learned, (_, message) => problems.push(message));
  return { moment, problems };
}

describe('pinned pictures', () => {
  it('are the first three of the validation set where nobody chose, each predicted anew', async () => {
    const folder = new MemoryFolder();
    const pins = validation('city/a.png', 'city/b.png', 'city/c.png');
    expect((await evaluated(folder, 300)).moment).toEqual({ iteration: 300, pins });
    await evaluated(folder, 600);
    expect(await readPinnedMoments(folder)).toEqual([
      { iteration: 300, pins },
      { iteration: 600, pins },
    ]);
    const still = await readStill(folder, pins[1]!);
    expect(still.picture).toMatchObject({ kind: 'rgb', width: WIDTH, height: HEIGHT, data: sample('').rgb });
    expect(still.truth).toMatchObject({ kind: 'labels', data: labels(8) });
    expect(await readPrediction(folder, pins[1]!, 600)).toMatchObject({ kind: 'labels', data: labels(2) });
    await expect(readPrediction(folder, pins[1]!, 900)).rejects.toThrow('no prediction of city/b.png was kept');
  });

  it('are what was chosen from the next evaluation on, also pictures without labels', async () => {
    const folder = new MemoryFolder();
    await evaluated(folder, 300);
    const chosen: Pin[] = [
      { set: 'target', file: 'x.png' },
      { set: 'validation', file: 'city/e.png' },
      { set: 'target', file: 'gone.png' },
    ];
    await writePins(folder, chosen);
    const { moment, problems } = await evaluated(folder, 600);
    expect(moment!.pins).toEqual([chosen[1], chosen[0]]);
    expect(problems).toEqual(['gone.png is gone.']);
    expect(await readStill(folder, chosen[0]!)).toMatchObject({ truth: null });
    const { width, height } = await readPrediction(folder, chosen[0]!, 600);
    expect([width, height]).toEqual([(WIDTH / HEIGHT) * DEMO_CSI.data.evaluation[1], DEMO_CSI.data.evaluation[1]]);
  });

  it('are those of the first batch where the run has no labelled pictures, and stay so', async () => {
    const folder = new MemoryFolder();
    const first = await evaluated(folder, 300, ['u.png', 'v.png', 'u.png'], false);
    expect(first.moment!.pins.map(({ file }) => file)).toEqual(['u.png', 'v.png']);
    expect((await evaluated(folder, 600, ['w.png'], false)).moment!.pins).toEqual(first.moment!.pins);
  });

  it('can be none', async () => {
    const folder = new MemoryFolder();
    await writePins(folder, []);
    expect((await evaluated(folder, 300, ['u.png'])).moment).toBeNull();
    expect([...folder.files.keys()]).toEqual(['pinned/pins.json']);
  });

  it('are few, so that a run stays small', async () => {
    const folder = new MemoryFolder();
    const many = Array.from({ length: MAX_PINS + 1 }, (_, i): Pin => ({ set: 'target', file: `${i}.png` }));
    await expect(writePins(folder, many)).rejects.toThrow(`${MAX_PINS} at most`);
    await writePins(folder, many.slice(1));
    expect(await readPins(folder)).toHaveLength(MAX_PINS);
  });

  it('are kept with half the pixels where they are larger than a screen, labels as they are', async () => {
    const folder = new MemoryFolder();
    const [width, height] = [1026, 2];
    const label = Uint8Array.from({ length: width * height }, (_, i) => i % 19);
    const rgb = new Uint8Array(width * height * 3).fill(100, 0, 3);
    const wide = { rgb, width, height, label, labelWidth: width, labelHeight: height, file: 'wide.png' };
    const round = await PinnedRound.open(folder, DEMO_CSI, 300);
    await round.take(wide, label);
    const { picture, truth } = await readStill(folder, validation('wide.png')[0]!);
    expect([picture.width, picture.height, truth!.width, truth!.height]).toEqual([513, 1, 513, 1]);
    expect([...truth!.data.slice(0, 3)]).toEqual([0, 2, 4]);
    expect([...picture.data.slice(0, 4)]).toEqual([25, 25, 25, 0]);
  });

  it('does not take a cut-off line for an evaluation', async () => {
    const folder = new MemoryFolder();
    await evaluated(folder, 300);
    await folder.append('pinned/index.ndjson', new TextEncoder().encode('{"iteration":600,"pi'));
    expect((await readPinnedMoments(folder)).map(({ iteration }) => iteration)).toEqual([300]);
  });
});

describe('which evaluations are kept', () => {
  it('is every one, of thousands a part, and always the last', () => {
    const kept = (iterations: number, evaluateEvery: number) =>
      Array.from({ length: Math.ceil(iterations / evaluateEvery) }, (_, i) =>
        Math.min(iterations, (i + 1) * evaluateEvery),
      ).filter((iteration) => keepsPinned({ ...schedule, iterations, evaluateEvery }, iteration));
    expect(kept(1500, 300)).toEqual([300, 600, 900, 1200, 1500]);
    expect(kept(1000, 300)).toEqual([300, 600, 900, 1000]);
    expect(kept(40_001, 10)).toHaveLength(191);
    expect(kept(40_001, 10).at(-1)).toBe(40_001);
  });
});
