import { expect, it, vi } from 'vitest';
import type { SampleRow } from '../../workers/protocol';
import { SamplePages } from './sample-pages';

const TOTAL = 25_000;
const row = (index: number): SampleRow => ({
  index,
  split: 'all',
  file: `${index}.png`,
  width: 8,
  height: 8,
  classes: null,
});

function pagesOf(total = TOTAL) {
  const asked: number[] = [];
  const ask = async (from: number, count: number) => {
    asked.push(from);
    await Promise.resolve();
    return { total, rows: Array.from({ length: Math.min(count, total - from) }, (_, i) => row(from + i)) };
  };
  return { asked, pages: new SamplePages(ask, () => undefined) };
}

it('asks for what is on the screen, across pages', async () => {
  const { pages, asked } = pagesOf();
  pages.want(110, 130);
  await vi.waitFor(() => expect(pages.row(129)?.index).toBe(129));
  expect(pages.row(110)?.index).toBe(110);
  expect(asked).toEqual([60, 120]);
  expect(pages.total).toBe(TOTAL);
});

it('never asks for what was scrolled past', async () => {
  const { pages, asked } = pagesOf();
  for (let top = 0; top < 12_000; top += 30) pages.want(top, top + 30);
  await vi.waitFor(() => expect(pages.row(11_999)?.index).toBe(11_999));
  expect(asked.length).toBeLessThan(4);
});

it('shows the older rows until the newer ones are here, and stops when nothing changed', async () => {
  const { pages, asked } = pagesOf();
  pages.want(0, 20);
  await vi.waitFor(() => expect(pages.row(0)).toBeDefined());
  pages.renew();
  expect(pages.row(0)?.index).toBe(0);
  await vi.waitFor(() => expect(asked).toEqual([0, 0]));
  pages.want(0, 20);
  await Promise.resolve();
  expect(asked).toEqual([0, 0]);
});

it('keeps a bounded number of rows', async () => {
  const { pages } = pagesOf();
  for (let page = 0; page < 60; page++) {
    pages.want(page * 60, page * 60 + 10);
    await vi.waitFor(() => expect(pages.row(page * 60)).toBeDefined(), { interval: 1 });
  }
  const kept = Array.from({ length: 60 }, (_, page) => pages.row(page * 60)).filter((r) => r !== undefined);
  expect(kept.length).toBeLessThanOrEqual(40);
});

it('says why rows cannot be had, and tries again when asked', async () => {
  let broken = true;
  const pages = new SamplePages(
    async () => {
      if (broken) throw new Error('This data set is not open any more.');
      return { total: 1, rows: [row(0)] };
    },
    () => undefined,
  );
  pages.want(0, 1);
  await vi.waitFor(() => expect(pages.failure).toContain('not open'));
  broken = false;
  pages.renew();
  await vi.waitFor(() => expect(pages.row(0)?.index).toBe(0));
  expect(pages.failure).toBeNull();
});
