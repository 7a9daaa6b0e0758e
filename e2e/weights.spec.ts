/** Weights of the encoder: files of the disk are dropped, and a model of the hub is asked for (the hub stands in). */
import { createHash } from 'node:crypto';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { writeSafetensors } from '../models/weights/safetensors';
import { dropFolder } from './drop';
import { emptyFolder, write } from './folders';

const REVISION = 'c'.repeat(40);
/** A checkpoint that is a program: `posix.system('true')`. */
const EVIL = Buffer.concat([Buffer.from([0x80, 2]), Buffer.from('cposix\nsystem\nU\x04true\x85R.', 'latin1')]);

async function openPreset(page: Page): Promise<void> {
  await page.goto('./');
  // A busy machine can close the list again between opening it and choosing.
  await expect(async () => {
    await page.getByRole('combobox', { name: 'Preset' }).click();
    await page.getByRole('option', { name: /90\.2/ }).click({ timeout: 5000 });
  }).toPass();
  await expect(page.getByTestId('weights')).toBeVisible();
}

/** Names and shapes of MiT-B5, written out here: the networks' own files are no part of a browser test. */
function mitB5(): [name: string, shape: number[]][] {
  const tensors: [string, number[]][] = [];
  const add = (name: string, weight: number[]) =>
    tensors.push([`${name}.weight`, weight], [`${name}.bias`, [weight[0]!]]);
  const dims = [64, 128, 320, 512];
  const depths = [3, 6, 40, 3];
  const reductions = [8, 4, 2, 1];
  dims.forEach((c, i) => {
    const kernel = i === 0 ? 7 : 3;
    add(`patch_embed${i + 1}.proj`, [c, i === 0 ? 3 : dims[i - 1]!, kernel, kernel]);
    add(`patch_embed${i + 1}.norm`, [c]);
    add(`norm${i + 1}`, [c]);
    const r = reductions[i]!;
    for (let j = 0; j < depths[i]!; j++) {
      const block = `block${i + 1}.${j}`;
      for (const norm of ['norm1', 'norm2']) add(`${block}.${norm}`, [c]);
      add(`${block}.attn.q`, [c, c]);
      add(`${block}.attn.kv`, [2 * c, c]);
      add(`${block}.attn.proj`, [c, c]);
      if (r > 1) add(`${block}.attn.sr`, [c, c, r, r]);
      if (r > 1) add(`${block}.attn.norm`, [c]);
      add(`${block}.mlp.fc1`, [4 * c, c]);
      add(`${block}.mlp.dwconv.dwconv`, [4 * c, 1, 3, 3]);
      add(`${block}.mlp.fc2`, [c, 4 * c]);
    }
  });
  return tensors;
}

/** All of its tensors as zeros: a header and a hole in the file. */
async function wholeEncoder(path: string): Promise<void> {
  const header: Record<string, unknown> = {};
  let size = 0;
  for (const [name, shape] of mitB5()) {
    const bytes = 4 * shape.reduce((a, b) => a * b, 1);
    header[name] = { dtype: 'F32', shape, data_offsets: [size, size + bytes] };
    size += bytes;
  }
  const text = Buffer.from(JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(text.length));
  await write(path, Buffer.concat([start, text]));
  await truncate(path, 8 + text.length + size);
}

const small = writeSafetensors(
  new Map([['patch_embed1.proj.weight', { shape: [32, 3, 7, 7], values: new Float32Array(32 * 3 * 49) }]]),
);

test('weights that fit are reported, and used when they are accepted', async ({ page }) => {
  const folder = await emptyFolder();
  await wholeEncoder(join(folder, 'mit_b5.safetensors'));
  await openPreset(page);
  await dropFolder(page, 'drop-weights', folder);
  const report = page.getByTestId('weights-report');
  await expect(report).toContainText('mit_b5.safetensors fits: all 1052 tensors of the encoder', { timeout: 120_000 });
  await expect(page.getByTestId('licence')).toContainText('for non-commercial use only');
  await report.getByRole('button', { name: 'Use these weights' }).click();
  await expect(report.getByRole('button', { name: 'In use' })).toBeDisabled();
});

test('a checkpoint that wants to call something is refused by its name', async ({ page }) => {
  const file = join(await emptyFolder(), 'model.pth');
  await write(file, EVIL);
  await openPreset(page);
  await dropFolder(page, 'drop-weights', file);
  await expect(page.getByTestId('weights-error')).toContainText('posix.system would have to be called');
});

test('weights of another encoder are reported and cannot be used', async ({ page }) => {
  const file = join(await emptyFolder(), 'small.safetensors');
  await write(file, small);
  await openPreset(page);
  await dropFolder(page, 'drop-weights', file);
  const report = page.getByTestId('weights-report');
  await expect(report).toContainText('0 found, 1051 missing, 1 of another shape');
  await expect(report.getByRole('button')).toHaveCount(0);
});

test('random weights are a choice, and said', async ({ page }) => {
  await openPreset(page);
  await page.getByText('Random', { exact: true }).click();
  await expect(page.getByTestId('weights')).toBeVisible();
  await expect(page.getByText('The encoder starts from random numbers')).toBeVisible();
});

test('a model of the hub shows its licence, is downloaded once, and is checked', async ({ page, context }) => {
  const cors = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
  let downloads = 0;
  let body = Buffer.from(small.map((byte) => byte ^ 1));
  const lfs = { size: small.length, sha256: createHash('sha256').update(small).digest('hex') };
  const model = { sha: REVISION, siblings: [{ rfilename: 'model.safetensors', size: small.length, lfs }] };
  await context.route('https://huggingface.co/api/models/**', (route) => route.fulfill({ json: model, headers: cors }));
  await context.route(`https://huggingface.co/nvidia/mit-b5/resolve/${REVISION}/*`, (route) => {
    downloads++;
    return route.fulfill({ body, headers: cors });
  });
  await openPreset(page);
  await page.getByTestId('weights').getByText('Hugging Face', { exact: true }).click();
  const download = page.getByRole('button', { name: 'Accept licence and download' });
  const lookUp = async () => {
    await page.getByRole('button', { name: 'Look up' }).click();
    await expect(page.getByTestId('licence')).toContainText('only may be used or intended for use non-commercially');
    await download.click();
  };
  await lookUp();
  await expect(page.getByTestId('weights-error')).toContainText('has another SHA-256 than the hub says');

  body = Buffer.from(small);
  await lookUp();
  await expect(page.getByTestId('weights-report')).toContainText('nvidia/mit-b5 does not fit');
  await lookUp();
  await expect(page.getByTestId('weights-report')).toContainText('nvidia/mit-b5 does not fit');
  expect(downloads).toBe(2);
});
