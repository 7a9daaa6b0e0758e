import { describe, expect, it } from 'vitest';
import { noticeOf, titleOf } from './attention';

describe('the title of the tab', () => {
  const standing = { status: 'running', share: 0.4279, place: 1, of: 1 } as const;
  it('shows how far the run is, and never that it is whole before it has ended', () => {
    expect(titleOf(null)).toBe('CSI Lab');
    expect(titleOf(standing)).toBe('42 % · CSI Lab');
    expect(titleOf({ ...standing, share: 0.9999 })).toBe('99 % · CSI Lab');
    expect(titleOf({ ...standing, place: 2, of: 3 })).toBe('42 %, run 2 of 3 · CSI Lab');
    expect(titleOf({ ...standing, status: 'paused' })).toBe('Paused, 42 % · CSI Lab');
    expect(titleOf({ ...standing, status: 'preparing', share: 0.8 })).toBe('Preparing · CSI Lab');
  });

  it('says how it ended', () => {
    expect(titleOf({ ...standing, status: 'finished' })).toBe('Finished · CSI Lab');
    expect(titleOf({ ...standing, status: 'failed', of: 2 })).toBe('Failed, run 1 of 2 · CSI Lab');
  });
});

describe('notifications', () => {
  const change = {
    before: 'running',
    now: { status: 'finished', message: null, label: 'With relabeling' },
    session: 'Demo',
    pauseAsked: false,
    miou: 0.379,
  } as const;

  it('tell that a run ended and what it reached', () => {
    expect(noticeOf(change)).toEqual({ title: 'A run has finished', body: 'Demo: With relabeling. Mean IoU 37.9.' });
    expect(noticeOf({ ...change, decisions: 2 })?.body).toBe(
      'Demo: With relabeling. Mean IoU 37.9 (human supervision: 2 decisions by hand).',
    );
    expect(noticeOf({ ...change, miou: null })?.body).toBe('Demo: With relabeling.');
  });

  it('tell why it failed or paused by itself', () => {
    const message = 'The folder is gone.';
    for (const status of ['failed', 'paused'] as const)
      expect(noticeOf({ ...change, now: { ...change.now, status, message } })?.body).toContain(message);
  });

  it('tell nothing that the person did, and nothing twice', () => {
    const paused = { ...change.now, status: 'paused' as const };
    expect(noticeOf({ ...change, now: paused, pauseAsked: true })).toBeNull();
    expect(noticeOf({ ...change, now: { ...change.now, status: 'stopped' } })).toBeNull();
    expect(noticeOf({ ...change, before: 'finished' })).toBeNull();
    expect(noticeOf({ ...change, before: 'preparing', now: { ...change.now, status: 'running' } })).toBeNull();
  });
});
