/**
 * Writes a contact sheet of the city for looking at: pictures of a look above their labels.
 *
 *   node build/tools/sheet.js OUT.png LOOK [SEED] [COLUMNS] [ROWS] [WIDTH] [HEIGHT] [SCALE]
 */
import { writeFile } from 'node:fs/promises';
import type { Look } from '../../workers/data/city/look';
import { type CityPicture, drawScene } from '../../workers/data/city/scene';
import { encodePng } from '../../workers/data/png/encode';

const PALETTE = [
  [128, 64, 128],
  [244, 35, 232],
  [70, 70, 70],
  [102, 102, 156],
  [190, 153, 153],
  [153, 153, 153],
  [250, 170, 30],
  [220, 220, 0],
  [107, 142, 35],
  [152, 251, 152],
  [70, 130, 180],
  [220, 20, 60],
  [255, 0, 0],
  [0, 0, 142],
  [0, 0, 70],
  [0, 60, 100],
  [0, 80, 100],
  [0, 0, 230],
  [119, 11, 32],
];

const [out = 'sheet.png', look = 'random', ...numbers] = process.argv.slice(2);
const [seed = 1, columns = 4, rows = 4, width = 256, height = 128, scale = 2] = numbers.map(Number);
const sheetWidth = columns * width * scale;
const sheet = new Uint8Array(sheetWidth * rows * height * 2 * scale * 3);

function paste(picture: CityPicture, left: number, top: number, colour: (at: number) => ArrayLike<number>): void {
  for (let y = 0; y < height * scale; y++)
    for (let x = 0; x < width * scale; x++) {
      const value = colour(Math.floor(y / scale) * picture.width + Math.floor(x / scale));
      sheet.set(Array.from(value), ((top + y) * sheetWidth + left + x) * 3);
    }
}

for (let i = 0; i < columns * rows; i++) {
  const picture = drawScene({ seed, index: i, width, height, look: look as Look });
  const left = (i % columns) * width * scale;
  const top = Math.floor(i / columns) * height * 2 * scale;
  paste(picture, left, top, (at) => picture.rgb.subarray(at * 3, at * 3 + 3));
  paste(picture, left, top + height * scale, (at) => PALETTE[picture.trainIds[at]] ?? [0, 0, 0]);
}
await writeFile(
  out,
  await encodePng({ width: sheetWidth, height: rows * height * 2 * scale, channels: 3, data: sheet }),
);
