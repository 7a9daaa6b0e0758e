import { describe, expect, it } from 'vitest';
import { type Paint, Raster, SUPERSAMPLING, type Vec3 } from './raster';

const red: Paint = { colour: [255, 0, 0] };
const green: Paint = { colour: [0, 255, 0] };

/** A square facing the camera: half its side, depth. */
function square(half: number, z: number): Vec3[] {
  return [
    [-half, -half, z],
    [half, -half, z],
    [half, half, z],
    [-half, half, z],
  ];
}

function stage(): Raster {
  return new Raster({ width: 20, height: 20, focal: 10, horizon: 10 });
}

function centre(raster: Raster): number {
  return (raster.height / 2) * raster.width + raster.width / 2;
}

describe('Raster', () => {
  it('shows the nearer polygon, whichever is drawn first', () => {
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      const raster = stage();
      for (const id of order) raster.polygon(square(1, id === 1 ? 2 : 4), id === 1 ? red : green, id);
      expect(raster.ids[centre(raster)]).toBe(1);
      expect(raster.colours[centre(raster)]).toBe(255);
      expect(raster.inverseDepth[centre(raster)]).toBeCloseTo(0.5, 6);
    }
  });

  it('lets intersecting polygons cut each other at the right column', () => {
    const raster = stage();
    raster.polygon(square(4, 4), red, 1);
    // Runs from 2 m at the left edge to 6 m at the right: it is nearer left of the middle.
    raster.polygon(
      [
        [-4, -4, 2],
        [4, -4, 6],
        [4, 4, 6],
        [-4, 4, 2],
      ],
      green,
      2,
    );
    const row = (raster.height / 2) * raster.width;
    expect(raster.ids[row + raster.width / 2 - 2]).toBe(2);
    expect(raster.ids[row + raster.width / 2 + 2]).toBe(1);
  });

  it('prefers the higher layer on one plane', () => {
    const raster = stage();
    raster.polygon(square(1, 3), red, 1, 2);
    raster.polygon(square(1, 3), green, 2, 1);
    expect(raster.ids[centre(raster)]).toBe(1);
  });

  it('covers exactly the projected square', () => {
    const raster = stage();
    raster.polygon(square(1, 2), red, 1);
    const covered = raster.ids.filter((id) => id === 1).length;
    // 2 m at 2 m distance with a focal length of 10 pixels are 10 pixels.
    expect(covered).toBe((10 * SUPERSAMPLING) ** 2);
  });

  it('clips what reaches behind the camera and drops what is wholly behind', () => {
    const raster = stage();
    raster.polygon(square(1, -3), red, 1);
    expect(raster.ids.every((id) => id === 0)).toBe(true);
    raster.polygon(
      [
        [-50, -1, -20],
        [50, -1, -20],
        [50, -1, 100],
        [-50, -1, 100],
      ],
      green,
      2,
    );
    const bottom = (raster.height - 1) * raster.width;
    expect([...raster.ids.subarray(bottom)].every((id) => id === 2)).toBe(true);
    expect(raster.ids[0]).toBe(0);
  });

  it('gives textures metres on the surface, in perspective', () => {
    const raster = stage();
    const seen: number[] = [];
    const paint: Paint = {
      colour: [9, 9, 9],
      texture: (u) => seen.push(u),
      origin: [0, -1, 0],
      uAxis: [0, 0, 1],
      vAxis: [1, 0, 0],
    };
    raster.polygon(
      [
        [-9, -1, 2],
        [9, -1, 2],
        [9, -1, 8],
        [-9, -1, 8],
      ],
      paint,
      1,
    );
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(1.9);
    expect(Math.max(...seen)).toBeLessThanOrEqual(8.1);
    // Perspective: half of the rows show less than a third of the length.
    const median = seen.sort((a, b) => a - b)[seen.length >> 1];
    expect(median).toBeLessThan(4);
  });
});
