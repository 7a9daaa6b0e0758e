import type { Rgb } from '../look';
import { type Stage, shade } from '../stage';
import { CLOTHES, type Flat, Plane } from './figure';
import { rider } from './rider';

export type TwoWheeler = 'bicycle' | 'motorcycle' | 'moped' | 'scooter';

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
  if (riderKind) rider(stage, plane, kind === 'bicycle', riderKind);
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
