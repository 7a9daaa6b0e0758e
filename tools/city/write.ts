/**
 * Writes the demo's two dataset folders.
 *
 *   node build/tools/write.js DIR [SEED]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DEMO_CITY, writeCity } from '../../workers/data/city/dataset';

const [dir = 'city', seed = '1'] = process.argv.slice(2);
const start = performance.now();
const made = new Set<string>();
await writeCity(
  {
    async write(path, bytes) {
      const folder = dirname(join(dir, path));
      if (!made.has(folder)) await mkdir(folder, { recursive: true });
      made.add(folder);
      await writeFile(join(dir, path), bytes);
    },
  },
  { seed: Number(seed), ...DEMO_CITY },
);
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`);
