/** Between car and truck: vans and pickups. */
import type { Solid } from '../solid';
import { type Stage, shade } from '../stage';
import { DARK, lamps, plates, type Trim } from './trim';

export function van(solid: Solid, trim: Trim, stage: Stage): void {
  const c = stage.chance(0.5) ? trim.trade : trim.paint;
  solid.body(
    [
      [0, 0.12],
      [1, 0.12],
      [1, 0.42],
      [0.9, 0.54],
      [0.76, 1],
      [0, 1],
    ],
    c,
  );
  solid.slanted([0.885, 0.58], [0.775, 0.95], -0.85, 0.85, trim.glass);
  solid.side(
    [
      [0.66, 0.56],
      [0.84, 0.56],
      [0.76, 0.92],
      [0.66, 0.92],
    ],
    trim.glass,
  );
  if (stage.chance(0.5)) {
    solid.sideRect(0.36, 0.56, 0.63, 0.9, trim.glass);
    solid.sideRect(0.06, 0.56, 0.33, 0.9, trim.glass);
  }
  solid.across(0, -0.8, 0.56, -0.04, 0.9, trim.glass);
  solid.across(0, 0.04, 0.56, 0.8, 0.9, trim.glass);
  for (const u of [0, 1]) solid.across(u, -1, 0.1, 1, 0.2, DARK);
  lamps(solid, 0.3, 0.4);
  plates(solid, 0.22, 0.27);
  for (const u of [0.18, 0.83]) solid.wheel(u, 0.34, trim.tyre, trim.rim);
}

export function pickup(solid: Solid, trim: Trim): void {
  const c = trim.paint;
  const bed = 0.42;
  solid.body(
    [
      [bed, 0.18],
      [1, 0.18],
      [1, 0.52],
      [0.97, 0.57],
      [bed, 0.6],
    ],
    c,
  );
  solid.body(
    [
      [0, 0.22],
      [bed, 0.18],
      [bed, 0.6],
      [0, 0.6],
    ],
    c,
  );
  solid.body(
    [
      [bed, 0.58],
      [0.8, 0.56],
      [0.69, 1],
      [bed + 0.04, 1],
    ],
    shade(c, 0.97),
    0.9,
  );
  solid.slanted([0.01, 0.604], [bed - 0.01, 0.604], -0.88, 0.88, shade(DARK, 1.3), 2);
  solid.side(
    [
      [bed + 0.06, 0.62],
      [0.61, 0.62],
      [0.61, 0.94],
      [bed + 0.08, 0.94],
    ],
    trim.glass,
    0.905,
  );
  solid.side(
    [
      [0.63, 0.62],
      [0.76, 0.62],
      [0.69, 0.94],
      [0.63, 0.94],
    ],
    trim.glass,
    0.905,
  );
  solid.slanted([0.785, 0.62], [0.705, 0.95], -0.78, 0.78, trim.glass);
  solid.slanted([bed + 0.004, 0.64], [bed + 0.035, 0.94], -0.7, 0.7, trim.glass);
  solid.across(0, -0.92, 0.26, 0.92, 0.56, shade(c, 0.82));
  solid.across(0, -0.5, 0.42, 0.5, 0.46, DARK, 2);
  for (const u of [0, 1]) solid.across(u, -1, 0.16, 1, 0.26, DARK, 2);
  solid.across(1, -0.6, 0.3, 0.6, 0.48, DARK);
  lamps(solid, 0.4, 0.5);
  plates(solid, 0.28, 0.34);
  for (const u of [0.19, 0.82]) solid.wheel(u, 0.4, trim.tyre, trim.rim);
}
