import type { Rgb } from './look';
import { type Stage, shade } from './stage';
import type { Subtype } from './subtypes';
import { earthy, grainy, paved, type Texture } from './texture';

export type TerrainKind = 'grass' | 'soil' | 'sand' | 'verge';

const TERRAIN: Record<TerrainKind, Rgb> = {
  grass: [98, 134, 62],
  soil: [126, 98, 70],
  sand: [196, 178, 138],
  verge: [122, 134, 78],
};

const FAR = 260;

/** What lies beside the road, from its edge outwards. */
export interface Strip {
  kind: 'sidewalk' | TerrainKind;
  inner: number;
  outer: number;
}

export interface GroundPlan {
  /** Half the carriageway, metres. */
  halfRoad: number;
  left: Strip[];
  right: Strip[];
  /** Sideways centres of tram tracks. */
  tracks: number[];
  /** A crossing road between two distances, or none. */
  crossing: [number, number] | null;
}

function strips(stage: Stage, edge: number): Strip[] {
  const { random } = stage;
  const list: Strip[] = [];
  let at = edge;
  const add = (kind: Strip['kind'], width: number) => {
    list.push({ kind, inner: at, outer: at + width });
    at += width;
  };
  if (stage.chance(0.5)) add(stage.chance(0.55) ? 'verge' : terrainKind(stage), random.range(1.2, 3.2));
  if (stage.chance(0.82)) add('sidewalk', random.range(1.6, 3.6));
  if (stage.chance(0.8)) add(terrainKind(stage), random.range(3, 9));
  add(stage.chance(0.5) ? terrainKind(stage) : 'sidewalk', 120);
  return list;
}

export function terrainKind(stage: Stage): TerrainKind {
  const draw = stage.random.uniform();
  return draw < 0.45 ? 'grass' : draw < 0.7 ? 'soil' : draw < 0.82 ? 'sand' : 'verge';
}

/** Draws a plan of the ground; tram scenes get tracks inside or beside the carriageway. */
export function planGround(stage: Stage, withTracks: boolean): GroundPlan {
  const { random } = stage;
  const halfRoad = random.range(3.6, 6.4);
  const crossing: [number, number] | null = stage.chance(0.35) ? [random.range(14, 26), 0] : null;
  if (crossing) crossing[1] = crossing[0] + random.range(6, 10);
  const tracks: number[] = [];
  if (withTracks)
    tracks.push(stage.chance(0.5) ? random.range(-2, 2) : stage.pick([-1, 1]) * (halfRoad + random.range(1.8, 3.5)));
  return {
    halfRoad,
    left: strips(stage, halfRoad),
    right: strips(stage, halfRoad),
    tracks,
    crossing,
  };
}

/** Draws the ground; `road` is the carriageway's instance number, which the shadows on it share. */
export function drawGround(stage: Stage, plan: GroundPlan, road: number): void {
  const strength = stage.look.texture;
  const offset = stage.random.range(0, 200);
  // One instance per kind: a lawn on the left and one on the right are told apart by connected components, not here.
  for (const [sign, side] of [
    [-1, plan.left],
    [1, plan.right],
  ] as const)
    for (const strip of side) {
      const id = stage.begin(strip.kind);
      rectangle(
        stage,
        sign * strip.inner,
        sign * strip.outer,
        0.4,
        FAR,
        id,
        0,
        ...surfaceOf(stage, strip.kind, strength, offset),
      );
    }
  const asphalt = stage.tone('asphalt', [92, 92, 96], 0.8);
  const texture = grainy(0.06 * strength, 0.1, offset);
  rectangle(stage, -plan.halfRoad, plan.halfRoad, 0.4, FAR, road, 2, asphalt, texture);
  if (plan.crossing) rectangle(stage, -FAR, FAR, plan.crossing[0], plan.crossing[1], road, 2, asphalt, texture);
  kerbs(stage, plan);
  markings(stage, plan, road, asphalt);
  for (const x of plan.tracks) drawTrack(stage, x, road, asphalt);
}

