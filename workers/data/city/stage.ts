import type { RandomStream } from '../../../models/engine/random';
import type { LookSettings, Material, Rgb } from './look';
import { dot, type Paint, planeNormal, type Raster, type Vec3 } from './raster';
import type { Subtype } from './subtypes';
import type { Texture } from './texture';

/** How far a jittered colour may leave its hue, as a share of the change in brightness. */
const CHROMA_SHARE = 0.45;

export interface Camera {
  /** Metres: sideways from the road's middle, above the ground. */
  x: number;
  height: number;
  /** Radians, positive looks to the right. */
  yaw: number;
}

export interface SurfaceOptions {
  texture?: Texture;
  /** Where u = v = 0 and how u and v run over the surface; world metres. */
  origin?: Vec3;
  uAxis?: Vec3;
  vAxis?: Vec3;
  layer?: number;
  /** Colour as it is, without light (lamps, sky). */
  unlit?: boolean;
}

/**
 * The world being drawn: turns world coordinates (x right of the road's middle, y up, z along the road, metres) into
 * the camera's, lights surfaces, tints materials by the look and hands out instance numbers.
 */
export class Stage {
  /** Subtype of each instance; instance 0 is nothing. */
  readonly subtypes: (Subtype | null)[] = [null];
  private readonly sun: Vec3;
  private readonly sine: number;
  private readonly cosine: number;

  constructor(
    readonly raster: Raster,
    readonly camera: Camera,
    readonly look: LookSettings,
    readonly random: RandomStream,
  ) {
    this.sine = Math.sin(camera.yaw);
    this.cosine = Math.cos(camera.yaw);
    const side = random.range(-0.8, 0.8);
    const length = Math.hypot(side, 0.8, 0.45);
    this.sun = [side / length, 0.8 / length, -0.45 / length];
  }

  /** Opens a new instance and gives its number. */
  begin(subtype: Subtype): number {
    this.subtypes.push(subtype);
    return this.subtypes.length - 1;
  }

  toCamera(point: Vec3): Vec3 {
    return this.rotate([point[0] - this.camera.x, point[1] - this.camera.height, point[2]]);
  }

  rotate(vector: Vec3): Vec3 {
    return [
      vector[0] * this.cosine - vector[2] * this.sine,
      vector[1],
      vector[0] * this.sine + vector[2] * this.cosine,
    ];
  }

  /** A planar convex polygon in world coordinates. */
  surface(corners: readonly Vec3[], colour: Rgb, id: number, options: SurfaceOptions = {}): void {
    const light = options.unlit ? 1 : this.light(planeNormal(corners), corners[0]);
    const paint: Paint = { colour: [colour[0] * light, colour[1] * light, colour[2] * light] };
    if (options.texture) {
      paint.texture = options.texture;
      paint.origin = this.toCamera(options.origin ?? [0, 0, 0]);
      paint.uAxis = this.rotate(options.uAxis ?? [1, 0, 0]);
      paint.vAxis = this.rotate(options.vAxis ?? [0, 0, 1]);
    }
    this.raster.polygon(
      corners.map((p) => this.toCamera(p)),
      paint,
      id,
      options.layer ?? 0,
    );
  }

  /** An ellipsoid; see `Raster.ball`. */
  ball(centre: Vec3, rx: number, ry: number, colour: Rgb, id: number, torn = 0, texture?: Texture): void {
    const at = this.toCamera(centre);
    const paint: Paint = { colour };
    if (texture) {
      paint.texture = texture;
      paint.origin = at;
      paint.uAxis = [1, 0, 0];
      paint.vAxis = [0, 1, 0];
    }
    this.raster.ball(at, rx, ry, paint, id, torn, centre[0] * 3.1 + centre[1] * 1.7);
  }

  /** A material's colour under this look, jittered from object to object. */
  tone(material: Material, base: Rgb, jitter = 1): Rgb {
    const tint = this.look.tint[material];
    const spread = this.look.jitter * jitter;
    const common = this.random.range(-spread, spread);
    const channel = (value: number, factor: number) => {
      const jittered = value * factor + common + this.random.range(-spread, spread) * CHROMA_SHARE;
      return Math.min(255, Math.max(0, jittered));
    };
    return [channel(base[0], tint[0]), channel(base[1], tint[1]), channel(base[2], tint[2])];
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.random.integer(choices.length)];
  }

  chance(probability: number): boolean {
    return this.random.uniform() < probability;
  }

  private light(normal: Vec3, point: Vec3): number {
    // Polygons have no fixed winding: the side that is seen is the side that is lit.
    const toEye: Vec3 = [this.camera.x - point[0], this.camera.height - point[1], -point[2]];
    const facing = dot(normal, toEye) >= 0 ? 1 : -1;
    const hard = this.look.contrastOfLight;
    const direct = Math.max(0, facing * dot(normal, this.sun));
    const ambient = 0.85 + 0.12 * facing * normal[1];
    return (1 - hard) * ambient + hard * (0.5 + 0.7 * direct);
  }
}

/** A colour made lighter or darker. */
export function shade(colour: Rgb, factor: number): Rgb {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}
