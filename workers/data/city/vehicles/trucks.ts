/** Trucks with a cargo box: in one piece, or with a trailer. */
import type { Rgb } from '../look';
import type { Solid } from '../solid';
import { type Stage, shade } from '../stage';
import { DARK, type Trim } from './trim';

/** A cargo box from u0 to u1: ribs or a logo on the sides, doors with a frame at the rear. */
function cargo(solid: Solid, colour: Rgb, mark: Rgb, u0: number, u1: number, floor: number, stage: Stage): void {
  solid.body(
    [
      [u0, floor],
      [u1, floor],
      [u1, 1],
      [u0, 1],
    ],
    colour,
  );
  const rim = shade(colour, 0.68);
  if (stage.chance(0.5)) {
    const ribs = Math.round((u1 - u0) * 10);
    for (let k = 1; k < ribs; k++) {
      const u = u0 + ((u1 - u0) * k) / ribs;
      solid.sideRect(u, floor, u + 0.008, 1, shade(colour, 0.8));
    }
  } else {
    solid.sideRect(u0 + 0.12 * (u1 - u0), floor + 0.28, u1 - 0.15 * (u1 - u0), floor + 0.5, mark);
  }
  solid.sideRect(u0, 0.965, u1, 1, rim);
  solid.across(u0, -1, 0.95, 1, 1, rim);
  solid.across(u0, -1, floor, 1, floor + 0.04, rim);
  for (const w of [-1, -0.04, 0.92]) solid.across(u0, w, floor, w + 0.08, 1, rim);
  for (const w of [-0.35, 0.3]) solid.across(u0, w, floor + 0.05, w + 0.05, 0.93, shade(colour, 0.8));
  for (const side of [-1, 1]) solid.across(u0, side, floor - 0.07, side * 0.62, floor - 0.01, [190, 28, 24], 2);
  solid.across(u0, -0.62, floor - 0.09, 0.62, floor - 0.01, DARK, 1);
}

export function boxTruck(solid: Solid, trim: Trim, stage: Stage): void {
  const c = trim.paint;
  const joint = stage.random.range(0.7, 0.78);
  solid.body(
    [
      [0.02, 0.12],
      [0.96, 0.12],
      [0.96, 0.22],
      [0.02, 0.22],
    ],
    DARK,
    0.8,
  );
  solid.body(
    [
      [joint + 0.02, 0.12],
      [1, 0.12],
      [1, 0.46],
      [0.96, 0.76],
      [joint + 0.02, 0.76],
    ],
    c,
    0.93,
  );
  solid.side(
    [
      [joint + 0.07, 0.47],
      [0.975, 0.47],
      [0.95, 0.71],
      [joint + 0.07, 0.71],
    ],
    trim.glass,
    0.935,
  );
  solid.slanted([0.995, 0.48], [0.967, 0.71], -0.82, 0.82, trim.glass);
  solid.across(1, -0.6, 0.2, 0.6, 0.36, DARK);
  solid.across(1, -0.9, 0.12, 0.9, 0.18, DARK);
  for (const side of [-1, 1]) solid.across(1, side * 0.88, 0.2, side * 0.64, 0.28, [238, 238, 215], 2);
  cargo(solid, trim.trade, c, 0, joint, 0.24, stage);
  for (const u of [0.16, 0.27, 0.87]) solid.wheel(u, 0.48, trim.tyre, trim.rim);
}

export function trailer(solid: Solid, trim: Trim, stage: Stage): void {
  const c = trim.paint;
  solid.body(
    [
      [0.03, 0.13],
      [0.97, 0.13],
      [0.97, 0.25],
      [0.03, 0.25],
    ],
    DARK,
    0.75,
  );
  solid.body(
    [
      [0.84, 0.1],
      [1, 0.1],
      [1, 0.5],
      [0.985, 0.84],
      [0.84, 0.84],
    ],
    c,
    0.96,
  );
  solid.side(
    [
      [0.89, 0.46],
      [0.98, 0.46],
      [0.97, 0.68],
      [0.89, 0.68],
    ],
    trim.glass,
    0.965,
  );
  solid.slanted([0.999, 0.47], [0.99, 0.7], -0.85, 0.85, trim.glass);
  solid.across(1, -0.65, 0.18, 0.65, 0.38, DARK);
  for (const side of [-1, 1]) solid.across(1, side * 0.92, 0.16, side * 0.66, 0.24, [238, 238, 215], 2);
  cargo(solid, trim.trade, c, 0, 0.81, 0.27, stage);
  for (const u of [0.08, 0.16, 0.24, 0.78, 0.92]) solid.wheel(u, 0.5, trim.tyre, trim.rim);
}
