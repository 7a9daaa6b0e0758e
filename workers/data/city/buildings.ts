import type { Rgb } from './look';
import { type Stage, shade } from './stage';
import { courses, type Facade, facade, grainy } from './texture';

const WALLS: Rgb[] = [
  [158, 138, 120],
  [182, 166, 144],
  [128, 122, 120],
  [168, 100, 78],
  [208, 198, 182],
  [146, 150, 158],
  [190, 150, 110],
];
const ROOFS: Rgb[] = [
  [142, 72, 56],
  [88, 78, 76],
  [112, 92, 82],
];

function windows(stage: Stage, low: boolean): Facade {
  const { random } = stage;
  return {
    bay: random.range(1.9, 3.4),
    floor: random.range(2.7, 3.5),
    glassWidth: low ? random.range(0.3, 0.5) : random.range(0.35, 0.75),
    glassHeight: random.range(0.4, 0.62),
    glass: stage.tone(
      'facade',
      stage.pick<Rgb>([
        [60, 72, 84],
        [92, 108, 122],
        [44, 50, 58],
        [120, 130, 138],
      ]),
    ),
    frame: stage.tone('facade', stage.chance(0.5) ? [210, 206, 200] : [110, 100, 92]),
    shop:
      !low && stage.chance(0.4)
        ? stage.tone(
            'facade',
            stage.pick<Rgb>([
              [70, 60, 60],
              [130, 60, 50],
              [50, 80, 90],
              [150, 140, 110],
            ]),
          )
        : undefined,
  };
}

/** A block of flats: a box whose street side stands at `x`, growing `away` (-1 or 1) from the road. */
export function drawBuilding(stage: Stage, x: number, z0: number, z1: number, height: number, away: number): number {
  const id = stage.begin('building');
  const wall = stage.tone('facade', stage.pick(WALLS));
  const outer = x + away * stage.random.range(8, 14);
  block(stage, id, x, outer, z0, z1, height, wall, false);
  stage.surface(
    [
      [x, height, z0],
      [outer, height, z0],
      [outer, height, z1],
      [x, height, z1],
    ],
    shade(wall, 0.6),
    id,
  );
  const sill = x - away * 0.25;
  const line = shade(wall, 0.75);
  stage.surface(
    [
      [sill, height - 0.5, z0],
      [sill, height, z0],
      [sill, height, z1],
      [sill, height - 0.5, z1],
    ],
    line,
    id,
  );
  return id;
}

/** A detached house with a gable roof; the ridge runs along the road. */
export function drawHouse(stage: Stage, x: number, z0: number, z1: number, away: number): number {
  const id = stage.begin('house');
  const height = stage.random.range(3, 6);
  const depth = stage.random.range(6, 9);
  const outer = x + away * depth;
  const ridgeX = x + (away * depth) / 2;
  const ridge = height + depth * stage.random.range(0.3, 0.45);
  const wall = stage.tone('facade', stage.pick(WALLS));
  const roof = stage.tone('facade', stage.pick(ROOFS));
  block(stage, id, x, outer, z0, z1, height, wall, true);
  const texture = courses(0.06 * stage.look.texture, 0.35, stage.random.range(0, 50));
  for (const edge of [x - away * 0.4, outer + away * 0.4])
    stage.surface(
      [
        [edge, height - 0.15, z0 - 0.3],
        [ridgeX, ridge, z0 - 0.3],
        [ridgeX, ridge, z1 + 0.3],
        [edge, height - 0.15, z1 + 0.3],
      ],
      roof,
      id,
      { texture, origin: [edge, height, z0], uAxis: [0, 0, 1], vAxis: [0, 1, 0] },
    );
  for (const z of [z0, z1])
    stage.surface(
      [
        [x, height, z],
        [outer, height, z],
        [ridgeX, ridge, z],
      ],
      shade(wall, 0.95),
      id,
    );
  return id;
}

