import type { Rgb } from './look';
import type { Vec3 } from './raster';
import { type Stage, shade } from './stage';

/**
 * People and two-wheelers are flat figures standing in a vertical plane: people face the camera, two-wheelers stand in
 * their own plane, turned by at most about 60 degrees from it so that they keep a shape.
 */
export type TwoWheeler = 'bicycle' | 'motorcycle' | 'moped' | 'scooter';

type Flat = readonly [number, number];

const CLOTHES: Rgb[] = [
  [190, 40, 40],
  [40, 70, 150],
  [220, 220, 215],
  [36, 36, 42],
  [120, 122, 128],
  [60, 110, 70],
  [205, 165, 60],
  [120, 80, 110],
  [90, 140, 180],
];
const TROUSERS: Rgb[] = [
  [46, 50, 74],
  [36, 36, 40],
  [110, 98, 80],
  [78, 80, 86],
];
const SKIN: Rgb[] = [
  [205, 158, 128],
  [160, 112, 84],
  [110, 76, 58],
];

/** A plane through (x, z) whose first axis is turned by `angle` from the road's cross direction. */
class Plane {
  private readonly axis: Vec3;

  constructor(
    private readonly stage: Stage,
    private readonly x: number,
    private readonly z: number,
    angle: number,
    private readonly mirror: number,
  ) {
    this.axis = [Math.cos(angle), 0, Math.sin(angle)];
  }

  point(p: Flat, offset = 0): Vec3 {
    const along = p[0] * this.mirror;
    return [this.x + this.axis[0] * along, p[1], this.z + this.axis[2] * along - offset];
  }

  shape(points: readonly Flat[], colour: Rgb, id: number, layer = 0): void {
    this.stage.surface(
      points.map((p) => this.point(p)),
      colour,
      id,
      { layer },
    );
  }

  bar(a: Flat, b: Flat, thickness: number, colour: Rgb, id: number, layer = 0): void {
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    const nx = ((b[1] - a[1]) / length) * thickness * 0.5;
    const ny = (-(b[0] - a[0]) / length) * thickness * 0.5;
    this.shape(
      [
        [a[0] + nx, a[1] + ny],
        [b[0] + nx, b[1] + ny],
        [b[0] - nx, b[1] - ny],
        [a[0] - nx, a[1] - ny],
      ],
      colour,
      id,
      layer,
    );
  }

  ring(centre: Flat, radius: number, colour: Rgb, id: number, layer = 0): void {
    const points = Array.from({ length: 14 }, (_, k): Flat => {
      const angle = (k * Math.PI) / 7;
      return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
    });
    this.shape(points, colour, id, layer);
  }
}

/** A pedestrian, 1.5 to 1.95 m tall, walking or standing. Returns the instance number. */
export function drawPerson(stage: Stage, kind: 'walking' | 'standing', x: number, z: number): number {
  const id = stage.begin(kind);
  const { random } = stage;
  const h = random.range(1.5, 1.95);
  const stout = random.range(0.85, 1.25);
  const plane = new Plane(stage, x, z, 0, stage.chance(0.5) ? 1 : -1);
  const top = stage.tone('cloth', stage.pick(CLOTHES));
  const legs = stage.tone('cloth', stage.pick(TROUSERS));
  const skin = stage.tone('cloth', stage.pick(SKIN), 0.5);
  const stride = kind === 'walking' ? random.range(0.1, 0.17) * h : 0.04 * h;
  const w = 0.055 * h * stout;
  for (const [side, dim] of [
    [1, 1],
    [-1, 0.82],
  ] as const) {
    const foot = side * stride;
    plane.shape(
      [
        [side * 0.03 * h - w, 0.5 * h],
        [side * 0.03 * h + w, 0.5 * h],
        [foot + w * 0.8, 0],
        [foot - w * 0.8, 0],
      ],
      shade(legs, dim),
      id,
      1,
    );
    plane.bar([foot - w * 0.4, 0.02 * h], [foot + w * 1.6, 0.02 * h], 0.04 * h, [34, 32, 32], id, 2);
  }
  const coat = stage.chance(0.35) ? 0.32 : 0.46;
  plane.shape(
    [
      [-0.1 * h * stout, coat * h],
      [0.1 * h * stout, coat * h],
      [0.12 * h * stout, 0.82 * h],
      [-0.12 * h * stout, 0.82 * h],
    ],
    top,
    id,
    3,
  );
  for (const side of [-1, 1]) {
    const hand: Flat = kind === 'walking' ? [side * stride * 1.2, 0.48 * h] : [side * 0.15 * h * stout, 0.45 * h];
    plane.bar([side * 0.11 * h * stout, 0.79 * h], hand, 0.055 * h, shade(top, 0.88), id, 4);
  }
  if (stage.chance(0.3))
    plane.shape(
      [
        [-0.16 * h, 0.5 * h],
        [-0.06 * h, 0.5 * h],
        [-0.06 * h, 0.68 * h],
        [-0.16 * h, 0.68 * h],
      ],
      stage.tone('cloth', stage.pick(CLOTHES)),
      id,
      5,
    );
  head(stage, plane, [0, 0.91 * h], 0.07 * h, skin, stage.tone('cloth', [50, 38, 30]), id);
  return id;
}

