/**
 * People and two-wheelers are flat figures standing in a vertical plane: people face the camera, two-wheelers stand in
 * their own plane, turned by at most about 60 degrees from it so that they keep a shape.
 */
import type { Rgb } from '../look';
import type { Vec3 } from '../raster';
import type { Stage } from '../stage';

export type Flat = readonly [number, number];

export const CLOTHES: Rgb[] = [
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
export const TROUSERS: Rgb[] = [
  [46, 50, 74],
  [36, 36, 40],
  [110, 98, 80],
  [78, 80, 86],
];
export const SKIN: Rgb[] = [
  [205, 158, 128],
  [160, 112, 84],
  [110, 76, 58],
];

/** A plane through (x, z) whose first axis is turned by `angle` from the road's cross direction. */
export class Plane {
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

export function head(stage: Stage, plane: Plane, at: Flat, size: number, skin: Rgb, hair: Rgb, id: number): void {
  stage.ball(plane.point(at, 0.06), size * 0.85, size * 1.2, skin, id);
  stage.ball(plane.point([at[0], at[1] + size * 0.55], 0.1), size * 0.85, size * 0.75, hair, id);
}
