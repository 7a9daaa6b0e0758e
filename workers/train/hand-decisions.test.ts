import { describe, expect, it } from 'vitest';
import type { Batch, BatchSource, EvaluationSource } from '../data/batch';
import { type Choice, seenBox } from '../decisions';
import { scaleSchedule } from '../experiment/config';
import { preset } from '../experiment/presets';
import type { ConsideredPatch, RunEvent } from '../protocol';
import { MemoryFolder } from '../testing/memory-folder';
import type { Proposer } from '../vlm/proposal';
import { boxesInCrop } from '../vlm/whole-pictures';
import { DECISIONS_FILE, DecisionLog, decideAtRest, readDecisions } from './decision-log';
import { RunFolder } from './run-folder';
import { readRecord } from './run-reader';
import { Session } from './session';
import type { Learner } from './session-parts';

const SIDE = 24;
const [CAR, TRUCK, TRAIN] = [13, 14, 16];
const scaled = scaleSchedule(preset('demo-csi'), 20); // collects in 4..5, relabels in 6..19
const config = { ...scaled, schedule: { ...scaled.schedule, evaluateEvery: 10 } };

/** a.png in even iterations, b.png in odd ones; the crop moves over the picture, and is mirrored now and then. */
const batches: BatchSource = {
  batch: async (iteration) => {
    const place = { width: SIDE, height: SIDE, x: (5 * iteration) % 16, y: 0, flipped: iteration % 3 === 0 };
    const [file, rgb] = [iteration % 2 ? 'b.png' : 'a.png', new Uint8Array(SIDE * SIDE * 3)];
    const target = [{ ...place, file, rgb, label: null }];
    return { iteration, source: [{ ...place, file: 's.png', rgb, label: null }], target, drawnClasses: [] };
  },
};

/** A truck at the same place of every picture, as CLIP sees it too. */
const truck: Proposer = {
  propose: async (crops, { entries }) => {
    const scores = { detectionScore: 0.4, predicted: TRUCK, confidence: 0.9, promptProbabilities: [0.9] };
    const found = { target: TRUCK, box: { x0: 12, y0: 2, x1: 26, y1: 20 }, ...scores };
    return crops.map((crop) => (entries.some(({ target }) => target === TRUCK) ? boxesInCrop([found], crop) : []));
  },
};

/** Takes everything for cars, and adds up what it was taught. */
class Taught implements Learner {
  sum = 0;
  trucks: number[] = [];
  failsAt = -1;
  async step(batch: Batch, relabel: ((labels: Uint8Array[]) => Promise<Uint8Array[]>) | null) {
    const [label] = relabel ? await relabel([new Uint8Array(SIDE * SIDE).fill(CAR)]) : [new Uint8Array(0)];
    if (batch.iteration === this.failsAt) throw new Error('The GPU is gone.');
    this.trucks[batch.iteration] = label!.filter((id) => id === TRUCK).length;
    for (const [i, id] of label!.entries()) this.sum = (this.sum * 31 + id * (i + 1)) % 65521;
    return { losses: { sum: this.sum }, confidentShare: 1 };
  }
  frames = async () => ({});
  predict = async () => Uint8Array.of(CAR);
  exportState = async () => new Map([['sum', { shape: [1], values: Float32Array.of(this.sum) }]]);
  importState(state: Map<string, { values: Float32Array }>) {
    this.sum = state.get('sum')!.values[0]!;
  }
}

const evaluation: EvaluationSource = {
  count: 1,
  sample: async () => {
    const size = { width: 1, height: 1, labelWidth: 1, labelHeight: 1 };
    return { ...size, rgb: new Uint8Array(3), label: Uint8Array.of(CAR), file: 'v.png' };
  },
};

async function begun(): Promise<MemoryFolder> {
  const disk = new MemoryFolder();
  await new RunFolder(disk).begin(config);
  return disk;
}

/** What is done when an iteration has ended. */
type Acts = Record<number, (session: Session) => unknown>;

