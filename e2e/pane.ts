/** A view of the stage as it is on the screen. */
import type { Locator, Page } from '@playwright/test';
import { decodePng } from '../workers/data/png/decode';

export const paneOf = (page: Page, title: string): Locator =>
  page.getByTestId(`picture-${title}`).locator('[data-pane]');

export interface Screen {
  width: number;
  height: number;
  /** Red, green and blue at a pixel of the screen. */
  at(x: number, y: number): number[];
  /** Pixels that have a colour, up to rounding. */
  count(color: readonly number[]): number;
}

/** What a view shows now; the pointer must be elsewhere, or its mark is shown too. */
export async function screenOf(pane: Locator): Promise<Screen> {
  const png = await pane.screenshot();
  const { width, height, data, channels } = await decodePng(new Uint8Array(png), 'screenshot');
  const at = (x: number, y: number) => {
    const i = (Math.floor(y) * width + Math.floor(x)) * channels;
    return [...data.subarray(i, i + 3)];
  };
  const count = (color: readonly number[]) => {
    let n = 0;
    for (let i = 0; i < data.length; i += channels)
      if (color.every((value, c) => Math.abs(value - data[i + c]!) <= 2)) n++;
    return n;
  };
  return { width, height, at, count };
}
