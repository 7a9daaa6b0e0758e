/** The car family: cars, SUVs, jeeps. */
import type { Rgb } from '../look';
import type { Solid } from '../solid';
import { type Stage, shade } from '../stage';
import { DARK, lamps, plates, type Trim } from './trim';

interface Saloon {
  /** Share of the height where the glass starts, and the cabin's corners along the length at belt and roof. */
  belt: number;
  rear: number;
  front: number;
  roofRear: number;
  roofFront: number;
  nose: number;
  wheel: number;
}

/** Anything of the car family: a lower body and a narrower cabin with glass all round. */
function saloon(solid: Solid, trim: Trim, shape: Saloon, roof: Rgb): void {
  const { belt, nose } = shape;
  const c = trim.paint;
  solid.body(
    [
      [0, 0.16],
      [1, 0.16],
      [1, nose],
      [0.97, nose + 0.05],
      [0.02, belt + 0.02],
      [0, belt - 0.06],
    ],
    c,
  );
  solid.body(
    [
      [shape.rear, belt],
      [shape.front, belt - 0.02],
      [shape.roofFront, 1],
      [shape.roofRear, 1],
    ],
    roof,
    0.88,
  );
  const lo = belt + 0.05;
  const hi = 0.94;
  const slant = (u0: number, u1: number, v: number) => u0 + ((u1 - u0) * (v - belt)) / (1 - belt);
  const r = (v: number) => slant(shape.rear, shape.roofRear, v);
  const f = (v: number) => slant(shape.front, shape.roofFront, v);
  const middle = (shape.roofRear + shape.roofFront) / 2;
  solid.side(
    [
      [r(lo) + 0.03, lo],
      [middle - 0.012, lo],
      [middle - 0.012, hi],
      [r(hi) + 0.03, hi],
    ],
    trim.glass,
    0.885,
  );
  solid.side(
    [
      [middle + 0.012, lo],
      [f(lo) - 0.03, lo],
      [f(hi) - 0.03, hi],
      [middle + 0.012, hi],
    ],
    trim.glass,
    0.885,
  );
  solid.slanted([f(lo), lo], [f(hi), hi], -0.76, 0.76, trim.glass);
  solid.slanted([r(lo), lo], [r(hi), hi], -0.74, 0.74, trim.glass);
  solid.sideRect(0.01, 0.16, 0.99, 0.23, DARK);
  solid.across(1, -1, 0.16, 1, 0.27, DARK);
  solid.across(0, -1, 0.16, 1, 0.27, DARK);
  solid.across(1, -0.5, 0.3, 0.5, nose - 0.06, DARK);
  lamps(solid, nose - 0.16, nose - 0.03);
  plates(solid, 0.3, 0.37);
  for (const u of [0.19, 0.81]) solid.wheel(u, shape.wheel, trim.tyre, trim.rim);
}

export function car(solid: Solid, trim: Trim, stage: Stage): void {
  const hatch = stage.chance(0.45);
  saloon(
    solid,
    trim,
    hatch
      ? { belt: 0.57, rear: 0.01, front: 0.76, roofRear: 0.1, roofFront: 0.56, nose: 0.5, wheel: 0.3 }
      : { belt: 0.57, rear: 0.1, front: 0.76, roofRear: 0.26, roofFront: 0.58, nose: 0.5, wheel: 0.3 },
    shade(trim.paint, 0.97),
  );
}

export function suv(solid: Solid, trim: Trim): void {
  saloon(
    solid,
    trim,
    { belt: 0.58, rear: 0, front: 0.78, roofRear: 0.05, roofFront: 0.64, nose: 0.53, wheel: 0.36 },
    shade(trim.paint, 0.95),
  );
  solid.sideRect(0.08, 1.0, 0.62, 1.03, DARK, 0.8);
}

export function jeep(solid: Solid, trim: Trim): void {
  saloon(
    solid,
    trim,
    { belt: 0.58, rear: 0, front: 0.66, roofRear: 0, roofFront: 0.62, nose: 0.57, wheel: 0.39 },
    shade(trim.paint, 0.5),
  );
  solid.across(0, -0.4, 0.34, 0.4, 0.72, DARK, 4);
  solid.across(0, -0.2, 0.44, 0.2, 0.62, shade(trim.rim, 0.8), 5);
}