function block(
  stage: Stage,
  id: number,
  x: number,
  outer: number,
  z0: number,
  z1: number,
  height: number,
  wall: Rgb,
  low: boolean,
): void {
  const texture = facade(windows(stage, low), 0.035 * stage.look.texture, stage.random.range(0, 100));
  stage.surface(
    [
      [x, 0, z0],
      [x, height, z0],
      [x, height, z1],
      [x, 0, z1],
    ],
    wall,
    id,
    {
      texture,
      origin: [x, 0, z0],
      uAxis: [0, 0, 1],
      vAxis: [0, 1, 0],
    },
  );
  for (const z of [z0, z1])
    stage.surface(
      [
        [x, 0, z],
        [outer, 0, z],
        [outer, height, z],
        [x, height, z],
      ],
      wall,
      id,
      {
        texture,
        origin: [x, 0, z],
        uAxis: [1, 0, 0],
        vAxis: [0, 1, 0],
      },
    );
}

/** A closing row of far buildings across the street at distance `z`. */
export function drawSkyline(stage: Stage, z: number): void {
  for (let x = -150; x < 150; ) {
    const width = stage.random.range(10, 26);
    if (stage.chance(0.75)) {
      const id = stage.begin('building');
      const height = stage.random.range(6, 24);
      const texture = facade(windows(stage, false), 0.03 * stage.look.texture, stage.random.range(0, 100));
      stage.surface(
        [
          [x, 0, z],
          [x + width, 0, z],
          [x + width, height, z],
          [x, height, z],
        ],
        stage.tone('facade', stage.pick(WALLS)),
        id,
        {
          texture,
          origin: [x, 0, z],
          uAxis: [1, 0, 0],
          vAxis: [0, 1, 0],
        },
      );
    }
    x += width;
  }
}

/** A free-standing wall along the road. */
export function drawWall(stage: Stage, x: number, z0: number, z1: number, height: number, away: number): number {
  const id = stage.begin('wall');
  const colour = stage.tone(
    'facade',
    stage.pick<Rgb>([
      [150, 142, 132],
      [170, 164, 156],
      [150, 100, 82],
      [120, 118, 116],
    ]),
  );
  const options = {
    texture: stage.chance(0.6)
      ? courses(0.1 * stage.look.texture, stage.random.range(0.2, 0.5), 7)
      : grainy(0.06 * stage.look.texture, 0.15, stage.random.range(0, 90)),
    origin: [x, 0, z0],
    uAxis: [0, 0, 1],
    vAxis: [0, 1, 0],
  } as const;
  const outer = x + away * 0.35;
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
    shade(colour, 1.12),
    id,
  );
  return id;
}

/**
 * A fence along the road. As in the Cityscapes labels the gaps belong to the fence, so its plane is filled with what
 * shines through and the bars are drawn on it.
 */
export function drawFence(stage: Stage, x: number, z0: number, z1: number, height: number): number {
  const id = stage.begin('fence');
  const wood = stage.chance(0.4);
  const bars = stage.tone('metal', wood ? [140, 108, 78] : [96, 98, 102]);
  const gap = stage.tone('grass', [96, 104, 88]);
  const spacing = wood ? 0.35 : 0.25;
  const share = wood ? 0.62 : 0.34;
  stage.surface(
    [
      [x, 0, z0],
      [x, height, z0],
      [x, height, z1],
      [x, 0, z1],
    ],
    gap,
    id,
    {
      origin: [x, 0, z0],
      uAxis: [0, 0, 1],
      vAxis: [0, 1, 0],
      texture: (u, v, footprint, colour) => {
        const bar = u / spacing - Math.floor(u / spacing) < share;
        const rail = Math.abs(v - height * 0.9) < 0.08 || Math.abs(v - height * 0.25) < 0.06;
        const mix = rail ? 1 : footprint > spacing * 0.6 ? share : bar ? 1 : 0;
        for (let k = 0; k < 3; k++) colour[k] += (bars[k] - colour[k]) * mix;
      },
    },
  );
  for (let z = z0; z <= z1; z += 2.4)
    stage.surface(
      [
        [x, 0, z - 0.08],
        [x, height * 1.06, z - 0.08],
        [x, height * 1.06, z + 0.08],
        [x, 0, z + 0.08],
      ],
      shade(bars, 0.85),
      id,
      { layer: 1 },
    );
  return id;
}
