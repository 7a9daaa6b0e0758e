import { describe, expect, it } from 'vitest';
import type { Batch } from '../data/batch';
import { scaleSchedule } from '../experiment/config';
import { preset } from '../experiment/presets';
import type { EntryPart, LoggedChange, MapChange } from '../map-change';
import type { RunEvent } from '../protocol';
import { MemoryFolder } from '../testing/memory-folder';
import type { Proposer, Search } from '../vlm/proposal';
import { changeAtRest } from './change-at-rest';
import { RunFolder } from './run-folder';
import { Session } from './session';
import type { Learner } from './session-parts';
import { plainCrop } from './testing/plain-crop';

const SIDE = 24;
const scaled = scaleSchedule(preset('demo-csi'), 20); // collects in 4..5, relabels in 6..19
const config = { ...scaled, schedule: { ...scaled.schedule, evaluateEvery: 10 } };

/** Learns one number of everything that it is given to learn, weighed by the iteration. */
class Sum implements Learner {
  sum = 0;
  failsAt = -1;
  async step(batch: Batch, relabel: ((labels: Uint8Array[]) => Promise<Uint8Array[]>) | null) {
    if (batch.iteration === this.failsAt) throw new Error('The loss is NaN.');
    const before = new Uint8Array(SIDE * SIDE).fill(13).fill(8, SIDE * 8);
    const [label] = relabel ? await relabel([before]) : [before];
    this.sum += label!.reduce((sum, id, i) => sum + id * ((i % 7) + 1), 0) * (batch.iteration + 1);
    return { losses: { 'decode.loss_seg': 1 }, confidentShare: 0.5 };
  }
  frames = async () => ({});
  predict = async () => new Uint8Array(4);
  exportState = async () =>
    new Map([['model.sum', { shape: [2], values: Float32Array.of(this.sum % 4096, this.sum) }]]);
  importState(state: Map<string, { values: Float32Array }>) {
    this.sum = state.get('model.sum')!.values[1]!;
  }
}

/** Sees one of each wanted class that is above its threshold; scores differ by class and iteration, prompts and categories move boxes. */
function watched() {
  const asked: { file: string; search: Search }[] = [];
  const proposer: Proposer = {
    async propose(crops, search) {
      asked.push({ file: crops[0]!.file, search });
      return crops.map(({ file }) =>
        search.entries
          .map(({ target, detectionThreshold, classificationThreshold }) => {
            const t = Number(file.slice(1, -4));
            const score = (((t * 7 + target * 3) % 10) + 1) / 12;
            const moved = search.categories?.some(({ classId }) => classId === target) ? 1 : 0;
            const shift = moved + (search.prompts.find(({ classId }) => classId === target)?.prompts.length ?? 0);
            const box = { x0: (target % 5) + shift, y0: 0, x1: (target % 5) + shift + 14, y1: SIDE };
            const classified = classificationThreshold !== null;
            const own = { predicted: classified ? target : null, confidence: classified ? score : 0 };
            return { keep: score > detectionThreshold, target, detectionScore: score, box, ...own };
          })
          .filter(({ keep }) => keep)
          .map(({ keep: _, ...own }) => ({ ...own, promptProbabilities: [] }))
          .sort((a, b) => a.detectionScore - b.detectionScore),
      );
    },
  };
  return { proposer, asked };
}

interface Played {
  trainer: Sum;
  disk: MemoryFolder;
  asked: ReturnType<typeof watched>['asked'];
  events: RunEvent[];
  status: string;
}

/** Runs on from where the folder is. `steer` is called at every event. */
async function play(
  disk: MemoryFolder,
  steer: (event: RunEvent, session: Session) => void,
  failsAt = -1,
): Promise<Played> {
  const trainer = new Sum();
  trainer.failsAt = failsAt;
  const { proposer, asked } = watched();
  const events: RunEvent[] = [];
  const session: Session = new Session(
    {
      run: 'r',
      config,
      trainer,
      batches: {
        batch: async (iteration) => ({
          iteration,
          source: [plainCrop('s.png', SIDE)],
          target: [plainCrop(`t${iteration}.png`, SIDE)],
          drawnClasses: [],
        }),
      },
      proposer,
      evaluation: null,
      folder: new RunFolder(disk),
      pictures: true,
    },
    (event) => {
      events.push(event);
      steer(event, session);
    },
  );
  const { status } = await session.run();
  return { trainer, disk, asked, events, status };
}

