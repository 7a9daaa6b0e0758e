import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_BASELINE } from '../experiment/demo';
import { MemoryFolder } from '../testing/memory-folder';
import { zip } from '../zip';
import { filesOfFolder, filesOfZip, freeRunName, takeIn } from './bundle';
import { RunFolder } from './run-folder';
import { changeAbout, readAbout, readHistory, readPredictions, readRecord, readTimeline } from './run-reader';

const scores = {
  miou: 0.5,
  macc: 0.6,
  aacc: 0.7,
  iouPerClass: {},
  accPerClass: {},
  confusion: [],
  classesAveraged: [],
};
const ignore = () => undefined;
let memory: MemoryFolder;

beforeEach(async () => {
  memory = new MemoryFolder('a');
  const run = new RunFolder(memory);
  await run.begin(DEMO_BASELINE);
  await run.log(
    { type: 'iteration', iteration: 0, 'decode.loss_seg': 2, confidentShare: 0.5, drawnClasses: [17, 5] },
    { type: 'scores', iteration: 1, scores, pictures: [{ file: 'a.png', miou: 0.5, iou: [] }] },
    { type: 'iteration', iteration: 1, confidentShare: 0.25, drawnClasses: [17] },
  );
});

describe('a stored run', () => {
  it('is told by its configuration, how far it came and its evaluations', async () => {
    expect(await readRecord(memory)).toMatchObject({
      about: { title: null, note: '', deletedAt: null },
      config: { name: 'demo-baseline' },
      iteration: 0,
      logged: 2,
      evaluations: [{ iteration: 1, scores: { miou: 0.5 } }],
    });
  });

  it('has a curve for every number, with gaps, and counts the classes that were drawn', async () => {
    const { iterations, values, drawn } = (await readHistory(memory)).curves;
    expect([...iterations]).toEqual([0, 1]);
    expect([...values.confidentShare!]).toEqual([0.5, 0.25]);
    expect([...values['decode.loss_seg']!]).toEqual([2, Number.NaN]);
    expect(drawn).toEqual({ 5: 1, 17: 2 });
  });

  it('has the scores of every picture in its history, and not in a list', async () => {
    expect((await readHistory(memory)).evaluations[0]!.pictures).toEqual([{ file: 'a.png', miou: 0.5, iou: [] }]);
    expect((await readRecord(memory)).evaluations[0]).not.toHaveProperty('pictures');
  });

  it('tells how the relabeling map grew, and of no moment that was not', async () => {
    const none = { pinned: [], pins: null, maps: [], checkpoints: [] };
    expect(await readTimeline(memory)).toEqual(none);
    await new RunFolder(memory).log({ type: 'map', iteration: 2, entries: [] });
    expect(await readTimeline(memory)).toEqual({ ...none, maps: [{ iteration: 2, entries: [] }] });
  });

  it('gives its predictions out with the names of the classes, or says when there will be some', async () => {
    await expect(readPredictions(memory)).rejects.toThrow('This run has no predictions');
    for (const name of ['b.png', 'a.png']) await new RunFolder(memory).savePrediction(name, Uint8Array.of(7));
    const files = await readPredictions(memory);
    expect(files.map(([name]) => name)).toEqual(['a.png', 'b.png', 'classes.json']);
    expect(new Uint8Array(await files[0]![1].arrayBuffer())).toEqual(Uint8Array.of(7));
    expect(JSON.parse(await files[2]![1].text())).toMatchObject({ network: 'demo-baseline' });
  });

  it('has the relabeling map of its last checkpoint, once there is one', async () => {
    expect((await readHistory(memory)).map).toBeNull();
    const entry = {
      target: 14,
      source: 13,
      origin: 'manual' as const,
      votes: [{ source: 13, count: 5 }],
      detectionThreshold: 0.1,
      classificationThreshold: 0.5,
      relabeledPatches: 7,
    };
    await new RunFolder(memory).saveMap(1, [entry]);
    expect((await readHistory(memory)).map).toEqual({ iteration: 1, entries: [entry] });
  });

  it('leaves a line out that is being written', async () => {
    await memory.append('metrics.ndjson', new TextEncoder().encode('{"type":"iteration","itera'));
    expect((await readHistory(memory)).curves.iterations.length).toBe(2);
    expect((await readRecord(memory)).logged).toBe(2);
  });

  it('keeps what is said of it, part by part', async () => {
    await changeAbout(memory, { title: 'First' });
    await changeAbout(memory, { note: 'with a note' });
    expect(await readAbout(memory)).toEqual({ title: 'First', note: 'with a note', deletedAt: null });
    await memory.write('about.json', new Uint8Array([123]));
    expect((await readAbout(memory)).title).toBeNull();
  });
});

describe('a bundle', () => {
  const packed = async (prefix: string, name: string) => {
    const files = [...memory.files].map(([path, bytes]) => [prefix + path, new Blob([new Uint8Array(bytes)])] as const);
    return new File([await zip(files)], name);
  };

  it('comes back as the same folder, from a zip and from a folder', async () => {
    await memory.write(
      'checkpoints/best/state.safetensors',
      Uint8Array.from({ length: 5000 }, (_, i) => i % 251),
    );
    for (const files of [await filesOfZip(await packed('a/', 'x.zip')), await filesOfFolder(memory)]) {
      expect(files.name).toBe('a');
      const other = new MemoryFolder('b');
      await takeIn(files, other, ignore);
      expect(new Map([...other.files].sort())).toEqual(new Map([...memory.files].sort()));
    }
  });

  it('is named by its file where it has no folder of its own', async () => {
    expect((await filesOfZip(await packed('', 'night.zip'))).name).toBe('night');
  });

  it('is refused where it is no run, and leaves none behind', async () => {
    const other = new MemoryFolder('b');
    memory.files.set('config.json', new TextEncoder().encode('{"version":1}'));
    await expect(takeIn(await filesOfFolder(memory), other, ignore)).rejects.toThrow('config.json: name');
    expect(other.files.size).toBe(0);
    memory.files.delete('config.json');
    await expect(filesOfZip(await packed('', 'a.zip'))).rejects.toThrow('a.zip holds no run');
  });

  it('writes nothing outside its folder', async () => {
    memory.files.set('../outside', new Uint8Array(1));
    await expect(filesOfZip(await packed('', 'a.zip'))).rejects.toThrow('outside of its folders');
  });

  it('gets a free name that a folder can have', () => {
    expect(freeRunName('a', new Set(['a', 'a-2']))).toBe('a-3');
    expect(freeRunName('../x:y', new Set())).toBe('-x-y');
  });
});
