import { describe, expect, it } from 'vitest';
import type { Batch, EvaluationSource } from '../data/batch';
import { scaleSchedule } from '../experiment/config';
import { preset } from '../experiment/presets';
import type { RunEvent } from '../protocol';
import { MemoryFolder } from '../testing/memory-folder';
import type { Proposer } from '../vlm/proposal';
import { readBest } from './best';
import { readLabelPair } from './label-pairs';
import { RunFolder } from './run-folder';
import { Session } from './session';
import type { Learner, SessionParts } from './session-parts';
import { plainCrop } from './testing/plain-crop';

const SIDE = 16;
const scaled = scaleSchedule(preset('demo-csi'), 20); // collects in 4..5, relabels in 6..19
const config = { ...scaled, schedule: { ...scaled.schedule, evaluateEvery: 5 } };

/** Learns one number: the sum of what it saw, so that a repeated or skipped iteration is noticed. */
class Counter implements Learner {
  sum = 0;
  failsAt = -1;
  steps: number[] = [];
  async step(batch: Batch, relabel: ((labels: Uint8Array[]) => Promise<Uint8Array[]>) | null) {
    if (batch.iteration === this.failsAt) throw new Error('decode.loss_seg is NaN.');
    const [label] = relabel ? await relabel([new Uint8Array(SIDE * SIDE).fill(13)]) : [new Uint8Array(1)];
    this.sum += (batch.iteration + 1) * label!.reduce((a, b) => a + b, 1);
    this.steps.push(batch.iteration);
    return { losses: { 'decode.loss_seg': 1 / (batch.iteration + 1) }, confidentShare: 0.5 };
  }
  async frames() {
    const layer = { kind: 'scalar' as const, width: 1, height: 1, data: new Uint8Array(1) };
    return {
      source: layer,
      sourceLabel: layer,
      target: layer,
      pseudoLabel: layer,
      relabeled: layer,
      mixed: layer,
      mixedLabel: layer,
      weight: layer,
    };
  }
  async predict() {
    return new Uint8Array(4).fill(13);
  }
  async exportState() {
    return new Map([['model.sum', { shape: [1], values: Float32Array.of(this.sum) }]]);
  }
  importState(state: Map<string, { values: Float32Array }>) {
    this.sum = state.get('model.sum')!.values[0]!;
  }
}

/** Sees a truck in the left half of every crop. */
const trucks: Proposer & { asked: number } = {
  asked: 0,
  async propose(crops, { entries }) {
    this.asked++;
    const box = { x0: 0, y0: 0, x1: 12, y1: SIDE };
    const found = { target: 14, detectionScore: 0.4, box, predicted: 14, confidence: 0.9, promptProbabilities: [0.9] };
    return crops.map(() => (entries.some(({ target }) => target === 14) ? [found] : []));
  },
};

const evaluation: EvaluationSource = {
  count: 2,
  async sample(index) {
    if (index === 1) throw new Error('val/b.png: the label file is cut off.');
    const label = Uint8Array.of(13, 13, 14, 255);
    return { rgb: new Uint8Array(12), width: 2, height: 2, label, labelWidth: 2, labelHeight: 2, file: 'val/a.png' };
  },
};

function parts(disk: MemoryFolder, trainer: Counter): SessionParts {
  return {
    run: 'r',
    config,
    trainer,
    batches: {
      batch: async (iteration) => ({
        iteration,
        source: [plainCrop(`s${iteration}.png`, SIDE, 1)],
        target: [plainCrop(`t${iteration}.png`, SIDE, 2)],
        drawnClasses: [],
      }),
    },
    proposer: trucks,
    evaluation,
    folder: new RunFolder(disk),
    pictures: true,
    encodePrediction: async (_, prediction) => prediction,
  };
}

async function started() {
  const disk = new MemoryFolder();
  await new RunFolder(disk).begin(config);
  return disk;
}

/** Runs to the end; `onEvent` may pause, stop or fail it. */
async function play(disk: MemoryFolder, trainer: Counter, onEvent?: (event: RunEvent, session: Session) => void) {
  const events: RunEvent[] = [];
  const session: Session = new Session(parts(disk, trainer), (event) => {
    events.push(event);
    onEvent?.(event, session);
  });
  return { result: await session.run(), events };
}

const ofType = <T extends RunEvent['type']>(events: RunEvent[], type: T) =>
  events.filter((e): e is Extract<RunEvent, { type: T }> => e.type === type);

