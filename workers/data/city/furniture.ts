import type { Rgb } from './look';
import type { Vec3 } from './raster';
import { type Stage, shade } from './stage';

/** A flat figure facing the camera at depth z. */
function flat(
  stage: Stage,
  points: readonly (readonly [number, number])[],
  z: number,
  colour: Rgb,
  id: number,
  layer = 0,
  unlit = false,
): void {
  stage.surface(
    points.map(([x, y]): Vec3 => [x, y, z]),
    colour,
    id,
    { layer, unlit },
  );
}

function rect(x0: number, y0: number, x1: number, y1: number): [number, number][] {
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}

function polygonAround(x: number, y: number, radius: number, corners: number, turn: number): [number, number][] {
  return Array.from({ length: corners }, (_, k): [number, number] => {
    const angle = turn + (2 * Math.PI * k) / corners;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

function post(stage: Stage, x: number, z: number, height: number, radius: number): Rgb {
  const id = stage.begin('pole');
  const colour = stage.tone(
    'metal',
    stage.pick<Rgb>([
      [122, 124, 128],
      [88, 90, 92],
      [150, 150, 150],
    ]),
    0.7,
  );
  flat(stage, rect(x - radius, 0, x + radius, height), z, colour, id);
  flat(stage, rect(x - radius, 0, x - radius * 0.3, height), z, shade(colour, 1.15), id, 1);
  return colour;
}

/** A lamp post with an arm over the road (`toRoad` is -1 or 1). */
export function drawLampPost(stage: Stage, x: number, z: number, toRoad: number): void {
  const height = stage.random.range(5, 8);
  const colour = post(stage, x, z, height, 0.11);
  const id = stage.subtypes.length - 1;
  flat(
    stage,
    [
      [x, height - 0.12],
      [x + toRoad * 1.8, height + 0.25],
      [x + toRoad * 1.8, height + 0.4],
      [x, height + 0.12],
    ],
    z,
    colour,
    id,
  );
  flat(stage, rect(x + toRoad * 1.2, height + 0.16, x + toRoad * 2.1, height + 0.36), z, [200, 200, 196], id, 1);
}

/** A signal head on a pole; one of three lamps is lit. */
export function drawTrafficLight(stage: Stage, x: number, z: number): void {
  const height = stage.random.range(2.8, 3.8);
  post(stage, x, z, height, 0.09);
  const id = stage.begin('traffic light');
  flat(stage, rect(x - 0.3, height - 0.2, x + 0.3, height + 1.2), z - 0.06, stage.tone('metal', [30, 33, 31], 0.3), id);
  const lit = stage.random.integer(3);
  const lamps: Rgb[] = [
    [60, 225, 110],
    [245, 190, 50],
    [240, 45, 35],
  ];
  for (let k = 0; k < 3; k++)
    flat(
      stage,
      polygonAround(x, height + 0.08 + k * 0.42, 0.18, 10, 0),
      z - 0.08,
      k === lit ? lamps[k] : shade(lamps[k], 0.22),
      id,
      1,
      true,
    );
}

/** A traffic sign on a pole: prohibition, warning, parking, priority or direction. */
export function drawTrafficSign(stage: Stage, x: number, z: number): void {
  const height = stage.random.range(2.2, 3);
  post(stage, x, z, height + 0.3, 0.05);
  const id = stage.begin('traffic sign');
  const r = stage.random.range(0.42, 0.62);
  const front = z - 0.06;
  const white: Rgb = [238, 238, 232];
  const red: Rgb = [205, 32, 32];
  const kind = stage.random.integer(5);
  if (kind === 0) {
    flat(stage, polygonAround(x, height, r, 14, 0), front, red, id);
    flat(stage, polygonAround(x, height, r * 0.68, 14, 0), front, white, id, 1);
    flat(stage, rect(x - r * 0.3, height - r * 0.25, x + r * 0.3, height + r * 0.25), front, [40, 40, 42], id, 2);
  } else if (kind === 1) {
    flat(stage, polygonAround(x, height, r * 1.15, 3, Math.PI / 2), front, red, id);
    flat(stage, polygonAround(x, height - 0.02, r * 0.72, 3, Math.PI / 2), front, white, id, 1);
  } else if (kind === 2) {
    flat(stage, rect(x - r, height - r, x + r, height + r), front, [36, 84, 180], id);
    flat(stage, rect(x - r * 0.3, height - r * 0.6, x - r * 0.05, height + r * 0.6), front, white, id, 1);
    flat(stage, rect(x - r * 0.3, height, x + r * 0.35, height + r * 0.6), front, white, id, 1);
  } else if (kind === 3) {
    flat(stage, polygonAround(x, height, r, 4, 0), front, white, id);
    flat(stage, polygonAround(x, height, r * 0.72, 4, 0), front, [240, 195, 40], id, 1);
  } else {
    const green = stage.chance(0.5);
    flat(
      stage,
      rect(x - r * 2.2, height - r * 0.9, x + r * 2.2, height + r * 0.9),
      front,
      green ? [34, 120, 72] : [238, 200, 60],
      id,
    );
    const ink: Rgb = green ? white : [40, 40, 40];
    for (const y of [height - r * 0.45, height + r * 0.3])
      flat(stage, rect(x - r * 1.7, y, x + r * 1.3, y + r * 0.25), front, ink, id, 1);
  }
}

/** A bin or a switch box: it belongs to no class. */
export function drawClutter(stage: Stage, x: number, z: number): void {
  const id = stage.begin('clutter');
  const w = stage.random.range(0.25, 0.5);
  const h = stage.random.range(0.8, 1.3);
  const colour = stage.tone(
    'paint',
    stage.pick<Rgb>([
      [70, 90, 76],
      [120, 122, 122],
      [150, 110, 50],
    ]),
  );
  flat(stage, rect(x - w, 0, x + w, h), z, colour, id);
  flat(stage, rect(x - w, h * 0.85, x + w, h), z, shade(colour, 0.7), id, 1);
}
