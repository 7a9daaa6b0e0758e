/**
 * What the trainers are told about a square crop of a scene: object boxes and, for the detector, which of its 8x8
 * tokens answers for which object.
 */
import { isTerrain } from '../../workers/data/city/ground';
import type { CityPicture } from '../../workers/data/city/scene';
import { SUBTYPES } from '../../workers/data/city/subtypes';

export interface Crop {
  size: number;
  rgb: Uint8Array;
  /** Subtype numbers, 255 for nothing. */
  subtypes: Uint8Array;
  instanceIds: Uint16Array;
}

export interface ObjectBox {
  subtype: number;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  area: number;
  /** The instance, or -1 for a region of terrain. */
  instance: number;
}

const NOTHING = 255;
/** Kinds of ground and sky that are no objects. */
const STUFF = new Set(['road', 'sidewalk', 'sky', 'clutter'].map((name) => SUBTYPES.indexOf(name as never)));
const THIN = new Set(['pole', 'traffic light', 'traffic sign'].map((name) => SUBTYPES.indexOf(name as never)));
const TERRAIN = new Set(SUBTYPES.flatMap((subtype, i) => (isTerrain(subtype) ? [i] : [])));

/** Cuts the square of the picture's height that starts at column `left`. */
export function cutCrop(picture: CityPicture, left: number): Crop {
  const size = picture.height;
  const number = new Map(picture.instances.map((i) => [i.id, SUBTYPES.indexOf(i.subtype)]));
  const crop: Crop = {
    size,
    rgb: new Uint8Array(size * size * 3),
    subtypes: new Uint8Array(size * size).fill(NOTHING),
    instanceIds: new Uint16Array(size * size),
  };
  for (let y = 0; y < size; y++) {
    const from = y * picture.width + left;
    crop.rgb.set(picture.rgb.subarray(from * 3, (from + size) * 3), y * size * 3);
    crop.instanceIds.set(picture.instanceIds.subarray(from, from + size), y * size);
    for (let x = 0; x < size; x++) {
      const id = picture.instanceIds[from + x];
      crop.subtypes[y * size + x] = number.get(id) ?? NOTHING;
    }
  }
  return crop;
}

/** Visible boxes of a crop's objects and of its connected regions of terrain, largest first, at most `limit`. */
export function objectBoxes(crop: Crop, limit: number): ObjectBox[] {
  const boxes = [...instanceBoxes(crop), ...terrainBoxes(crop)];
  return boxes.sort((a, b) => b.area - a.area).slice(0, limit);
}

function grow(box: ObjectBox, x: number, y: number): void {
  box.x0 = Math.min(box.x0, x);
  box.y0 = Math.min(box.y0, y);
  box.x1 = Math.max(box.x1, x + 1);
  box.y1 = Math.max(box.y1, y + 1);
  box.area++;
}

function start(subtype: number, x: number, y: number, instance: number): ObjectBox {
  return { subtype, x0: x, y0: y, x1: x + 1, y1: y + 1, area: 0, instance };
}

function instanceBoxes(crop: Crop): ObjectBox[] {
  const found = new Map<number, ObjectBox>();
  for (let at = 0; at < crop.subtypes.length; at++) {
    const subtype = crop.subtypes[at];
    if (subtype === NOTHING || STUFF.has(subtype) || TERRAIN.has(subtype)) continue;
    const x = at % crop.size;
    const y = (at - x) / crop.size;
    const id = crop.instanceIds[at];
    const box = found.get(id) ?? start(subtype, x, y, id);
    found.set(id, box);
    grow(box, x, y);
  }
  return [...found.values()].filter((box) => {
    const side = Math.min(box.x1 - box.x0, box.y1 - box.y0);
    return THIN.has(box.subtype) ? box.area >= 10 && side >= 3 : box.area >= 40 && side >= 6;
  });
}

/** Four-connected regions of any terrain; the most frequent kind names the region. */
function terrainBoxes(crop: Crop): ObjectBox[] {
  const { size, subtypes } = crop;
  const seen = new Uint8Array(subtypes.length);
  const boxes: ObjectBox[] = [];
  for (let seed = 0; seed < subtypes.length; seed++) {
    if (seen[seed] || !TERRAIN.has(subtypes[seed])) continue;
    const box = start(subtypes[seed], seed % size, Math.floor(seed / size), -1);
    const votes = new Map<number, number>();
    const open = [seed];
    seen[seed] = 1;
    while (open.length > 0) {
      const at = open.pop()!;
      const x = at % size;
      const y = (at - x) / size;
      grow(box, x, y);
      votes.set(subtypes[at], (votes.get(subtypes[at]) ?? 0) + 1);
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ]) {
        const next = at + dx + dy * size;
        if (x + dx < 0 || x + dx >= size || y + dy < 0 || y + dy >= size) continue;
        if (seen[next] || !TERRAIN.has(subtypes[next])) continue;
        seen[next] = 1;
        open.push(next);
      }
    }
    box.subtype = [...votes].sort((a, b) => b[1] - a[1])[0][0];
    if (box.area >= 120 && Math.min(box.x1 - box.x0, box.y1 - box.y0) >= 5) boxes.push(box);
  }
  return boxes;
}

/**
 * For each of the grid x grid tokens the index of its object in `boxes`, or -1. A thing owns the cells near its centre
 * whose middle shows it; a region of terrain owns every cell it covers by half. Small objects come last and win.
 */
export function assignTokens(crop: Crop, boxes: readonly ObjectBox[], grid: number): Int16Array {
  const tokens = new Int16Array(grid * grid).fill(-1);
  const cell = crop.size / grid;
  boxes.forEach((box, index) => {
    if (box.instance < 0) {
      coverTerrain(crop, box, index, tokens, grid);
      return;
    }
    const cx = (box.x0 + box.x1) / 2;
    const cy = (box.y0 + box.y1) / 2;
    for (let j = 0; j < grid; j++)
      for (let i = 0; i < grid; i++) {
        const x = (i + 0.5) * cell;
        const y = (j + 0.5) * cell;
        if (Math.abs(x - cx) > 0.3 * (box.x1 - box.x0) || Math.abs(y - cy) > 0.3 * (box.y1 - box.y0)) continue;
        if (crop.subtypes[Math.floor(y) * crop.size + Math.floor(x)] === box.subtype) tokens[j * grid + i] = index;
      }
    const home = Math.min(grid - 1, Math.floor(cy / cell)) * grid + Math.min(grid - 1, Math.floor(cx / cell));
    tokens[home] = index;
  });
  return tokens;
}

function coverTerrain(crop: Crop, box: ObjectBox, index: number, tokens: Int16Array, grid: number): void {
  const cell = crop.size / grid;
  const covered = new Uint16Array(grid * grid);
  for (let y = box.y0; y < box.y1; y++)
    for (let x = box.x0; x < box.x1; x++)
      if (TERRAIN.has(crop.subtypes[y * crop.size + x])) covered[Math.floor(y / cell) * grid + Math.floor(x / cell)]++;
  covered.forEach((count, token) => {
    if (count > (cell * cell) / 2) tokens[token] = index;
  });
}