function surfaceOf(stage: Stage, kind: Strip['kind'], strength: number, offset: number): [Rgb, Texture] {
  if (kind === 'sidewalk') {
    const colour = stage.tone('paving', [152, 147, 146]);
    return [
      colour,
      stage.chance(0.6)
        ? paved(0.05 * strength, stage.random.range(0.4, 0.9), offset)
        : grainy(0.05 * strength, 0.1, offset),
    ];
  }
  const colour = stage.tone(kind === 'grass' || kind === 'verge' ? 'grass' : 'soil', TERRAIN[kind]);
  const amount = kind === 'sand' ? 0.05 : kind === 'soil' ? 0.09 : 0.1;
  return [colour, earthy(amount * strength, kind === 'verge' ? 0.18 : 0.06, offset)];
}

function rectangle(
  stage: Stage,
  x0: number,
  x1: number,
  z0: number,
  z1: number,
  id: number,
  layer: number,
  colour: Rgb,
  texture?: Texture,
): void {
  // The strip starts beside the camera; a turned camera sees a little behind z = 0.
  const near = z0 <= 0.4 ? -30 : z0;
  stage.surface(
    [
      [x0, 0, near],
      [x1, 0, near],
      [x1, 0, z1],
      [x0, 0, z1],
    ],
    colour,
    id,
    { texture, layer },
  );
}

function kerbs(stage: Stage, plan: GroundPlan): void {
  for (const [sign, side] of [
    [-1, plan.left],
    [1, plan.right],
  ] as const) {
    const strip = side[0];
    if (strip.kind !== 'sidewalk') continue;
    const id = stage.begin('sidewalk');
    const colour = stage.tone('paving', [178, 174, 170], 0.4);
    const sections = plan.crossing
      ? [
          [-30, plan.crossing[0]],
          [plan.crossing[1], FAR],
        ]
      : [[-30, FAR]];
    for (const [z0, z1] of sections)
      stage.surface(
        [
          [sign * strip.inner, 0, z0],
          [sign * (strip.inner + 0.22), 0, z0],
          [sign * (strip.inner + 0.22), 0, z1],
          [sign * strip.inner, 0, z1],
        ],
        colour,
        id,
        { layer: 3 },
      );
  }
}

function markings(stage: Stage, plan: GroundPlan, id: number, asphalt: Rgb): void {
  const white = stage.tone('asphalt', [222, 222, 214], 0.4);
  const stroke = (x: number, z0: number, z1: number, half = 0.09) =>
    rectangle(stage, x - half, x + half, Math.max(0.5, z0), z1, id, 4, white);
  const onCrossing = (z: number) => plan.crossing !== null && z > plan.crossing[0] - 3 && z < plan.crossing[1];
  const lines = plan.halfRoad > 5.4 ? [-plan.halfRoad / 3, plan.halfRoad / 3] : [0];
  if (stage.chance(0.8)) for (const x of lines) for (let z = 1; z < 90; z += 6) if (!onCrossing(z)) stroke(x, z, z + 3);
  if (stage.chance(0.5))
    for (const side of [-1, 1])
      for (let z = 0.5; z < 90; z += 4) if (!onCrossing(z)) stroke(side * (plan.halfRoad - 0.35), z, z + 4, 0.06);
  if (plan.crossing && stage.chance(0.7)) {
    const z = plan.crossing[0] - 2.6;
    for (let x = -plan.halfRoad + 0.4; x < plan.halfRoad - 0.5; x += 1)
      rectangle(stage, x, x + 0.5, z, z + 2.2, id, 4, white);
  }
  if (stage.chance(0.5)) {
    const x = stage.random.range(-plan.halfRoad, plan.halfRoad) * 0.7;
    const z = stage.random.range(3, 20);
    rectangle(stage, x, x + stage.random.range(0.8, 2.2), z, z + stage.random.range(2, 8), id, 3, shade(asphalt, 0.86));
  }
}

function drawTrack(stage: Stage, x: number, id: number, asphalt: Rgb): void {
  rectangle(
    stage,
    x - 1.25,
    x + 1.25,
    0.4,
    FAR,
    id,
    3,
    shade(asphalt, 0.93),
    grainy(0.07 * stage.look.texture, 0.2, 5),
  );
  const rail = stage.tone('metal', [116, 110, 106], 0.5);
  for (const side of [-0.72, 0.72]) rectangle(stage, x + side - 0.06, x + side + 0.06, 0.4, FAR, id, 5, rail);
}

/** True for what is labelled terrain. */
export function isTerrain(kind: Subtype): boolean {
  return kind in TERRAIN;
}
