import { afterEach, expect, it, vi } from 'vitest';
import { readLayout, useLayout } from './layout';

const FIRST = { view: 'setup', classesTab: 'bench', folded: [], pictures: 58 };

it('takes of a kept layout what it can use', () => {
  const kept = { view: 'runs', classesTab: 'map', folded: ['losses'], pictures: 64 };
  expect(readLayout(kept)).toEqual(kept);
  expect(readLayout({ view: 'attic', classesTab: 'cellar', folded: [3, 'losses'], pictures: 'wide' })).toEqual({
    ...FIRST,
    folded: ['losses'],
  });
  for (const broken of [null, undefined, 7, 'x', []]) expect(readLayout(broken)).toEqual(FIRST);
  expect(readLayout({ pictures: 99 }).pictures).toBe(75);
});

it('folds panels away and back, and keeps both columns wide enough', () => {
  const { fold, setPictures, enter, reset } = useLayout.getState();
  fold('losses', true);
  fold('losses', true);
  fold('confusion', true);
  fold('losses', false);
  expect(useLayout.getState().folded).toEqual(['confusion']);
  setPictures(3);
  expect(useLayout.getState().pictures).toBe(35);
  enter('runs');
  enter('run'); // nothing would be there at the next visit
  expect(useLayout.getState().view).toBe('runs');
  reset();
  expect(useLayout.getState()).toMatchObject({ ...FIRST, view: 'runs' });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

it('is there when the page begins', async () => {
  const kept = { view: 'classes', classesTab: 'map', folded: ['losses'], pictures: 64 };
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => (name === 'csi-lab-layout' ? JSON.stringify({ state: kept, version: 1 }) : null),
    setItem: () => undefined,
    removeItem: () => undefined,
  });
  vi.stubGlobal('window', { localStorage });
  vi.resetModules();
  const again = await import('./layout');
  expect(again.useLayout.getState()).toMatchObject(kept);
});