async function begun(): Promise<MemoryFolder> {
  const disk = new MemoryFolder();
  await new RunFolder(disk).begin(config);
  return disk;
}

const part = (target: number, before: EntryPart | null, after: EntryPart | null): MapChange => ({
  kind: 'entry',
  target,
  before,
  after,
});
const full = { source: 13, detectionThreshold: 0.1, classificationThreshold: 0.2 };

/** Changes by the iteration after which they are asked for: they hold from the next one on. */
const PLAN: [number, MapChange][] = [
  [4, part(9, { detectionThreshold: 0.05 }, { detectionThreshold: 0.3 })],
  [7, part(14, { classificationThreshold: 0.5 }, { classificationThreshold: 0.1 })],
  [7, part(15, null, full)],
  [9, { kind: 'prompts', target: 14, before: ['truck'], after: ['truck', 'lorry', 'van'] }],
  [10, { kind: 'name', target: 14, before: 'truck', after: 'lorry' }],
  [11, part(15, full, null)],
  [12, { kind: 'category', target: 14, before: 'vehicle', after: 'freight' }],
  [13, part(15, null, full)],
  [14, part(15, { source: 13 }, { source: 8 })],
];

const followPlan = (event: RunEvent, session: Session): void => {
  if (event.type === 'iteration')
    for (const [after, change] of PLAN) if (after === event.iteration) void session.change(change);
};

const outcome = async ({ trainer, disk }: Played) => ({
  sum: trainer.sum,
  patches: await new RunFolder(disk).patches(),
  changes: await new RunFolder(disk).changes(),
  map: new TextDecoder().decode(disk.files.get('relabel/map.json')),
});

