import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../models/testing/close';
import { allPrompts, CITYSCAPES } from '../experiment/taxonomy';
import { createNodeHost } from '../host-node';
import { logitsOf } from './clip';
import { loadModels, type Models } from './models';
import { noisePicture } from './testing/noise';

const FOLDER = join(import.meta.dirname, '../../public/demo/models');
const LIMIT_BYTES = 10e6;
const quiet = (): void => {};

/** The shipped models, read as the page reads them; their self-tests run while they are loaded. */
describe('the shipped models', () => {
  const { prompts } = allPrompts(CITYSCAPES);
  let models: Models;

  beforeAll(async () => {
    models = await loadModels({ kind: 'builtin', asset: createNodeHost(undefined).asset }, 'wasm', quiet);
  });

  afterAll(async () => {
    await Promise.all([models.owl.dispose(), models.clip.dispose()]);
  });

  it('are small', () => {
    const sizes = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).map((path) =>
      statSync(join(FOLDER, path)),
    );
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(LIMIT_BYTES);
  });

  it('tell all prompts apart', async () => {
    const text = await models.clip.embedText(prompts);
    const closest = prompts.map((_, row) => {
      const own = text.data.subarray(row * text.width, (row + 1) * text.width);
      const cosines = logitsOf(own, text, 1);
      cosines[row] = -1;
      return Math.max(...cosines);
    });
    expect(Math.max(...closest)).toBeLessThan(0.9999);
    expect(models.clip.logitScale).toBeGreaterThan(5);
  });

  it('look the same twice', async () => {
    await models.owl.ask(prompts);
    const crop = noisePicture(128, 128, 1);
    const [first, second] = [await models.owl.detect(crop), await models.owl.detect(crop)];
    expect(second).toEqual(first);
    expect(first).toMatchObject({ tokens: 64, prompts });
    const patches = [noisePicture(70, 40, 2), noisePicture(20, 90, 3)];
    const single = await models.clip.embedPictures(patches.slice(0, 1));
    expectClose((await models.clip.embedPictures(patches)).data.subarray(0, single.data.length), single.data, {
      relative: 1e-5,
    });
  });
});
