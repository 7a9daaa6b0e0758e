/**
 * What an exported file says about itself: classes with colours, how pictures are normalised, where it comes from.
 *
 * Safetensors and ONNX both carry free texts, so lists are JSON inside a text.
 */
import { z } from 'zod';
import { IMAGE_MEAN, IMAGE_STD } from '../../../models/ops/normalize/normalize';
import { ClassSchema } from '../../experiment/schema';
import type { Taxonomy } from '../../experiment/taxonomy';
import type { TrainedNetwork } from './trained-network';

/** Hugging Face's loaders refuse a file that does not say whose tensor layout it has. */
const FRAMEWORK = 'pt';

const ClassListSchema = z
  .array(ClassSchema.pick({ name: true, category: true, color: true }))
  .min(1)
  .max(255);
const SizeSchema = z.tuple([z.number().int().positive(), z.number().int().positive()]);

export function exportMetadata({ run, config, which, iteration, miou }: TrainedNetwork): Record<string, string> {
  const { taxonomy, network, data, seed } = config;
  return {
    format: FRAMEWORK,
    made_by: 'csi-lab',
    run,
    network: `${network.encoder.variant} + ${network.head.kind}`,
    which,
    iteration: String(iteration),
    seed: String(seed),
    ...(miou === null ? {} : { miou: String(miou) }),
    classes: JSON.stringify(taxonomy.classes.map(({ name, category, color }) => ({ name, category, color }))),
    normalization: JSON.stringify({ mean: IMAGE_MEAN, std: IMAGE_STD, range: [0, 255], channels: 'RGB' }),
    input_size: JSON.stringify(data.evaluation),
  };
}

export interface FileFacts {
  /** Classes in the order of the outputs; null where the file does not say. */
  taxonomy: Taxonomy | null;
  /** Box that pictures are resized into, [long, short] in any order; null where the file does not say. */
  inputSize: [number, number] | null;
}

/** Reads back what concerns predictions. @throws where the file's own texts are damaged. */
export function readFacts(metadata: Record<string, string>, file: string): FileFacts {
  const classes = parsed(metadata.classes, ClassListSchema, file, 'classes');
  return {
    taxonomy: classes && { classes: classes.map((entry) => ({ ...entry, prompts: [entry.name] })) },
    inputSize: parsed(metadata.input_size, SizeSchema, file, 'input_size'),
  };
}

function parsed<T>(text: string | undefined, schema: z.ZodType<T>, file: string, key: string): T | null {
  if (text === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${file}: its header entry "${key}" is not JSON; export the network again.`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`${file}: its header entry "${key}" is not of this lab's form; export the network again.`);
}