async function play(disk: MemoryFolder, acts: Acts = {}, failsAt = -1) {
  const [trainer, folder] = [new Taught(), new RunFolder(disk)];
  trainer.failsAt = failsAt;
  const parts = { run: 'r', config, trainer, batches, proposer: truck, evaluation, folder, pictures: true };
  const promises: unknown[] = [];
  const session: Session = new Session(parts, (event: RunEvent) => {
    if (event.type === 'iteration') promises.push(acts[event.iteration]?.(session));
    if (event.type === 'status' && event.status === 'paused') promises.push(acts[-1]?.(session));
  });
  const result = await session.run();
  await Promise.all(promises);
  return { result, trainer, patches: await folder.patches(), metrics: await folder.metrics() };
}

const choice = (ruling: Choice['ruling'], to = TRUCK): Choice => {
  const crop = { x: 8, y: 0, width: SIDE, height: SIDE };
  return { ruling, to, from: CAR, file: 'a.png', box: { x0: 12, y0: 2, x1: 26, y1: 20 }, crop, lookedFor: TRUCK };
};
const decides =
  (...choices: Choice[]) =>
  (session: Session) =>
    session.decisionsOf('r')!.decide(choices);
const ofA = (patches: ConsideredPatch[]) => patches.filter(({ file }) => file === 'a.png');

describe('a decision in a running run', () => {
  it('holds from the next iteration on, in every crop of its picture, and in no other picture', async () => {
    const { result, trainer, patches } = await play(await begun(), { 9: decides(choice('reject')) });
    expect(result).toMatchObject({ status: 'finished', decisions: 1 });
    const relabeling = ofA(patches).filter(({ iteration }) => iteration >= 6);
    expect(relabeling.filter(({ accepted }) => accepted).map(({ iteration }) => iteration)).toEqual([6, 8]);
    for (const { iteration, byHand, reason } of relabeling)
      expect([byHand, reason]).toEqual(iteration > 9 ? ['reject', 'by hand'] : [undefined, null]);
    expect(trainer.trucks.slice(10).every((pixels, i) => pixels > 0 === (i % 2 === 1))).toBe(true);
    expect(patches.filter(({ file, byHand }) => file === 'b.png' && byHand)).toEqual([]);
  });

  it('is told apart in scores, map and list of runs, and without any there is no mark', async () => {
    const [disk, plain] = [await begun(), await begun()];
    const { metrics } = await play(disk, { 10: decides(choice('accept')) });
    const marks = metrics.filter(({ type }) => type === 'scores').map(({ decisions }) => decisions);
    expect(marks).toEqual([undefined, 1]);
    const map = JSON.parse(new TextDecoder().decode(disk.files.get('relabel/map.json'))) as {
      entries: { target: number; relabeledPatches: number; relabeledByHand?: number }[];
    };
    const trucks = map.entries.find(({ target }) => target === TRUCK);
    expect(trucks).toMatchObject({ relabeledPatches: 10, relabeledByHand: 4 });
    const record = await readRecord(disk);
    expect(record.supervision).toEqual({ held: 1, since: 11, waiting: 0 });
    expect(record.evaluations.map(({ decisions }) => decisions)).toEqual([undefined, 1]);

    const { result } = await play(plain);
    expect(result).not.toHaveProperty('decisions');
    expect(JSON.stringify([...plain.files])).not.toContain('byHand');
    expect(plain.files.has(DECISIONS_FILE)).toBe(false);
    expect(await readRecord(plain)).not.toHaveProperty('supervision');
  });

  it('can be about a patch of any crop: what the gallery shows is found again', async () => {
    const first = await play(await begun());
    for (const patch of ofA(first.patches).filter(({ iteration }) => iteration >= 6)) {
      const about: Choice = { ...seenBox(patch), ruling: 'reject', to: TRUCK, from: CAR };
      const { patches } = await play(await begun(), { 5: decides(about) });
      expect(ofA(patches).filter(({ iteration, reason }) => iteration >= 6 && reason !== 'by hand')).toEqual([]);
    }
  });

  it('is taken while the run waits', async () => {
    const acts: Acts = {
      9: (session) => session.pause(),
      [-1]: async (session) => {
        await decides(choice('reject'))(session);
        session.resume();
      },
    };
    const { patches } = await play(await begun(), acts);
    expect(ofA(patches).find(({ byHand }) => byHand)?.iteration).toBe(10);
  });
});

