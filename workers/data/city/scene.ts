import { RandomStream, STREAM } from '../../../models/engine/random';
import { develop } from './develop';
import { drawStreet } from './layout';
import { type Look, lookSettings } from './look';
import { Raster } from './raster';
import { Stage } from './stage';
import { SUBTYPE_TRAIN_ID, type Subtype } from './subtypes';

export interface CityInstance {
  /** Value in `instanceIds`. */
  id: number;
  trainId: number;
  subtype: Subtype;
  /** Visible extent in pixels: x0, y0, x1, y1, the last two exclusive. */
  box: [number, number, number, number];
  /** Visible pixels. */
  pixels: number;
}

export interface CityPicture {
  width: number;
  height: number;
  /** height * width * 3, rows from the top. */
  rgb: Uint8Array;
  /** height * width train ids of all 19 classes, 255 where there is none; exact to the pixel. */
  trainIds: Uint8Array;
  /** Everything visible, ground and sky included, in drawing order. */
  instances: CityInstance[];
  instanceIds: Uint16Array;
}

export interface SceneOptions {
  /** The same seed, index, size and look give the same picture. */
  seed: number;
  index: number;
  width: number;
  height: number;
  look: Look;
}

/** Draws one street scene with its exact labels. Width and height are at least 16. */
export function drawScene(options: SceneOptions): CityPicture {
  const { seed, index, width, height, look } = options;
  if (!(width >= 16 && height >= 16))
    throw new RangeError(`A city picture of ${width}x${height} is too small: use at least 16x16.`);
  const random = new RandomStream(seed, STREAM.scene, index);
  const settings = lookSettings(look, random);
  const raster = new Raster({
    width,
    height,
    focal: height * random.range(1.0, 1.35),
    horizon: height * random.range(0.36, 0.47),
  });
  const camera = { x: random.range(-1.5, 2.5), height: random.range(1.8, 2.7), yaw: random.range(-0.16, 0.16) };
  const stage = new Stage(raster, camera, settings, random);
  raster.background(settings.skyTop, settings.skyBottom, stage.begin('sky'));
  drawStreet(stage);
  const { rgb, ids } = develop(raster, settings, seed, index);
  return { width, height, rgb, instanceIds: ids, ...inventory(stage.subtypes, ids, width) };
}

function inventory(subtypes: readonly (Subtype | null)[], ids: Uint16Array, width: number) {
  const trainIds = new Uint8Array(ids.length).fill(255);
  const seen = new Map<number, CityInstance>();
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at];
    const subtype = subtypes[id];
    if (!subtype) continue;
    const trainId = SUBTYPE_TRAIN_ID[subtype];
    trainIds[at] = trainId;
    const x = at % width;
    const y = (at - x) / width;
    const known = seen.get(id);
    if (!known) {
      seen.set(id, { id, trainId, subtype, box: [x, y, x + 1, y + 1], pixels: 1 });
      continue;
    }
    const { box } = known;
    known.pixels++;
    box[0] = Math.min(box[0], x);
    box[2] = Math.max(box[2], x + 1);
    box[3] = y + 1;
  }
  const instances = [...seen.values()].sort((a, b) => a.id - b.id);
  return { trainIds, instances };
}