function head(stage: Stage, plane: Plane, at: Flat, size: number, skin: Rgb, hair: Rgb, id: number): void {
  stage.ball(plane.point(at, 0.06), size * 0.85, size * 1.2, skin, id);
  stage.ball(plane.point([at[0], at[1] + size * 0.55], 0.1), size * 0.85, size * 0.75, hair, id);
}

/**
 * A two-wheeler, with a rider if `riderKind` is given (an instance of its own). `angle` in radians from the picture's
 * plane. Returns the two-wheeler's instance number.
 */
export function drawTwoWheeler(
  stage: Stage,
  kind: TwoWheeler,
  x: number,
  z: number,
  angle: number,
  riderKind?: 'cyclist' | 'motorcyclist',
): number {
  const id = stage.begin(kind);
  const plane = new Plane(stage, x, z, angle, stage.chance(0.5) ? 1 : -1);
  const colour = stage.tone('paint', stage.pick(CLOTHES));
  if (kind === 'bicycle') bicycle(plane, colour, id);
  else motorbike(stage, plane, kind, colour, id);
  if (riderKind) rider(stage, plane, kind, riderKind);
  return id;
}

function bicycle(plane: Plane, colour: Rgb, id: number): void {
  for (const u of [-0.52, 0.52]) {
    plane.ring([u, 0.35], 0.35, [28, 28, 30], id);
    plane.ring([u, 0.35], 0.28, [118, 118, 120], id, 1);
    plane.bar([u, 0.08], [u, 0.62], 0.03, [60, 60, 62], id, 2);
    plane.bar([u - 0.27, 0.35], [u + 0.27, 0.35], 0.03, [60, 60, 62], id, 2);
  }
  const frame: [Flat, Flat][] = [
    [
      [-0.52, 0.35],
      [-0.18, 0.82],
    ],
    [
      [-0.18, 0.82],
      [0.36, 0.84],
    ],
    [
      [0.36, 0.84],
      [-0.05, 0.35],
    ],
    [
      [-0.05, 0.35],
      [-0.52, 0.35],
    ],
    [
      [-0.05, 0.35],
      [-0.2, 0.92],
    ],
    [
      [0.52, 0.35],
      [0.34, 1.02],
    ],
  ];
  for (const [a, b] of frame) plane.bar(a, b, 0.075, colour, id, 3);
  plane.bar([-0.32, 0.95], [-0.08, 0.95], 0.08, [30, 28, 28], id, 4);
  plane.bar([0.24, 1.04], [0.42, 1.04], 0.07, [40, 40, 42], id, 4);
}

