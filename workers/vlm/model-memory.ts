/**
 * What the vision-language models take of memory, before they are loaded: their weights as their files have them, and
 * an estimate of what one call keeps, from the sizes in config.json.
 */
import { z } from 'zod';
import { type ModelFiles, readJson } from './model-files';
import { IMAGE_NETWORK, isSplit, type Role } from './model-folder';

const BYTES_PER_VALUE = 4;

/** Pictures of one call: patches go to CLIP in groups, whole crops to the detector one by one. */
const PICTURES_PER_CALL: Record<Role, number> = { clip: 32, owl: 1 };

const ConfigSchema = z.object({
  vision_config: z
    .object({
      image_size: z.number().int().positive().default(224),
      patch_size: z.number().int().positive().default(32),
      hidden_size: z.number().int().positive().default(768),
      intermediate_size: z.number().int().positive().default(3072),
      num_attention_heads: z.number().int().positive().default(12),
    })
    .default({
      image_size: 224,
      patch_size: 32,
      hidden_size: 768,
      intermediate_size: 3072,
      num_attention_heads: 12,
    }),
});

/** Bytes of the weights of the networks that would be loaded. */
async function weightBytes(files: ModelFiles, role: Role): Promise<number> {
  const networks = (await isSplit(files, role)) ? ['text_model', IMAGE_NETWORK[role]] : ['model'];
  const paths = networks.flatMap((name) => [`onnx/${name}.onnx`, `onnx/${name}.onnx_data`]);
  const sizes = await Promise.all(paths.map((path) => files.size(path)));
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

/**
 * Bytes that one layer of the vision transformer needs at once: its input, queries, keys, values and sum, the hidden
 * layer before and after its activation, and the attention scores before and after the softmax.
 */
async function activationBytes(files: ModelFiles, role: Role): Promise<number> {
  const { vision_config: vision } = ConfigSchema.parse(await readJson(files, 'config.json'));
  const tokens = (vision.image_size / vision.patch_size) ** 2 + 1;
  const perToken = 5 * vision.hidden_size + 2 * vision.intermediate_size + 2 * vision.num_attention_heads * tokens;
  return BYTES_PER_VALUE * PICTURES_PER_CALL[role] * tokens * perToken;
}

/** Detector and classifier together. */
export async function modelMemory(files: Record<Role, ModelFiles>): Promise<number> {
  const parts = (['clip', 'owl'] as const).flatMap((role) => [
    weightBytes(files[role], role),
    activationBytes(files[role], role),
  ]);
  return (await Promise.all(parts)).reduce((a, b) => a + b, 0);
}
