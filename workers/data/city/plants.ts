import type { Rgb } from './look';
import { type Stage, shade } from './stage';
import { leafy } from './texture';

const LEAVES: Rgb[] = [
  [62, 98, 46],
  [82, 112, 50],
  [52, 84, 52],
  [96, 108, 58],
  [74, 92, 40],
];

/** Foliage of several torn balls around (x, y, z), half-axes `rx`, `ry` in metres. */
function crown(stage: Stage, x: number, y: number, z: number, rx: number, ry: number, id: number, count: number): void {
  const { random } = stage;
  const colour = stage.tone('foliage', stage.pick(LEAVES));
  const texture = leafy(0.24 * stage.look.texture, random.range(0, 200));
  for (let k = 0; k < count; k++) {
    const angle = random.range(0, 2 * Math.PI);
    const reach = k === 0 ? 0 : random.range(0.25, 0.62);
    const size = k === 0 ? 0.75 : random.range(0.42, 0.62);
    stage.ball(
      [x + Math.cos(angle) * rx * reach, y + Math.sin(angle) * ry * reach, z + random.range(-0.4, 0.4) * rx],
      rx * size,
      ry * size,
      shade(colour, random.range(0.84, 1.12)),
      id,
      0.7,
      texture,
    );
  }
}

/** A tree of `height` metres with its trunk at (x, z). */
export function drawTree(stage: Stage, x: number, z: number, height: number): number {
  const id = stage.begin('tree');
  const bark = stage.tone('soil', [88, 68, 52], 0.6);
  const slim = stage.chance(0.25);
  const rx = height * (slim ? 0.16 : stage.random.range(0.27, 0.38));
  const half = 0.03 * height;
  stage.surface(
    [
      [x - half, 0, z],
      [x + half, 0, z],
      [x + half * 0.7, height * 0.6, z],
      [x - half * 0.7, height * 0.6, z],
    ],
    bark,
    id,
  );
  crown(stage, x, height * (slim ? 0.58 : 0.68), z, rx, height * (slim ? 0.44 : 0.33), id, slim ? 7 : 10);
  return id;
}

export function drawBush(stage: Stage, x: number, z: number, height: number): number {
  const id = stage.begin('bush');
  crown(stage, x, height * 0.42, z, height * stage.random.range(0.6, 1), height * 0.58, id, 6);
  return id;
}

/** A clipped hedge from z0 to z1 along the road at `x`, about `thickness` deep away from the road. */
export function drawHedge(stage: Stage, x: number, z0: number, z1: number, height: number, away: number): number {
  const id = stage.begin('hedge');
  const colour = stage.tone('foliage', stage.pick(LEAVES));
  const texture = leafy(0.24 * stage.look.texture, stage.random.range(0, 200));
  const outer = x + away * 0.9;
  const options = { texture, origin: [x, 0, z0], uAxis: [0, 0, 1], vAxis: [0, 1, 0] } as const;
  stage.surface(
    [
      [x, 0, z0],
      [x, height, z0],
      [x, height, z1],
      [x, 0, z1],
    ],
    colour,
    id,
    options,
  );
  stage.surface(
    [
      [x, 0, z0],
      [outer, 0, z0],
      [outer, height, z0],
      [x, height, z0],
    ],
    colour,
    id,
    { ...options, uAxis: [1, 0, 0] },
  );
  stage.surface(
    [
      [x, height, z0],
      [outer, height, z0],
      [outer, height, z1],
      [x, height, z1],
    ],
    shade(colour, 1.1),
    id,
    { ...options, vAxis: [1, 0, 0] },
  );
  for (let z = z0; z < z1; z += 0.9)
    stage.ball(
      [x + away * 0.3, height * 0.95, z],
      0.62,
      0.3,
      shade(colour, stage.random.range(0.95, 1.15)),
      id,
      0.6,
      texture,
    );
  return id;
}