describe('changes of a running run', () => {
  it('hold exactly from the iteration that is logged, whatever was asked ahead', async () => {
    const steered = await play(await begun(), followPlan);
    const { changes, patches, sum } = await outcome(steered);
    expect(changes.map(({ iteration }) => iteration)).toEqual(PLAN.map(([after]) => after + 1));
    // The last time that an iteration's proposals were asked for, the search was the one of that iteration.
    const lastSearch = (t: number) => steered.asked.findLast(({ file }) => file === `t${t}.png`)!.search;
    const thresholdAt = (t: number) => lastSearch(t).entries.find(({ target }) => target === 9)?.detectionThreshold;
    const before = config.relabeling.map.find(({ target }) => target === 9)!.detectionThreshold;
    expect([4, 5, 6].map(thresholdAt)).toEqual([before, 0.3, 0.3]);
    expect(lastSearch(9).prompts).toEqual([]);
    expect(lastSearch(10).prompts).toEqual([{ classId: 14, prompts: ['truck', 'lorry', 'van'] }]);
    expect(lastSearch(12).categories).toBeUndefined();
    expect(lastSearch(13).categories).toEqual([{ classId: 14, category: 'freight' }]);
    const busAt = (t: number) => patches.some(({ iteration, to }) => iteration === t && to === 15);
    expect([7, 8, 12, 13, 14].map(busAt)).toEqual([false, true, false, false, true]);
    for (const { iteration, to, detectionScore } of patches)
      if (to === 9 && iteration >= 5) expect(detectionScore).toBeGreaterThan(0.3);
    expect(sum).not.toBe((await play(await begun(), () => undefined)).trainer.sum);
    const maps = steered.events.filter((event) => event.type === 'map');
    expect(maps.find(({ iteration }) => iteration === 8)!.entries.map(({ target }) => target)).toContain(15);
  });

  it.each([6, 8, 10, 12, 15])(
    'are as if nothing had happened where the run is stopped at %i and resumed',
    async (at) => {
      const whole = await outcome(await play(await begun(), followPlan));
      const disk = await begun();
      await play(disk, (event, session) => {
        followPlan(event, session);
        if (event.type === 'iteration' && event.iteration === at) session.stop();
      });
      const resumed = await play(disk, followPlan);
      expect(resumed.status).toBe('finished');
      expect(await outcome(resumed)).toEqual(whole);
    },
  );

  it('are made again at their iterations where the run goes on from an older checkpoint', async () => {
    const whole = await outcome(await play(await begun(), followPlan));
    const disk = await begun();
    // The checkpoint is that of iteration 10; the changes of 12 and 14 are in the folder alone.
    expect((await play(disk, followPlan, 15)).status).toBe('failed');
    const resumed = await play(disk, () => undefined);
    expect(await outcome(resumed)).toEqual({ ...whole, changes: whole.changes });
  });

  it('are taken while the run is paused, and are in its folder before it goes on', async () => {
    const disk = await begun();
    const replies: LoggedChange[] = [];
    await play(disk, (event, session) => {
      if (event.type === 'iteration' && event.iteration === 7) session.pause();
      if (event.type !== 'status' || event.status !== 'paused') return;
      const raise = part(14, { detectionThreshold: 0.1 }, { detectionThreshold: 0.6 });
      const again = part(14, { detectionThreshold: 0.6 }, { detectionThreshold: 0.7 });
      session
        .change(raise)
        .then(() => session.change(again, 'redo'))
        .then(async (reply) => {
          replies.push(reply);
          expect(await new RunFolder(disk).changes()).toHaveLength(2);
          session.stop();
        })
        .catch(() => session.stop());
    });
    expect(replies).toMatchObject([{ iteration: 8, by: 'redo' }]);
    await play(disk, () => undefined);
    const scores = (await new RunFolder(disk).patches()).filter(({ to, iteration }) => to === 14 && iteration >= 8);
    expect(scores.length).toBeGreaterThan(0);
    expect(Math.min(...scores.map(({ detectionScore }) => detectionScore))).toBeGreaterThan(0.7);
  });

  it('are refused with a sentence where they do not fit, come too early or too late', async () => {
    const refused: string[] = [];
    const ask = (session: Session, change: MapChange) =>
      void session.change(change).catch((error: Error) => refused.push(error.message));
    const raise = part(14, { detectionThreshold: 0.1 }, { detectionThreshold: 0.6 });
    const disk = await begun();
    const { status } = await play(disk, (event, session) => {
      if (event.type === 'status' && event.status === 'preparing') ask(session, raise);
      if (event.type !== 'iteration') return;
      if (event.iteration === 3) ask(session, part(17, { source: 1 }, { source: 2 }));
      if (event.iteration === 19) ask(session, raise);
    });
    expect(status).toBe('finished');
    expect(refused).toEqual([
      expect.stringContaining('still being prepared'),
      expect.stringContaining('"motorcycle" is not in the relabeling map'),
      expect.stringContaining('The last iteration has begun'),
    ]);
    expect(await new RunFolder(disk).changes()).toEqual([]);
  });

  it('of how a class is shown change nothing else, are taken by runs without a map, and have a name for themselves', async () => {
    const plain = await play(await begun(), () => undefined);
    const color: MapChange = { kind: 'color', target: 13, before: [0, 0, 142], after: [1, 2, 3] };
    const refused: string[] = [];
    const disk = await begun();
    const looked = await play(disk, (event, session) => {
      if (event.type !== 'iteration') return;
      if (event.iteration === 6) void session.change(color);
      if (event.iteration === 8)
        void session
          .change({ kind: 'name', target: 14, before: 'truck', after: 'car' })
          .catch((error: Error) => refused.push(error.message));
      if (event.iteration === 19) void session.change({ ...color, before: [1, 2, 3], after: [0, 0, 142] }, 'undo');
    });
    expect(looked.status).toBe('finished');
    expect(looked.trainer.sum).toBe(plain.trainer.sum);
    expect(refused).toEqual([expect.stringContaining('Another class is called "car" already')]);
    const log = await new RunFolder(disk).changes();
    expect(log.map(({ iteration, by }) => [iteration, by])).toEqual([
      [7, undefined],
      [20, 'undo'],
    ]);
    // When the run rests, only how classes are shown can be changed.
    expect(await changeAtRest(disk, color, 'redo')).toMatchObject({ iteration: 20, by: 'redo' });
    await expect(changeAtRest(disk, PLAN[0]![1])).rejects.toThrow('does not go on');
    expect(await new RunFolder(disk).changes()).toHaveLength(3);
  });

  it('that are damaged in the folder stop the run with the number of the line', async () => {
    const disk = await begun();
    await disk.append('relabel/changes.ndjson', new TextEncoder().encode('{"version":1}\n'));
    const { status, events } = await play(disk, () => undefined);
    expect(status).toBe('failed');
    expect(events.at(-1)).toMatchObject({ message: expect.stringContaining('changes.ndjson: line 1 is damaged') });
  });
});
