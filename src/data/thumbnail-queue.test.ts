import { expect, it, vi } from 'vitest';
import { ThumbnailQueue } from './thumbnail-queue';

function harness() {
  const queue = new ThumbnailQueue<string>();
  const started: string[] = [];
  const loaded: string[] = [];
  const failed: string[] = [];
  const finish = new Map<string, (error?: Error) => void>();
  const ask = (key: string) =>
    queue.ask({
      key,
      load: () => {
        started.push(key);
        return new Promise((resolve, reject) => {
          finish.set(key, (error) => (error ? reject(error) : resolve(key)));
        });
      },
      onLoad: (result) => loaded.push(result),
      onFail: (sentence) => failed.push(sentence),
    });
  return { ask, started, loaded, failed, finish };
}

it('loads a few at a time and never what was given up while it waited', async () => {
  const { ask, started, finish } = harness();
  const giveUp = ['a', 'b', 'c', 'd', 'e', 'f'].map(ask);
  expect(started).toEqual(['a', 'b', 'c', 'd']);
  giveUp[4]!();
  finish.get('a')!();
  await vi.waitFor(() => expect(started).toEqual(['a', 'b', 'c', 'd', 'f']));
});

it('is silent about what was given up on the way, but keeps it', async () => {
  const { ask, started, loaded, finish } = harness();
  ask('a')();
  finish.get('a')!();
  await new Promise((resolve) => setTimeout(resolve));
  expect(loaded).toEqual([]);
  ask('a');
  expect(loaded).toEqual(['a']);
  expect(started).toEqual(['a']);
});

it('goes on after a broken file', async () => {
  const { ask, started, failed, finish } = harness();
  for (const key of ['a', 'b', 'c', 'd', 'e']) ask(key);
  finish.get('b')!(new Error('b.png is truncated.'));
  await vi.waitFor(() => expect(started).toContain('e'));
  expect(failed).toEqual(['b.png is truncated.']);
});
