import { describe, expect, it } from 'vitest';
import { beside } from './beside';

/** A job that ends when it is told to. */
class Held {
  begun = false;
  resolve: (value: number) => void = () => undefined;
  reject: (error: Error) => void = () => undefined;

  readonly run = (): Promise<number> => {
    this.begun = true;
    return new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('jobs side by side', () => {
  it('are begun in order, so many at a time, and their results keep it', async () => {
    const jobs = [new Held(), new Held(), new Held()];
    const all = beside(
      jobs.map(({ run }) => run),
      2,
    );
    expect(jobs.map(({ begun }) => begun)).toEqual([true, true, false]);
    jobs[1]!.resolve(1);
    await settled();
    expect(jobs[2]!.begun).toBe(true);
    jobs[2]!.resolve(2);
    jobs[0]!.resolve(0);
    expect(await all).toEqual([0, 1, 2]);
  });

  it('let those that run come to their end where one fails, and begin no other', async () => {
    const jobs = [new Held(), new Held(), new Held()];
    let over = false;
    const all = beside(
      jobs.map(({ run }) => run),
      2,
    ).finally(() => {
      over = true;
    });
    all.catch(() => undefined);
    jobs[0]!.reject(new Error('the disk is full.'));
    await settled();
    expect([over, jobs[2]!.begun]).toEqual([false, false]);
    jobs[1]!.resolve(1);
    await expect(all).rejects.toThrow('the disk is full.');
    expect(jobs[2]!.begun).toBe(false);
  });
});
