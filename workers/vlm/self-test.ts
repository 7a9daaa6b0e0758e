/**
 * Compares a text encoder with the embeddings that were stored beside its weights.
 *
 * Damaged files and devices that compute wrongly do not fail by themselves: they give plausible scores. Compared are
 * directions, so that it does not matter whether embeddings are stored with unit length.
 */
import { z } from 'zod';
import { type ModelFiles, readJson } from './model-files';

const FILE = 'selftest.json';

const SelfTestSchema = z.object({
  prompts: z.array(z.string()).min(1),
  /** One row per prompt. */
  text_embeds: z.array(z.array(z.number()).min(1)),
});

/** Largest difference between coordinates of unit vectors; float32 on different devices stays far below. */
const TOLERANCE = 1e-3;

type EmbedText = (prompts: string[]) => Promise<{ width: number; data: Float32Array }>;

/** Does nothing where the model has no stored embeddings. @throws where the encoder gives others. */
export async function runSelfTest(files: ModelFiles, embedText: EmbedText): Promise<void> {
  if ((await files.size(FILE)) === null) return;
  const parsed = SelfTestSchema.safeParse(await readJson(files, FILE));
  if (!parsed.success || parsed.data.text_embeds.length !== parsed.data.prompts.length)
    throw new Error(`${FILE} of "${files.name}" is not usable: it needs "prompts" and as many rows of "text_embeds".`);
  const { prompts, text_embeds } = parsed.data;
  const { width, data } = await embedText(prompts);
  prompts.forEach((prompt, row) => {
    const error = largestDifference(unit(data.subarray(row * width, (row + 1) * width)), unit(text_embeds[row]!));
    if (!(error <= TOLERANCE))
      throw new Error(
        `The text encoder of "${files.name}" differs from its ${FILE} by ${error.toPrecision(2)} for "${prompt}": its weights are damaged or this device computes them wrongly; get the files again or use another device.`,
      );
  });
}

function unit(values: ArrayLike<number>): number[] {
  const list = Array.from(values);
  const length = Math.hypot(...list);
  return list.map((value) => value / length);
}

function largestDifference(a: number[], b: number[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}