function motorbike(stage: Stage, plane: Plane, kind: TwoWheeler, colour: Rgb, id: number): void {
  const big = kind === 'motorcycle';
  const radius = big ? 0.33 : kind === 'moped' ? 0.29 : 0.23;
  const reach = big ? 0.7 : 0.58;
  for (const u of [-reach, reach]) {
    plane.ring([u, radius], radius, [26, 26, 28], id);
    plane.ring([u, radius], radius * 0.55, [120, 120, 124], id, 1);
  }
  if (big) {
    plane.shape(
      [
        [-0.3, 0.25],
        [0.3, 0.25],
        [0.36, 0.62],
        [-0.2, 0.62],
      ],
      [58, 58, 62],
      id,
      2,
    );
    plane.shape(
      [
        [-0.05, 0.62],
        [0.38, 0.6],
        [0.36, 0.92],
        [0.06, 0.9],
      ],
      colour,
      id,
      3,
    );
    plane.shape(
      [
        [-0.72, 0.72],
        [-0.05, 0.64],
        [0.05, 0.8],
        [-0.62, 0.86],
      ],
      [34, 32, 32],
      id,
      3,
    );
    plane.bar([-0.85, 0.5], [-0.2, 0.4], 0.1, [150, 150, 155], id, 4);
  } else {
    plane.shape(
      [
        [-0.75, 0.4],
        [-0.05, 0.28],
        [-0.08, 0.7],
        [-0.72, 0.74],
      ],
      colour,
      id,
      2,
    );
    plane.shape(
      [
        [-0.1, 0.2],
        [0.42, 0.2],
        [0.42, 0.3],
        [-0.1, 0.3],
      ],
      shade(colour, 0.8),
      id,
      2,
    );
    plane.shape(
      [
        [0.36, 0.22],
        [0.52, 0.3],
        [0.42, 0.98],
        [0.3, 0.95],
      ],
      shade(colour, 1.1),
      id,
      3,
    );
    plane.bar([-0.66, 0.78], [-0.1, 0.76], 0.1, [34, 32, 32], id, 3);
    if (kind === 'moped' && stage.chance(0.6))
      plane.shape(
        [
          [-0.98, 0.75],
          [-0.6, 0.75],
          [-0.6, 1.12],
          [-0.98, 1.12],
        ],
        stage.tone('paint', [200, 60, 40]),
        id,
        4,
      );
  }
  plane.bar([reach, radius], [reach - 0.28, 1.04], 0.09, [70, 70, 74], id, 4);
  plane.bar([reach - 0.4, 1.07], [reach - 0.2, 1.05], 0.08, [34, 34, 36], id, 5);
  plane.ring([reach - 0.12, 0.86], 0.1, [236, 232, 205], id, 5);
}

function rider(stage: Stage, plane: Plane, kind: TwoWheeler, riderKind: 'cyclist' | 'motorcyclist'): void {
  const id = stage.begin(riderKind);
  const top = stage.tone('cloth', stage.pick(CLOTHES));
  const legs = stage.tone('cloth', stage.pick(TROUSERS));
  const seat = kind === 'bicycle' ? 0.98 : 0.84;
  const knee: Flat = [0.16, seat - 0.22];
  plane.bar([-0.2, seat], knee, 0.19, legs, id, 6);
  plane.bar(knee, [kind === 'bicycle' ? 0.02 : 0.1, kind === 'bicycle' ? 0.24 : 0.3], 0.15, legs, id, 6);
  plane.shape(
    [
      [-0.36, seat - 0.05],
      [-0.06, seat - 0.05],
      [0.16, seat + 0.55],
      [-0.12, seat + 0.62],
    ],
    top,
    id,
    7,
  );
  plane.bar([0.06, seat + 0.5], [0.3, seat + 0.1], 0.12, shade(top, 0.85), id, 8);
  const helmet = riderKind === 'motorcyclist' || stage.chance(0.4);
  const skin = stage.tone('cloth', stage.pick(SKIN), 0.5);
  const cover = helmet ? stage.tone('paint', stage.pick(CLOTHES)) : stage.tone('cloth', [50, 38, 30]);
  head(
    stage,
    plane,
    [0.08, seat + 0.76],
    riderKind === 'motorcyclist' ? 0.15 : 0.125,
    riderKind === 'motorcyclist' ? cover : skin,
    cover,
    id,
  );
}
