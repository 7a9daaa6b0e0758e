import { drawBuilding, drawFence, drawHouse, drawSkyline, drawWall } from './buildings';
import { drawClutter, drawLampPost, drawTrafficLight, drawTrafficSign } from './furniture';
import { drawGround, type GroundPlan, planGround } from './ground';
import { drawPerson } from './people/pedestrian';
import { drawTwoWheeler, type TwoWheeler } from './people/two-wheelers';
import { drawBush, drawHedge, drawTree } from './plants';
import type { Stage } from './stage';
import { drawVehicle, VEHICLE_SIZE, type VehicleKind } from './vehicles/vehicle';

/** Footprints already taken on the ground: centre and half extents, metres. */
type Footprint = readonly [x: number, z: number, halfX: number, halfZ: number];

const OTHER_TRAFFIC: [VehicleKind, number][] = [
  ['car', 0.44],
  ['suv', 0.16],
  ['jeep', 0.1],
  ['van', 0.14],
  ['box truck', 0.06],
  ['pickup', 0.04],
  ['trailer', 0.02],
  ['bus', 0.04],
];

const TRUCKS: VehicleKind[] = ['box truck', 'pickup', 'trailer'];

class Layout {
  private readonly taken: Footprint[] = [];

  constructor(
    private readonly stage: Stage,
    private readonly plan: GroundPlan,
    private readonly roadId: number,
  ) {}

  /** Puts a vehicle where nothing stands, trying a few places; gives up silently when the street is full. */
  vehicle(kind: VehicleKind, nearest: number, farthest: number): void {
    const { stage } = this;
    const { random } = stage;
    const [length, width] = VEHICLE_SIZE[kind];
    const rail = kind === 'tram' || kind === 'train';
    for (let attempt = 0; attempt < 14; attempt++) {
      const crossing = stage.chance(rail ? 0.35 : 0.28);
      const z = nearest + (farthest - nearest) * random.uniform() ** 1.5;
      const [x, yaw] = crossing ? this.crossingPose(z) : this.lanePose(rail);
      const halfX = crossing ? length / 2 : width / 2;
      const halfZ = crossing ? width / 2 : length / 2;
      const centreZ = z + halfZ;
      if (!this.claim([x, centreZ, halfX + 0.3, halfZ + 0.5])) continue;
      drawVehicle(stage, kind, x, centreZ, yaw + random.range(-0.05, 0.05), this.roadId);
      return;
    }
  }

  private lanePose(rail: boolean): [number, number] {
    const { random } = this.stage;
    const half = this.plan.halfRoad;
    if (rail && this.plan.tracks.length > 0) {
      const x = this.plan.tracks[0];
      return [x, x > 0 ? 0 : Math.PI];
    }
    const parked = this.stage.chance(0.35);
    const x = parked ? this.stage.pick([-1, 1]) * (half - 0.9) : random.range(-half + 1.4, half - 1.4);
    const flipped = this.stage.chance(0.25);
    return [x, x > 0 !== flipped ? 0 : Math.PI];
  }

  private crossingPose(z: number): [number, number] {
    const { random } = this.stage;
    const reach = Math.min(14, 3 + z * 0.5);
    return [random.range(-reach, reach), this.stage.pick([-1, 1]) * (Math.PI / 2) + random.range(-0.25, 0.25)];
  }

  claim(footprint: Footprint): boolean {
    for (const [x, z, halfX, halfZ] of this.taken)
      if (Math.abs(footprint[0] - x) < footprint[2] + halfX && Math.abs(footprint[1] - z) < footprint[3] + halfZ)
        return false;
    this.taken.push(footprint);
    return true;
  }

  twoWheelers(): void {
    const { stage, plan } = this;
    const { random } = stage;
    const kinds: [TwoWheeler, number][] = [
      ['bicycle', 0.5],
      ['motorcycle', 0.24],
      ['moped', 0.13],
      ['scooter', 0.13],
    ];
    for (let k = random.integer(4); k >= 0; k--) {
      const kind = draw(stage, kinds);
      const z = random.range(4.5, 17);
      const x = random.range(-1, 1) * (plan.halfRoad + 1.6);
      const angle = random.range(-0.9, 0.9);
      if (!this.claim([x, z, 1.1, 0.8])) continue;
      const ridden = stage.chance(0.6);
      drawTwoWheeler(stage, kind, x, z, angle, ridden ? (kind === 'bicycle' ? 'cyclist' : 'motorcyclist') : undefined);
    }
  }

  people(): void {
    const { stage, plan } = this;
    for (let k = 1 + stage.random.integer(7); k > 0; k--) {
      const side = stage.pick([-1, 1]);
      const x = stage.chance(0.25)
        ? stage.random.range(-plan.halfRoad, plan.halfRoad)
        : side * (plan.halfRoad + stage.random.range(0.3, 4));
      const z = stage.random.range(4.5, 20);
      if (this.claim([x, z, 0.4, 0.3])) drawPerson(stage, stage.chance(0.6) ? 'walking' : 'standing', x, z);
    }
  }

