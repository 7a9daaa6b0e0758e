/** Every kind of vehicle by its name: sizes, paints, and which function draws it. */
import type { Rgb } from '../look';
import { Solid } from '../solid';
import type { Stage } from '../stage';
import { bus, train, tram } from './buses-and-rail';
import { car, jeep, suv } from './cars';
import { pickup, van } from './light-trucks';
import type { Trim } from './trim';
import { boxTruck, trailer } from './trucks';

export type VehicleKind =
  | 'car'
  | 'jeep'
  | 'suv'
  | 'van'
  | 'box truck'
  | 'pickup'
  | 'trailer'
  | 'bus'
  | 'tram'
  | 'train';

/** Length, width, height in metres. */
export const VEHICLE_SIZE: Record<VehicleKind, Rgb> = {
  car: [4.3, 1.8, 1.45],
  jeep: [4.0, 1.9, 1.9],
  suv: [4.6, 1.9, 1.72],
  van: [5.1, 1.95, 2.15],
  'box truck': [7.5, 2.4, 3.3],
  pickup: [5.5, 2.0, 1.85],
  trailer: [12, 2.5, 3.8],
  bus: [11, 2.5, 3.1],
  tram: [16, 2.45, 3.4],
  train: [19, 2.8, 3.9],
};

const PAINTS: Rgb[] = [
  [195, 30, 30],
  [30, 60, 160],
  [225, 225, 226],
  [32, 32, 36],
  [122, 125, 130],
  [182, 184, 190],
  [40, 100, 62],
  [205, 165, 40],
  [112, 62, 42],
  [92, 140, 190],
];
const TRADE: Rgb[] = [
  [232, 232, 230],
  [202, 203, 206],
  [175, 45, 42],
  [42, 82, 160],
  [222, 196, 60],
  [125, 125, 122],
  [70, 130, 90],
];

/** Draws a vehicle on the ground at (x, z); `yaw` 0 shows its rear, pi its front. Returns the instance number. */
export function drawVehicle(
  stage: Stage,
  kind: VehicleKind,
  x: number,
  z: number,
  yaw: number,
  shadowId: number,
): number {
  const id = stage.begin(kind);
  const [length, width, height] = VEHICLE_SIZE[kind].map((metres) => metres * stage.random.range(0.9, 1.1));
  const solid = new Solid(stage, id, x, z, yaw, length, width, height);
  const trim: Trim = {
    paint: stage.tone('paint', stage.pick(PAINTS)),
    trade: stage.tone('paint', stage.chance(0.5) ? TRADE[0] : stage.pick(TRADE), 0.7),
    glass: stage.tone(
      'paint',
      stage.pick<Rgb>([
        [42, 56, 68],
        [26, 31, 38],
        [84, 102, 116],
        [60, 74, 84],
      ]),
      0.5,
    ),
    tyre: [22, 22, 24],
    rim: stage.chance(0.6) ? [135, 135, 140] : [60, 60, 64],
  };
  solid.shadow(shadowId, stage.tone('asphalt', [44, 44, 46], 0.3));
  DRAW[kind](solid, trim, stage);
  return id;
}

const DRAW: Record<VehicleKind, (solid: Solid, trim: Trim, stage: Stage) => void> = {
  car,
  jeep,
  suv,
  van,
  'box truck': boxTruck,
  pickup,
  trailer,
  bus,
  tram,
  train,
};
