/** What all vehicles have: the colours they are made in, lamps and number plates. */
import type { Rgb } from '../look';
import type { Solid } from '../solid';

export const DARK: Rgb = [34, 34, 38];

export interface Trim {
  paint: Rgb;
  trade: Rgb;
  glass: Rgb;
  tyre: Rgb;
  rim: Rgb;
}

export function lamps(solid: Solid, low: number, high: number, inset = 0.95, front = 1, rear = 0): void {
  for (const side of [-1, 1]) {
    solid.across(front, side * inset, low, side * (inset - 0.32), high, [238, 238, 215], 2);
    solid.across(rear, side * inset, low, side * (inset - 0.3), high, [190, 28, 24], 2);
  }
}

export function plates(solid: Solid, low: number, high: number): void {
  solid.across(1, -0.3, low, 0.3, high, [230, 230, 220], 3);
  solid.across(0, -0.3, low, 0.3, high, [230, 230, 215], 3);
}
