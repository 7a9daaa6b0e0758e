import { raggedness, type Texture } from './texture';

/**
 * A software rasteriser with a depth buffer: convex polygons and leafy balls in camera space, drawn at twice the
 * picture's size so that `resolve` can average the colours and vote the labels. No DOM.
 *
 * Camera space: x right, y up, z forward, metres. The picture's rows are kept upright by moving the principal point to
 * the horizon instead of tilting the camera, so vertical edges stay vertical.
 */
export type Vec3 = readonly [number, number, number];

export interface Paint {
  /** 0..255 per channel, already lit. */
  colour: readonly [number, number, number];
  texture?: Texture;
  /** Where texture coordinates start and how they run, camera space, metres. */
  origin?: Vec3;
  uAxis?: Vec3;
  vAxis?: Vec3;
}

export const SUPERSAMPLING = 2;
const NEAR = 0.4;
/** How much nearer one layer of a coplanar detail counts than the surface below it. */
const LAYER_STEP = 0.0025;

export interface View {
  width: number;
  height: number;
  /** Focal length and horizon row in picture pixels. */
  focal: number;
  horizon: number;
}

export class Raster {
  readonly width: number;
  readonly height: number;
  /** Red in the lowest byte, then green and blue: one write per sample. */
  readonly colours: Uint32Array;
  readonly ids: Uint16Array;
  /** 1/z of the nearest surface; 0 where nothing is. */
  readonly inverseDepth: Float32Array;
  readonly focal: number;
  readonly centreX: number;
  readonly horizon: number;
  private readonly sample = new Float32Array(3);

  constructor(view: View) {
    this.width = view.width * SUPERSAMPLING;
    this.height = view.height * SUPERSAMPLING;
    this.focal = view.focal * SUPERSAMPLING;
    this.horizon = view.horizon * SUPERSAMPLING;
    this.centreX = this.width / 2;
    this.colours = new Uint32Array(this.width * this.height);
    this.ids = new Uint16Array(this.width * this.height);
    this.inverseDepth = new Float32Array(this.width * this.height);
  }

  /** Fills everything behind all else: colours run from `top` at row 0 to `bottom` at the horizon. */
  background(top: Vec3, bottom: Vec3, id: number): void {
    this.ids.fill(id);
    for (let y = 0; y < this.height; y++) {
      const t = Math.min(1, Math.max(0, y / Math.max(1, this.horizon)));
      const mix = (k: number) => top[k] + (bottom[k] - top[k]) * t;
      this.colours.fill(pack(mix(0), mix(1), mix(2)), y * this.width, (y + 1) * this.width);
    }
  }

