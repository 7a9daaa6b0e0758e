import type { Rgb } from './look';
import { Solid } from './solid';
import { type Stage, shade } from './stage';

export type VehicleKind =
  | 'car'
  | 'jeep'
  | 'suv'
  | 'van'
  | 'box truck'
  | 'pickup'
  | 'trailer'
  | 'bus'
  | 'tram'
  | 'train';

/** Length, width, height in metres. */
export const VEHICLE_SIZE: Record<VehicleKind, Rgb> = {
  car: [4.3, 1.8, 1.45],
  jeep: [4.0, 1.9, 1.9],
  suv: [4.6, 1.9, 1.72],
  van: [5.1, 1.95, 2.15],
  'box truck': [7.5, 2.4, 3.3],
  pickup: [5.5, 2.0, 1.85],
  trailer: [12, 2.5, 3.8],
  bus: [11, 2.5, 3.1],
  tram: [16, 2.45, 3.4],
  train: [19, 2.8, 3.9],
};

const DARK: Rgb = [34, 34, 38];
const PAINTS: Rgb[] = [
  [195, 30, 30],
  [30, 60, 160],
  [225, 225, 226],
  [32, 32, 36],
  [122, 125, 130],
  [182, 184, 190],
  [40, 100, 62],
  [205, 165, 40],
  [112, 62, 42],
  [92, 140, 190],
];
const TRADE: Rgb[] = [
  [232, 232, 230],
  [202, 203, 206],
  [175, 45, 42],
  [42, 82, 160],
  [222, 196, 60],
  [125, 125, 122],
  [70, 130, 90],
];
const LINE: Rgb[] = [
  [202, 42, 36],
  [226, 182, 42],
  [234, 234, 234],
  [52, 122, 72],
  [60, 110, 180],
];

interface Trim {
  paint: Rgb;
  trade: Rgb;
  glass: Rgb;
  tyre: Rgb;
  rim: Rgb;
}

/** Draws a vehicle on the ground at (x, z); `yaw` 0 shows its rear, pi its front. Returns the instance number. */
export function drawVehicle(
  stage: Stage,
  kind: VehicleKind,
  x: number,
  z: number,
  yaw: number,
  shadowId: number,
): number {
  const id = stage.begin(kind);
  const [length, width, height] = VEHICLE_SIZE[kind].map((metres) => metres * stage.random.range(0.9, 1.1));
  const solid = new Solid(stage, id, x, z, yaw, length, width, height);
  const trim: Trim = {
    paint: stage.tone('paint', stage.pick(PAINTS)),
    trade: stage.tone('paint', stage.chance(0.5) ? TRADE[0] : stage.pick(TRADE), 0.7),
    glass: stage.tone(
      'paint',
      stage.pick<Rgb>([
        [42, 56, 68],
        [26, 31, 38],
        [84, 102, 116],
        [60, 74, 84],
      ]),
      0.5,
    ),
    tyre: [22, 22, 24],
    rim: stage.chance(0.6) ? [135, 135, 140] : [60, 60, 64],
  };
  solid.shadow(shadowId, stage.tone('asphalt', [44, 44, 46], 0.3));
  DRAW[kind](solid, trim, stage);
  return id;
}

function lamps(solid: Solid, low: number, high: number, inset = 0.95, front = 1, rear = 0): void {
  for (const side of [-1, 1]) {
    solid.across(front, side * inset, low, side * (inset - 0.32), high, [238, 238, 215], 2);
    solid.across(rear, side * inset, low, side * (inset - 0.3), high, [190, 28, 24], 2);
  }
}

function plates(solid: Solid, low: number, high: number): void {
  solid.across(1, -0.3, low, 0.3, high, [230, 230, 220], 3);
  solid.across(0, -0.3, low, 0.3, high, [230, 230, 215], 3);
}

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

function car(solid: Solid, trim: Trim, stage: Stage): void {
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

function suv(solid: Solid, trim: Trim): void {
  saloon(
    solid,
    trim,
    { belt: 0.58, rear: 0, front: 0.78, roofRear: 0.05, roofFront: 0.64, nose: 0.53, wheel: 0.36 },
    shade(trim.paint, 0.95),
  );
  solid.sideRect(0.08, 1.0, 0.62, 1.03, DARK, 0.8);
}

function jeep(solid: Solid, trim: Trim): void {
  saloon(
    solid,
    trim,
    { belt: 0.58, rear: 0, front: 0.66, roofRear: 0, roofFront: 0.62, nose: 0.57, wheel: 0.39 },
    shade(trim.paint, 0.5),
  );
  solid.across(0, -0.4, 0.34, 0.4, 0.72, DARK, 4);
  solid.across(0, -0.2, 0.44, 0.2, 0.62, shade(trim.rim, 0.8), 5);
}

function van(solid: Solid, trim: Trim, stage: Stage): void {
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

function pickup(solid: Solid, trim: Trim): void {
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

function boxTruck(solid: Solid, trim: Trim, stage: Stage): void {
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

function trailer(solid: Solid, trim: Trim, stage: Stage): void {
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

function bus(solid: Solid, trim: Trim, stage: Stage): void {
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

function tram(solid: Solid, trim: Trim, stage: Stage): void {
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

function train(solid: Solid, trim: Trim, stage: Stage): void {
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

const DRAW: Record<VehicleKind, (solid: Solid, trim: Trim, stage: Stage) => void> = {
  car,
  jeep,
  suv,
  van,
  'box truck': boxTruck,
  pickup,
  trailer,
  bus,
  tram,
  train,
};
