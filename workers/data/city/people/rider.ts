import { type Stage, shade } from '../stage';
import { CLOTHES, type Flat, head, type Plane, SKIN, TROUSERS } from './figure';

/** Whoever sits on a two-wheeler: an instance of its own in the same plane. */
export function rider(stage: Stage, plane: Plane, onBicycle: boolean, riderKind: 'cyclist' | 'motorcyclist'): void {
  const id = stage.begin(riderKind);
  const top = stage.tone('cloth', stage.pick(CLOTHES));
  const legs = stage.tone('cloth', stage.pick(TROUSERS));
  const seat = onBicycle ? 0.98 : 0.84;
  const knee: Flat = [0.16, seat - 0.22];
  plane.bar([-0.2, seat], knee, 0.19, legs, id, 6);
  plane.bar(knee, [onBicycle ? 0.02 : 0.1, onBicycle ? 0.24 : 0.3], 0.15, legs, id, 6);
  plane.shape(
    [
      [-0.36, seat - 0.05],
      [-0.06, seat - 0.05],
      [0.16, seat + 0.55],
      [-0.12, seat + 0.62],
    ],
    top,
    id,
    7,
  );
  plane.bar([0.06, seat + 0.5], [0.3, seat + 0.1], 0.12, shade(top, 0.85), id, 8);
  const helmet = riderKind === 'motorcyclist' || stage.chance(0.4);
  const skin = stage.tone('cloth', stage.pick(SKIN), 0.5);
  const cover = helmet ? stage.tone('paint', stage.pick(CLOTHES)) : stage.tone('cloth', [50, 38, 30]);
  head(
    stage,
    plane,
    [0.08, seat + 0.76],
    riderKind === 'motorcyclist' ? 0.15 : 0.125,
    riderKind === 'motorcyclist' ? cover : skin,
    cover,
    id,
  );
}