describe('a data set whose folder disappears', () => {
  it.each([
    ['while it is trained on', (t: number) => t === 7, () => false],
    ['while it is evaluated on', () => false, (t: number) => t === 9],
  ])('%s pauses the run with a sentence, and the run goes on when it is back', async (_, inTraining, inEvaluation) => {
    const plain = new Counter();
    await play(await started(), plain);
    const disk = await started();
    const trainer = new Counter();
    let isThere = false;
    const gone = () => Object.assign(new Error('The folder of a.png cannot be read any more.'), { name: 'DataGone' });
    const whole = parts(disk, trainer);
    const events: RunEvent[] = [];
    const session: Session = new Session(
      {
        ...whole,
        batches: {
          batch: async (t) => {
            if (inTraining(t) && !isThere) throw gone();
            return whole.batches.batch(t);
          },
        },
        evaluation: {
          ...evaluation,
          sample: async (index) => {
            if (inEvaluation(trainer.steps.at(-1) ?? -1) && !isThere) throw gone();
            return evaluation.sample(index);
          },
        },
      },
      (event) => {
        events.push(event);
        if (event.type !== 'status' || event.status !== 'paused') return;
        // The first resumption comes too early.
        isThere = ofType(events, 'status').filter(({ status }) => status === 'paused').length > 1;
        setTimeout(() => session.resume());
      },
    );
    expect(await session.run()).toMatchObject({ status: 'finished', iteration: 20 });
    const statuses = ofType(events, 'status').map(({ status, message }) =>
      message ? `${status}: ${message}` : status,
    );
    const paused = 'paused: The folder of a.png cannot be read any more.';
    expect(statuses).toEqual(['preparing', 'running', paused, 'running', paused, 'running', 'finished']);
    expect(trainer.steps).toEqual(plain.steps);
    expect(trainer.sum).toBe(plain.sum);
    expect(ofType(events, 'scores').map((e) => e.iteration)).toEqual([5, 10, 15, 20]);
  });
});

