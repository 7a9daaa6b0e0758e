import { type Stage, shade } from '../stage';
import { CLOTHES, type Flat, head, Plane, SKIN, TROUSERS } from './figure';

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