describe('a run that goes on from a checkpoint', () => {
  const acts: Acts = {
    7: decides(choice('reject')),
    11: (session) => session.decisionsOf('r')!.withdraw([1]),
    13: decides(choice('reassign', TRAIN), { ...choice('accept'), file: 'b.png' }),
  };

  it('repeats what was decided, and taken back, where it was: the same as a run that never stopped', async () => {
    const [whole, halves] = [await begun(), await begun()];
    const expected = await play(whole, acts);
    const first = await play(halves, acts, 16);
    expect(first.result).toMatchObject({ status: 'failed', iteration: 16 });
    const second = await play(halves); // from iteration 10
    expect(second.trainer.trucks.findIndex((pixels) => pixels !== undefined)).toBe(10);
    expect(second.trainer.sum).toBe(expected.trainer.sum);
    expect(second.patches).toEqual(expected.patches);
    expect(second.metrics).toEqual(expected.metrics);
    expect(second.result.decisions).toBe(3);
    expect(halves.files.get(DECISIONS_FILE)).toEqual(whole.files.get(DECISIONS_FILE));
    expect((await play(await begun())).trainer.sum).not.toBe(expected.trainer.sum);
  });

  it('begins with what was decided while it rested', async () => {
    const disk = await begun();
    await play(disk, { 12: (session) => session.stop() });
    const added = await decideAtRest(disk, { choices: [choice('reject')] });
    expect(added).toMatchObject([{ id: 1, iteration: 13 }]);
    expect((await readRecord(disk)).supervision).toEqual({ held: 0, since: null, waiting: 1 });
    const { patches } = await play(disk);
    expect(ofA(patches).flatMap(({ iteration, byHand }) => (byHand ? [iteration] : []))).toEqual([14, 16, 18]);
  });
});

describe('the log', () => {
  it('numbers on, and refuses to take back what there is not', async () => {
    const disk = await begun();
    await decideAtRest(disk, { choices: [choice('accept'), choice('reject')] });
    await decideAtRest(disk, { withdraws: [2] });
    await decideAtRest(disk, { choices: [choice('accept')] });
    const lines = await readDecisions(disk);
    expect(lines.map((line) => ('withdraws' in line ? line.withdraws : line.id))).toEqual([1, 2, [2], 3]);
    await expect(decideAtRest(disk, { withdraws: [9] })).rejects.toThrow('There is no decision 9');
    expect(await readDecisions(disk)).toEqual(lines);
  });

  it('leaves out half a line, does not go on in it, and names a damaged one', async () => {
    const disk = await begun();
    await decideAtRest(disk, { choices: [choice('accept')] });
    await disk.append(DECISIONS_FILE, new TextEncoder().encode('{"id":2,"iterat'));
    expect(await readDecisions(disk)).toHaveLength(1);
    await decideAtRest(disk, { choices: [choice('reject')] });
    expect((await readDecisions(disk)).map((line) => 'id' in line && line.id)).toEqual([1, 2]);
    await disk.append(DECISIONS_FILE, new TextEncoder().encode('{"id":3}\n'));
    await expect(readDecisions(disk)).rejects.toThrow('relabel/decisions.ndjson: line 3 is damaged');
    await expect(DecisionLog.open(disk)).rejects.toThrow('line 3 is damaged');
  });

  it('is written later where storage fails when something is decided', async () => {
    const disk = await begun();
    let refused: unknown = null;
    const fails = async (session: Session) => {
      disk.writesLeft = 0;
      const deciding = decides(choice('reject'))(session).catch((error: unknown) => {
        refused = error;
      });
      await deciding;
      disk.writesLeft = Number.POSITIVE_INFINITY;
    };
    await play(disk, { 8: fails });
    expect(refused).toBeInstanceOf(Error);
    expect((await readDecisions(disk)).length).toBe(1);
  });
});