describe('Session', () => {
  it('runs to the end and tells what happens', async () => {
    const disk = await started();
    trucks.asked = 0;
    const { result, events } = await play(disk, new Counter());
    expect(result).toMatchObject({ status: 'finished', iteration: 20 });
    expect(result.scores!.iouPerClass).toMatchObject({ car: 2 / 3, truck: 0, road: null });
    const iterations = ofType(events, 'iteration');
    expect(iterations.map((e) => e.phase).join(' ')).toBe(
      ['off off off off collect collect', ...Array(14).fill('relabel')].join(' '),
    );
    expect(iterations[2]!.secondsLeft).toBeNull();
    expect(iterations.at(-1)!.secondsLeft).not.toBeNull();
    expect(ofType(events, 'scores').map((e) => e.iteration)).toEqual([5, 10, 15, 20]);
    const patches = ofType(events, 'patches').map((e) => e.patches);
    expect(patches).toHaveLength(16); // two that voted, and all that relabeled
    expect(patches[5]).toMatchObject({ count: 1, files: ['t9.png'], iteration: Uint32Array.of(9) });
    expect([patches[5]!.from[0], patches[5]!.to[0], patches[5]!.relabeledPixels[0]]).toEqual([13, 14, 12 * SIDE]);
    const labels = await readLabelPair(disk, 9, 0);
    expect([...labels!.before].every((id) => id === 13)).toBe(true);
    expect([...labels!.after].filter((id) => id === 14)).toHaveLength(12 * SIDE);
    expect(await readLabelPair(disk, 9, 1)).toBeNull();
    expect(
      ofType(events, 'map')
        .at(-1)!
        .entries.find((e) => e.target === 14)!.relabeledPatches,
    ).toBe(14);
    expect(trucks.asked).toBe(16); // once for every iteration that collects or relabels
    const problems = ofType(events, 'problem').map((e) => e.message);
    expect(problems.filter((m) => m.includes('cut off'))).toHaveLength(4);
    expect(problems.filter((m) => m.includes('3 evaluations in a row for truck'))).toHaveLength(1);
    expect([...disk.files.keys()]).toContain('predictions/val__a.png');
    const metrics = await new RunFolder(disk).metrics();
    expect(metrics.filter((l) => l.type === 'iteration')).toHaveLength(20);
  });

  it.each([3, 5, 8, 13])('continues exactly after it was stopped at iteration %i', async (at) => {
    const whole = new Counter();
    await play(await started(), whole);
    const disk = await started();
    const first = await play(disk, new Counter(), (event, session) => {
      if (event.type === 'iteration' && event.iteration === at) session.stop();
    });
    expect(first.result).toMatchObject({ status: 'stopped', iteration: at + 1 });
    const again = new Counter();
    const second = await play(disk, again);
    expect(second.result.status).toBe('finished');
    expect(again.steps[0]).toBe(at + 1);
    expect(again.sum).toBe(whole.sum);
    expect((await new RunFolder(disk).patches())[0]).toMatchObject({ file: 't4.png', to: 14, classScore: 0.9 });
    expect((await new RunFolder(disk).patches()).map((p) => p.iteration)).toEqual(
      Array.from({ length: 16 }, (_, i) => i + 4),
    );
    expect(
      ofType(second.events, 'map')
        .at(-1)!
        .entries.find((e) => e.target === 14)!.relabeledPatches,
    ).toBe(14);
  });

  it('waits while it is paused, with a checkpoint written', async () => {
    const disk = await started();
    let manifests = 0;
    const { result, events } = await play(disk, new Counter(), (event, session) => {
      if (event.type === 'iteration' && event.iteration === 2) session.pause();
      if (event.type !== 'status' || event.status !== 'paused') return;
      manifests = [...disk.files.keys()].filter((path) => path.endsWith('manifest.json')).length;
      setTimeout(() => session.resume(), 5);
    });
    expect(manifests).toBe(1);
    expect(result.status).toBe('finished');
    expect(ofType(events, 'status').map((e) => e.status)).toEqual([
      'preparing',
      'running',
      'paused',
      'running',
      'finished',
    ]);
  });

  it('warns of a class that stays at 0 for three evaluations once, also where the run was stopped between them', async () => {
    const disk = await started();
    const first = await play(disk, new Counter(), (event, session) => {
      if (event.type === 'iteration' && event.iteration === 11) session.stop();
    });
    const second = await play(disk, new Counter());
    const warnings = ({ events }: typeof first) =>
      ofType(events, 'problem').filter(({ message }) => message.includes('3 evaluations in a row for truck'));
    expect(warnings(first)).toEqual([]); // evaluated after 5 and 10
    expect(warnings(second)).toHaveLength(1);
    const lines = (await new RunFolder(disk).metrics()).filter(({ type }) => type === 'scores');
    expect(lines.map(({ iteration }) => iteration)).toEqual([5, 10, 15, 20]);
    // 13 is predicted everywhere: of three labelled pixels two are cars.
    expect(lines[0]!.pictures).toMatchObject([{ file: 'val/a.png', miou: 0.3333 }]);
    expect((lines[0]!.pictures as { iou: (number | null)[] }[])[0]!.iou.slice(12, 16)).toEqual([null, 0.6667, 0, null]);
  });

  it('keeps the student of the best evaluation, also across a restart', async () => {
    /** Right after 10 iterations, wrong before and after. */
    class Rising extends Counter {
      override async predict() {
        const seen = this.steps.at(-1)! + 1;
        return new Uint8Array([13, 13, seen === 10 ? 14 : 13, 13]);
      }
    }
    const disk = await started();
    await play(disk, new Rising(), (event, session) => {
      if (event.type === 'iteration' && event.iteration === 11) session.stop();
    });
    const best = (await readBest(disk))!;
    expect(best).toMatchObject({ iteration: 10, miou: 1 });
    expect([...best.weights.keys()]).toEqual(['sum']);
    await play(disk, new Rising());
    expect(await readBest(disk)).toEqual(best);
  });

  it('stops at a loss that is not finite and keeps the last good checkpoint', async () => {
    const disk = await started();
    const trainer = new Counter();
    trainer.failsAt = 12;
    const { result } = await play(disk, trainer);
    expect(result).toMatchObject({ status: 'failed', iteration: 12, message: 'decode.loss_seg is NaN.' });
    const again = new Counter();
    expect((await play(disk, again)).result.status).toBe('finished');
    expect(again.steps[0]).toBe(10);
  });

  it('goes on from the older checkpoint where the newest is cut off, and says so', async () => {
    const disk = await started();
    await play(disk, new Counter(), (event, session) => {
      if (event.type === 'iteration' && event.iteration === 11) session.stop();
    });
    const newest = 'checkpoints/a/state.safetensors';
    disk.files.set(newest, disk.files.get(newest)!.slice(0, 30));
    const again = new Counter();
    const { events } = await play(disk, again);
    expect(again.steps[0]).toBe(10);
    expect(ofType(events, 'problem')[0]!.message).toMatch(/iteration 12 is damaged.*goes on from iteration 10/);
  });

  it('refuses to relabel without models', () => {
    expect(() => new Session({ ...parts(new MemoryFolder(), new Counter()), proposer: null }, () => {})).toThrow(
      'needs vision-language models',
    );
  });
});