  /**
   * A planar convex polygon of at least three corners. Of two coplanar polygons the one with the higher `layer` wins;
   * on equal depth the later one.
   */
  polygon(corners: readonly Vec3[], paint: Paint, id: number, layer = 0): void {
    const clipped = clipNear(corners);
    if (clipped.length < 3) return;
    const normal = planeNormal(corners);
    const distance = dot(normal, corners[0]);
    if (Math.abs(distance) < 1e-6) return;
    const xs = clipped.map((p) => this.centreX + (p[0] / p[2]) * this.focal);
    const ys = clipped.map((p) => this.horizon - (p[1] / p[2]) * this.focal);
    // 1/z is linear over the screen: z * ray lies on the plane.
    const dx = normal[0] / (distance * this.focal);
    const dy = -normal[1] / (distance * this.focal);
    const base = normal[2] / distance - dx * this.centreX - dy * this.horizon;
    const lift = 1 + layer * LAYER_STEP;
    if (Math.max(...xs) <= 0 || Math.min(...xs) >= this.width) return;
    const top = Math.max(0, Math.ceil(Math.min(...ys) - 0.5));
    const bottom = Math.min(this.height - 1, Math.ceil(Math.max(...ys) - 0.5) - 1);
    for (let y = top; y <= bottom; y++) {
      const centre = y + 0.5;
      let left = Number.POSITIVE_INFINITY;
      let right = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < xs.length; i++) {
        const j = i + 1 === xs.length ? 0 : i + 1;
        if (ys[i] <= centre === ys[j] <= centre) continue;
        const x = xs[i] + ((centre - ys[i]) / (ys[j] - ys[i])) * (xs[j] - xs[i]);
        if (x < left) left = x;
        if (x > right) right = x;
      }
      const from = Math.max(0, Math.ceil(left - 0.5));
      const to = Math.min(this.width - 1, Math.ceil(right - 0.5) - 1);
      this.span(y, from, to, dx, base + dx * (from + 0.5) + dy * centre, paint, id, lift);
    }
  }

  /**
   * An upright ellipsoid of foliage or a head: half-axes `rx`, `ry` in metres. `torn` from 0 (smooth) to 1 eats into
   * the outline; light comes from above.
   */
  ball(centre: Vec3, rx: number, ry: number, paint: Paint, id: number, torn: number, seed: number): void {
    if (centre[2] < NEAR + rx) return;
    const px = (rx / centre[2]) * this.focal;
    const py = (ry / centre[2]) * this.focal;
    const cx = this.centreX + (centre[0] / centre[2]) * this.focal;
    const cy = this.horizon - (centre[1] / centre[2]) * this.focal;
    const y1 = Math.min(this.height - 1, Math.floor(cy + py));
    const x1 = Math.min(this.width - 1, Math.floor(cx + px));
    const leaf = 9 / rx;
    for (let y = Math.max(0, Math.floor(cy - py)); y <= y1; y++)
      for (let x = Math.max(0, Math.floor(cx - px)); x <= x1; x++) {
        const a = (x + 0.5 - cx) / px;
        const b = (y + 0.5 - cy) / py;
        const r2 = a * a + b * b;
        if (r2 >= 1) continue;
        if (torn > 0 && r2 > 0.92 - torn * 0.35 * (1 + raggedness((a * rx + seed) * leaf, b * ry * leaf))) continue;
        const depth = centre[2] - rx * 0.6 * Math.sqrt(1 - r2);
        const at = y * this.width + x;
        if (1 / depth < this.inverseDepth[at]) continue;
        this.inverseDepth[at] = 1 / depth;
        this.ids[at] = id;
        this.colour(x, y, at, 1 / depth, paint, 1 - 0.35 * b - 0.12 * r2);
      }
  }

  /** One row of a polygon: samples from..to, 1/z starting at `inverse` and growing by `step`. */
  private span(
    y: number,
    from: number,
    to: number,
    step: number,
    inverse: number,
    paint: Paint,
    id: number,
    lift: number,
  ): void {
    const { inverseDepth, ids, colours } = this;
    const flat = pack(paint.colour[0], paint.colour[1], paint.colour[2]);
    const plain = paint.texture === undefined;
    let at = y * this.width + from;
    for (let x = from; x <= to; x++, at++, inverse += step) {
      const key = inverse * lift;
      if (key < inverseDepth[at]) continue;
      inverseDepth[at] = key;
      ids[at] = id;
      if (plain) {
        colours[at] = flat;
      } else {
        this.colour(x, y, at, inverse, paint, 1);
      }
    }
  }

  /** Colours one sample that has won the depth test. */
  private colour(x: number, y: number, at: number, inverse: number, paint: Paint, light: number): void {
    const { sample, colours } = this;
    sample[0] = paint.colour[0] * light;
    sample[1] = paint.colour[1] * light;
    sample[2] = paint.colour[2] * light;
    const { texture, origin, uAxis, vAxis } = paint;
    if (texture && origin && uAxis && vAxis) {
      const z = 1 / inverse;
      const px = ((x + 0.5 - this.centreX) / this.focal) * z - origin[0];
      const py = ((this.horizon - y - 0.5) / this.focal) * z - origin[1];
      const pz = z - origin[2];
      const u = px * uAxis[0] + py * uAxis[1] + pz * uAxis[2];
      const v = px * vAxis[0] + py * vAxis[1] + pz * vAxis[2];
      texture(u, v, z / this.focal, sample);
    }
    colours[at] = pack(sample[0], sample[1], sample[2]);
  }
}

function byte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0;
}

function pack(red: number, green: number, blue: number): number {
  return byte(red) | (byte(green) << 8) | (byte(blue) << 16);
}

function clipNear(corners: readonly Vec3[]): readonly Vec3[] {
  if (corners.every((p) => p[2] >= NEAR)) return corners;
  const out: Vec3[] = [];
  for (let i = 0; i < corners.length; i++) {
    const a = corners[i];
    const b = corners[(i + 1) % corners.length];
    if (a[2] >= NEAR) out.push(a);
    if (a[2] >= NEAR !== b[2] >= NEAR) {
      const t = (NEAR - a[2]) / (b[2] - a[2]);
      out.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, NEAR]);
    }
  }
  return out;
}

export function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Unit normal by Newell's sum, which stands a degenerate first corner. */
export function planeNormal(corners: readonly Vec3[]): Vec3 {
  let x = 0;
  let y = 0;
  let z = 0;
  for (let i = 0; i < corners.length; i++) {
    const a = corners[i];
    const b = corners[(i + 1) % corners.length];
    x += (a[1] - b[1]) * (a[2] + b[2]);
    y += (a[2] - b[2]) * (a[0] + b[0]);
    z += (a[0] - b[0]) * (a[1] + b[1]);
  }
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}
