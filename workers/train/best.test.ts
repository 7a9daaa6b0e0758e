import { describe, expect, it } from 'vitest';
import { MemoryFolder } from '../testing/memory-folder';
import { type Best, bestScore, readBest, writeBest } from './best';
import { CheckpointError } from './checkpoint';

const best = (value: number): Best => ({
  iteration: 10 * value,
  miou: value / 100,
  weights: new Map([['backbone.w', { shape: [2, 3], values: new Float32Array(6).fill(value) }]]),
});

describe('best network', () => {
  it('is none before the first', async () => {
    const folder = new MemoryFolder();
    expect(await readBest(folder)).toBeNull();
    expect(await bestScore(folder)).toBeNull();
  });

  it('comes back as it was written, also when it is replaced', async () => {
    const folder = new MemoryFolder();
    await writeBest(folder, best(1));
    await writeBest(folder, best(2));
    expect(await readBest(folder)).toEqual(best(2));
    expect(await bestScore(folder)).toBe(0.02);
  });

  it.each([0, 1])('is recognised as broken where writing stopped after %i files, and replaced', async (writes) => {
    const folder = new MemoryFolder();
    await writeBest(folder, best(1));
    folder.writesLeft = writes;
    await expect(writeBest(folder, best(2))).rejects.toThrow('switched off');
    folder.writesLeft = Number.POSITIVE_INFINITY;
    expect(await bestScore(folder)).toBeNull();
    await writeBest(folder, best(3));
    expect(await readBest(folder)).toEqual(best(3));
  });

  it('is refused where a bit has flipped', async () => {
    const folder = new MemoryFolder();
    await writeBest(folder, best(1));
    const path = 'checkpoints/best/state.safetensors';
    folder.files.get(path)![folder.files.get(path)!.length - 1]! ^= 1;
    await expect(readBest(folder)).rejects.toThrow(CheckpointError);
    await expect(readBest(folder)).rejects.toThrow(`${path} is damaged`);
    folder.files.delete(path);
    await expect(readBest(folder)).rejects.toThrow(`${path} is missing`);
  });
});
