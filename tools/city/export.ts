/**
 * Writes square crops of the city as raw arrays for the trainers (read by tools/vlm/data.py).
 *
 *   node build/tools/export.js DIR LOOK SEED FIRST COUNT [CROPS_PER_SCENE]
 *
 * DIR/images.u8 [N,128,128,3], DIR/subtypes.u8 [N,128,128], DIR/boxes.f32 [N,40,5] (subtype, centre x, centre y,
 * width, height in 0..1; -1 where there is no more), DIR/tokens.i16 [N,64], DIR/meta.json.
 */
import { mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { RandomStream } from '../../models/engine/random';
import type { Look } from '../../workers/data/city/look';
import { drawScene } from '../../workers/data/city/scene';
import { SUBTYPE_TRAIN_ID, SUBTYPES } from '../../workers/data/city/subtypes';
import { assignTokens, cutCrop, objectBoxes } from './objects';

const SIZE = 128;
const GRID = 8;
const MAX_BOXES = 40;
/** Stream of the crops' places. */
const CROP_STREAM = 0xc409;

const [dir = 'data', look = 'random', ...numbers] = process.argv.slice(2);
const [seed = 1, first = 0, count = 10, perScene = 2] = numbers.map(Number);
mkdirSync(dir, { recursive: true });
const file = (name: string) => openSync(join(dir, name), 'w');
const [images, subtypes, boxFile, tokens] = ['images.u8', 'subtypes.u8', 'boxes.f32', 'tokens.i16'].map(file);

for (let index = first; index < first + count; index++) {
  const picture = drawScene({ seed, index, width: 2 * SIZE, height: SIZE, look: look as Look });
  const random = new RandomStream(seed, CROP_STREAM, index);
  for (let k = 0; k < perScene; k++) {
    const crop = cutCrop(picture, random.integer(SIZE + 1));
    const boxes = objectBoxes(crop, MAX_BOXES);
    const rows = new Float32Array(MAX_BOXES * 5).fill(-1);
    boxes.forEach((box, i) => {
      const centre = [(box.x0 + box.x1) / 2 / SIZE, (box.y0 + box.y1) / 2 / SIZE];
      rows.set([box.subtype, ...centre, (box.x1 - box.x0) / SIZE, (box.y1 - box.y0) / SIZE], i * 5);
    });
    writeSync(images, crop.rgb);
    writeSync(subtypes, crop.subtypes);
    writeSync(boxFile, new Uint8Array(rows.buffer));
    writeSync(tokens, new Uint8Array(assignTokens(crop, boxes, GRID).buffer));
  }
}
const meta = {
  look,
  seed,
  first,
  crops: count * perScene,
  size: SIZE,
  subtypes: SUBTYPES,
  trainIds: SUBTYPES.map((subtype) => SUBTYPE_TRAIN_ID[subtype]),
};
writeFileSync(join(dir, 'meta.json'), JSON.stringify(meta));
