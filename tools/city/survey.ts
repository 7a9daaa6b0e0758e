/**
 * Prints how often each class is in a look's pictures, its share of pixels, and how long a picture takes.
 *
 *   node build/tools/survey.js LOOK [SEED] [COUNT] [WIDTH] [HEIGHT]
 */
import type { Look } from '../../workers/data/city/look';
import { drawScene } from '../../workers/data/city/scene';
import { SUBTYPES } from '../../workers/data/city/subtypes';

/** A class counts as present when it has at least this share of the pixels. */
const PRESENT_SHARE = 0.004;

const [look = 'camera', ...numbers] = process.argv.slice(2);
const [seed = 1, count = 100, width = 256, height = 128] = numbers.map(Number);
const pixels = new Float64Array(256);
const present = new Float64Array(256);
const objects = new Map<string, number>();
const start = performance.now();
for (let i = 0; i < count; i++) {
  const picture = drawScene({ seed, index: i, width, height, look: look as Look });
  const here = new Float64Array(256);
  for (const trainId of picture.trainIds) here[trainId] += 1 / picture.trainIds.length;
  here.forEach((share, trainId) => {
    pixels[trainId] += share / count;
    if (share > PRESENT_SHARE) present[trainId] += 1 / count;
  });
  for (const { subtype, pixels: size } of picture.instances)
    if (size > 60) objects.set(subtype, (objects.get(subtype) ?? 0) + 1);
}
const elapsed = (performance.now() - start) / count;
for (let trainId = 0; trainId < 256; trainId++)
  if (pixels[trainId] > 0)
    console.log(
      `${String(trainId).padStart(3)}  ${(pixels[trainId] * 100).toFixed(2).padStart(6)} % of pixels  in ${(present[trainId] * 100).toFixed(0).padStart(3)} % of pictures`,
    );
console.log(SUBTYPES.map((subtype) => `${subtype} ${((objects.get(subtype) ?? 0) / count).toFixed(2)}`).join(', '));
console.log(`${elapsed.toFixed(1)} ms per picture`);