  roadside(): void {
    const { stage, plan } = this;
    const { random } = stage;
    for (const side of [-1, 1]) {
      const line = side * (plan.halfRoad + random.range(0.5, 1.2));
      for (let z = random.range(5, 11); z < 70; z += random.range(5, 14)) {
        const near = line + side * random.range(0, 0.8);
        const kind = random.uniform();
        if (!this.claim([near, z, 0.3, 0.3])) continue;
        if (kind < 0.27) drawTrafficSign(stage, near, z);
        else if (kind < 0.5) drawTrafficLight(stage, near, z);
        else if (kind < 0.72) drawLampPost(stage, near, z, -side);
        else if (kind < 0.93) drawTree(stage, near + side * random.range(0.5, 3), z, random.range(3.5, 8));
        else drawClutter(stage, near, z);
      }
    }
  }

  /** Lots along one side of the street, from near to far. */
  frontage(side: number): void {
    const { stage, plan } = this;
    const { random } = stage;
    const setback = plan.halfRoad + random.range(3.2, 9.5);
    const dense = random.range(0.25, 0.7);
    for (let z = random.range(-4, 4); z < 115; ) {
      const length = random.range(9, 24);
      const end = z + length - random.range(0.2, 2.5);
      const x = side * (setback + random.range(0, 1.5));
      if (!plan.crossing || end < plan.crossing[0] - 1 || z > plan.crossing[1] + 1) this.lot(side, x, z, end, dense);
      z += length;
    }
  }

  private lot(side: number, x: number, z0: number, z1: number, dense: number): void {
    const { stage } = this;
    const { random } = stage;
    const kind = random.uniform();
    const border = x - side * random.range(1, 2.5);
    if (kind < dense) {
      drawBuilding(stage, x, z0, z1, random.range(7, 20), side);
      if (stage.chance(0.25)) drawTree(stage, border, (z0 + z1) / 2, random.range(4, 8));
      return;
    }
    if (kind < dense + 0.14) drawHouse(stage, x + side * 2, z0 + 1, z1 - 1, side);
    else this.park(side, x, z0, z1);
    const edge = random.uniform();
    if (edge < 0.26) drawFence(stage, border, z0, z1, random.range(0.9, 1.7));
    else if (edge < 0.52) drawWall(stage, border, z0, z1, random.range(0.8, 2.2), side);
    else if (edge < 0.74) drawHedge(stage, border, z0, z1, random.range(0.8, 1.8), side);
  }

  private park(side: number, x: number, z0: number, z1: number): void {
    const { stage } = this;
    const { random } = stage;
    for (let z = z0; z < z1; z += random.range(2.5, 5))
      if (stage.chance(0.7)) drawTree(stage, x + side * random.range(0, 9), z, random.range(4, 10));
    for (let z = z0; z < z1; z += random.range(2, 6))
      if (stage.chance(0.4)) drawBush(stage, x + side * random.range(-0.5, 6), z, random.range(0.8, 2));
  }
}

function draw<T>(stage: Stage, table: readonly (readonly [T, number])[]): T {
  let at = stage.random.uniform() * table.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of table) {
    at -= weight;
    if (at < 0) return value;
  }
  return table[table.length - 1][0];
}

/**
 * Builds one street. Trucks, buses and rail vehicles are far more frequent than in a real one, so they can be scored;
 * the source's look says how few of them it has.
 */
export function drawStreet(stage: Stage): void {
  const { random } = stage;
  const { heavyTraffic } = stage.look;
  const traffic = OTHER_TRAFFIC.map(
    ([kind, weight]) => [kind, TRUCKS.includes(kind) ? weight * heavyTraffic : weight] as const,
  );
  const rail = stage.chance(0.48 * heavyTraffic);
  const plan = planGround(stage, rail || stage.chance(0.15));
  const road = stage.begin('road');
  const layout = new Layout(stage, plan, road);
  if (rail) layout.vehicle(stage.chance(0.6) ? 'tram' : 'train', 7, 26);
  for (let k = stage.chance(0.68 * heavyTraffic) ? (stage.chance(0.35) ? 2 : 1) : 0; k > 0; k--)
    layout.vehicle(stage.pick(['box truck', 'box truck', 'pickup', 'trailer'] as const), 6, 24);
  if (stage.chance(stage.look.buses)) layout.vehicle('bus', 7, 28);
  for (let k = 2 + random.integer(5); k > 0; k--) layout.vehicle(draw(stage, traffic), 4.5, 40);
  layout.twoWheelers();
  layout.people();
  layout.roadside();
  for (const side of [-1, 1]) layout.frontage(side);
  // What is mostly hidden comes last, so that the depth test spares its shading.
  drawSkyline(stage, 118);
  drawGround(stage, plan, road);
}
