import type { Rgb } from './look';
import type { Vec3 } from './raster';
import type { Stage, SurfaceOptions } from './stage';

/** A point in an object's own frame: along its length (front positive), up, to its right; metres. */
export type Local = readonly [number, number, number];
/** A corner of a side profile: share of the length from the rear (0) to the front (1), share of the height. */
export type ProfileCorner = readonly [number, number];

/**
 * An object standing on the ground at (x, z), its length turned by `yaw` (0 points away from the camera, along the
 * road). Bodies are convex side profiles pulled across the width; panels are thin details on a body's planes.
 */
export class Solid {
  private readonly forward: Vec3;
  private readonly right: Vec3;

  constructor(
    private readonly stage: Stage,
    private readonly id: number,
    private readonly x: number,
    private readonly z: number,
    yaw: number,
    readonly length: number,
    readonly width: number,
    readonly height: number,
  ) {
    this.forward = [Math.sin(yaw), 0, Math.cos(yaw)];
    this.right = [Math.cos(yaw), 0, -Math.sin(yaw)];
  }

  world(point: Local): Vec3 {
    return [
      this.x + this.forward[0] * point[0] + this.right[0] * point[2],
      point[1],
      this.z + this.forward[2] * point[0] + this.right[2] * point[2],
    ];
  }

  face(points: readonly Local[], colour: Rgb, options: SurfaceOptions = {}): void {
    this.stage.surface(
      points.map((p) => this.world(p)),
      colour,
      this.id,
      options,
    );
  }

  private local(corner: ProfileCorner, w: number): Local {
    return [(corner[0] - 0.5) * this.length, corner[1] * this.height, w];
  }

  /**
   * A convex profile pulled over `share` of the width. `edges[i]` colours the face between corners i and i+1 (default:
   * the body's colour); faces marked 'open' are left out.
   */
  body(profile: readonly ProfileCorner[], colour: Rgb, share = 1, edges: (Rgb | undefined)[] = []): void {
    const half = (this.width / 2) * share;
    for (const w of [-half, half])
      this.face(
        profile.map((c) => this.local(c, w)),
        colour,
      );
    profile.forEach((corner, i) => {
      const next = profile[(i + 1) % profile.length];
      this.face(
        [this.local(corner, -half), this.local(next, -half), this.local(next, half), this.local(corner, half)],
        edges[i] ?? colour,
      );
    });
  }

  /** A detail on both sides. */
  side(profile: readonly ProfileCorner[], colour: Rgb, share = 1, layer = 1): void {
    const half = (this.width / 2) * share;
    for (const w of [-half, half])
      this.face(
        profile.map((c) => this.local(c, w)),
        colour,
        { layer },
      );
  }

  /** A rectangle on both sides, given by two opposite corners. */
  sideRect(u0: number, v0: number, u1: number, v1: number, colour: Rgb, share = 1, layer = 1): void {
    this.side(
      [
        [u0, v0],
        [u1, v0],
        [u1, v1],
        [u0, v1],
      ],
      colour,
      share,
      layer,
    );
  }

  /** A rectangle across the vehicle at share `u` of the length; `w` from -1 (left) to 1 (right). */
  across(u: number, w0: number, v0: number, w1: number, v1: number, colour: Rgb, layer = 1): void {
    this.slanted([u, v0], [u, v1], w0, w1, colour, layer);
  }

  /** A rectangle across the vehicle between two profile corners: windscreens, bonnets, roofs. */
  slanted(from: ProfileCorner, to: ProfileCorner, w0: number, w1: number, colour: Rgb, layer = 1): void {
    const half = this.width / 2;
    this.face(
      [this.local(from, w0 * half), this.local(from, w1 * half), this.local(to, w1 * half), this.local(to, w0 * half)],
      colour,
      { layer },
    );
  }

  /** Wheels on both sides, radius in metres, as discs just outside the body. */
  wheel(u: number, radius: number, tyre: Rgb, rim: Rgb): void {
    const along = (u - 0.5) * this.length;
    for (const side of [-1, 1]) {
      const w = side * (this.width / 2 + 0.02);
      this.face(disc(along, radius, radius, w), tyre, { layer: 2 });
      this.face(disc(along, radius, radius * 0.5, w), rim, { layer: 3 });
      const inner = side * (this.width / 2 - 0.25);
      const x0 = along - radius * 0.9;
      const x1 = along + radius * 0.9;
      for (const x of [x0, x1])
        this.face(
          [
            [x, 0, inner],
            [x, 0, w],
            [x, radius, w],
            [x, radius, inner],
          ],
          tyre,
        );
    }
  }

  /** A dark patch on the road under the object. */
  shadow(id: number, colour: Rgb): void {
    const l = this.length * 0.53;
    const w = this.width * 0.58;
    const corners: Local[] = [
      [-l, 0, -w * 0.8],
      [-l * 0.9, 0, -w],
      [l * 0.9, 0, -w],
      [l, 0, -w * 0.8],
      [l, 0, w * 0.8],
      [l * 0.9, 0, w],
      [-l * 0.9, 0, w],
      [-l, 0, w * 0.8],
    ];
    this.stage.surface(
      corners.map((p) => this.world(p)),
      colour,
      id,
      { layer: 6, unlit: true },
    );
  }
}

function disc(along: number, height: number, radius: number, w: number): Local[] {
  return Array.from({ length: 12 }, (_, k) => {
    const angle = (k * Math.PI) / 6;
    return [along + radius * Math.cos(angle), height + radius * Math.sin(angle), w] as const;
  });
}
