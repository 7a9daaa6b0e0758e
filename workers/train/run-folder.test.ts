import { describe, expect, it } from 'vitest';
import { preset } from '../experiment/presets';
import { MemoryFolder } from '../testing/memory-folder';
import { CheckpointError, type State } from './checkpoint';
import { predictionName, RunFolder } from './run-folder';

const state = (value: number): State =>
  new Map([['model.w', { shape: [2, 3], values: new Float32Array(6).fill(value) }]]);

async function withCheckpoints(...iterations: number[]) {
  const disk = new MemoryFolder();
  const run = new RunFolder(disk);
  await run.begin(preset('demo-csi'));
  for (const iteration of iterations)
    await run.saveCheckpoint({ iteration, state: state(iteration), relabeling: { votes: iteration } });
  return { disk, run };
}

const silent = () => {
  throw new Error('no damage was expected');
};

describe('RunFolder', () => {
  it('holds one run', async () => {
    const { run } = await withCheckpoints();
    expect(await run.config()).toEqual(preset('demo-csi'));
    await expect(run.begin(preset('demo-csi'))).rejects.toThrow('already holds a run');
    await expect(new RunFolder(new MemoryFolder('empty')).config()).rejects.toThrow('empty holds no run');
    expect(await run.restore(silent)).toBeNull();
  });

  it('goes on from the newest of two generations', async () => {
    const { disk, run } = await withCheckpoints(10, 20, 30);
    const checkpoint = await run.restore(silent);
    expect(checkpoint!.iteration).toBe(30);
    expect(checkpoint!.state).toEqual(state(30));
    expect(checkpoint!.relabeling).toEqual({ votes: 30 });
    expect([...disk.files.keys()].filter((p) => p.endsWith('manifest.json'))).toHaveLength(2);
  });

  it.each([
    ['is cut off', (bytes: Uint8Array) => bytes.slice(0, 40), /has 40 of \d+ bytes.*goes on from iteration 10/],
    ['has a flipped bit', (bytes: Uint8Array) => bytes.map((b, i) => (i === 90 ? b ^ 1 : b)), /another checksum/],
  ])('falls back and says so when the newest %s', async (_, damage, message) => {
    const { disk, run } = await withCheckpoints(10, 20);
    const path = 'checkpoints/b/state.safetensors';
    disk.files.set(path, damage(disk.files.get(path)!));
    const said: string[] = [];
    const checkpoint = await run.restore((m) => said.push(m));
    expect(checkpoint!.iteration).toBe(10);
    expect(said.join()).toMatch(message);
  });

  it('loses at most one generation, wherever writing stops', async () => {
    for (let writes = 0; writes < 3; writes++) {
      const { disk, run } = await withCheckpoints(10, 20);
      disk.writesLeft = writes;
      await expect(run.saveCheckpoint({ iteration: 30, state: state(30), relabeling: null })).rejects.toThrow();
      expect((await run.restore(() => {}))!.iteration).toBe(20);
    }
  });

  it('says so when no generation is whole', async () => {
    const { disk, run } = await withCheckpoints(10);
    disk.files.delete('checkpoints/a/state.safetensors');
    await expect(run.restore(silent)).rejects.toThrow(CheckpointError);
    const newer = await withCheckpoints(10);
    const path = 'checkpoints/a/manifest.json';
    newer.disk.files.set(path, new TextEncoder().encode('{"version":2}'));
    await expect(newer.run.restore(silent)).rejects.toThrow(/not a manifest of this lab \(version/);
  });

  it('cuts the logs back to the checkpoint', async () => {
    const { disk, run } = await withCheckpoints(2);
    for (let iteration = 0; iteration < 5; iteration++) {
      if (iteration === 2) await run.log({ type: 'scores', iteration, miou: 0.5 });
      await run.log({ type: 'iteration', iteration, loss: 1 });
    }
    await run.log({ type: 'scores', iteration: 5, miou: 0.6 });
    await disk.append('metrics.ndjson', new TextEncoder().encode('{"type":"iter'));
    await run.restore(silent);
    expect((await run.metrics()).map((l) => `${l.type} ${l.iteration}`)).toEqual([
      'iteration 0',
      'iteration 1',
      'scores 2',
    ]);
  });
});

describe('predictionName', () => {
  it('keeps pictures of two folders apart', () => {
    expect(predictionName('val/a.b/x.png')).toBe('val__a.b__x.png');
  });
});
