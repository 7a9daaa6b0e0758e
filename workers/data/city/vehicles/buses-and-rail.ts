/** Vehicles of a line: buses, trams, trains. */
import type { Rgb } from '../look';
import type { Solid } from '../solid';
import { type Stage, shade } from '../stage';
import { DARK, lamps, type Trim } from './trim';

const LINE: Rgb[] = [
  [202, 42, 36],
  [226, 182, 42],
  [234, 234, 234],
  [52, 122, 72],
  [60, 110, 180],
];

export function bus(solid: Solid, trim: Trim, stage: Stage): void {
  const c = stage.tone('paint', stage.pick(LINE));
  const band = trim.trade;
  solid.body(
    [
      [0, 0.1],
      [1, 0.1],
      [1, 0.6],
      [0.985, 1],
      [0, 1],
    ],
    c,
  );
  solid.sideRect(0.02, 0.46, 0.98, 0.86, trim.glass);
  for (let k = 1; k < 8; k++) solid.sideRect(k * 0.122, 0.46, k * 0.122 + 0.012, 0.86, c, 1, 2);
  solid.sideRect(0, 0.28, 1, 0.36, band);
  for (const u of [0.08, 0.52, 0.9]) solid.sideRect(u, 0.14, u + 0.075, 0.84, shade(trim.glass, 1.25), 1, 3);
  solid.slanted([0.999, 0.42], [0.988, 0.85], -0.9, 0.9, trim.glass);
  solid.across(1, -0.75, 0.885, 0.75, 0.975, [22, 22, 22], 12);
  solid.across(1, -0.55, 0.9, 0.55, 0.96, [240, 150, 40], 16);
  solid.across(0, -0.82, 0.55, 0.82, 0.86, trim.glass);
  solid.across(0, -0.7, 0.18, 0.7, 0.4, shade(c, 0.75));
  for (const u of [0, 1]) solid.across(u, -1, 0.08, 1, 0.14, DARK);
  lamps(solid, 0.17, 0.25);
  for (const u of [0.24, 0.8]) solid.wheel(u, 0.48, trim.tyre, trim.rim);
}

function pantograph(solid: Solid, u: number): void {
  const l = (u - 0.5) * solid.length;
  const roof = solid.height;
  const arms: [number, number, number, number][] = [
    [l, roof, l + 0.9, roof + 0.55],
    [l + 0.9, roof + 0.55, l + 0.1, roof + 1.1],
  ];
  for (const [l0, h0, l1, h1] of arms)
    solid.face(
      [
        [l0, h0, -0.1],
        [l1, h1, -0.1],
        [l1, h1 + 0.1, 0.1],
        [l0, h0 + 0.1, 0.1],
      ],
      DARK,
    );
  solid.face(
    [
      [l + 0.1, roof + 1.06, -0.8],
      [l + 0.1, roof + 1.14, -0.8],
      [l + 0.1, roof + 1.14, 0.8],
      [l + 0.1, roof + 1.06, 0.8],
    ],
    DARK,
  );
}

/** Both ends of a rail vehicle look like a front: a wide windscreen, a line number, lamps. */
function railEnds(solid: Solid, trim: Trim, band: Rgb): void {
  for (const u of [0, 1]) {
    const inner = u === 0 ? 0.028 : 0.972;
    solid.slanted([u, 0.46], [inner, 0.86], -0.84, 0.84, trim.glass, 6);
    solid.across(u, -0.95, 0.24, 0.95, 0.38, band, 2);
    solid.across(u, -0.75, 0.03, 0.75, 0.1, DARK, 2);
    for (const side of [-1, 1])
      solid.across(u, side * 0.85, 0.15, side * 0.55, 0.22, u === 0 ? [190, 28, 24] : [238, 238, 215], 3);
  }
}

export function tram(solid: Solid, trim: Trim, stage: Stage): void {
  const c = stage.tone(
    'paint',
    stage.pick<Rgb>([
      [236, 234, 228],
      [192, 36, 32],
      [232, 202, 62],
      [62, 92, 150],
      [150, 152, 156],
    ]),
  );
  const band = stage.chance(0.6) ? trim.paint : trim.trade;
  solid.body(
    [
      [0, 0.06],
      [1, 0.06],
      [1, 0.44],
      [0.97, 0.9],
      [0.94, 1],
      [0.06, 1],
      [0.03, 0.9],
      [0, 0.44],
    ],
    c,
  );
  solid.sideRect(0.04, 0.48, 0.96, 0.83, trim.glass);
  solid.sideRect(0, 0.27, 1, 0.38, band);
  solid.sideRect(0.01, 0.03, 0.99, 0.12, [46, 44, 42]);
  for (const u of [0.14, 0.44, 0.74]) solid.sideRect(u, 0.12, u + 0.06, 0.86, shade(trim.glass, 1.3), 1, 3);
  for (const u of [0.325, 0.655]) solid.sideRect(u, 0.05, u + 0.02, 1, [32, 32, 34], 1, 4);
  railEnds(solid, trim, band);
  pantograph(solid, 0.42);
}

export function train(solid: Solid, trim: Trim, stage: Stage): void {
  const c = stage.tone(
    'paint',
    stage.pick<Rgb>([
      [200, 34, 32],
      [232, 232, 230],
      [70, 100, 150],
      [160, 162, 168],
      [50, 120, 90],
    ]),
  );
  const band = stage.chance(0.5) ? trim.paint : trim.trade;
  solid.body(
    [
      [0, 0.12],
      [1, 0.12],
      [1, 0.48],
      [0.955, 1],
      [0.045, 1],
      [0, 0.48],
    ],
    c,
  );
  solid.body(
    [
      [0.06, 0.03],
      [0.94, 0.03],
      [0.94, 0.12],
      [0.06, 0.12],
    ],
    [52, 48, 46],
    0.85,
  );
  for (let k = 0; k < 10; k++) solid.sideRect(0.1 + k * 0.08, 0.5, 0.155 + k * 0.08, 0.76, trim.glass);
  for (const u of [0.06, 0.48, 0.9]) solid.sideRect(u, 0.14, u + 0.035, 0.84, shade(c, 0.6), 1, 2);
  solid.sideRect(0, 0.3, 1, 0.4, band);
  solid.sideRect(0.045, 0.93, 0.955, 1, shade(c, 0.6));
  for (const u of [0, 1]) solid.across(u, -0.96, 0.13, 0.96, 0.2, [228, 190, 40], 1);
  railEnds(solid, trim, band);
  if (stage.chance(0.7)) pantograph(solid, 0.7);
  for (const u of [0.12, 0.2, 0.8, 0.88]) solid.wheel(u, 0.34, [60, 52, 46], [90, 84, 80]);
}
