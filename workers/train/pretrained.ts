/** Weights that a network starts from or is rebuilt from. */
import { mitParams } from '../../models/mit';
import { readSafetensors, toFloat32 } from '../../models/weights/safetensors';
import type { ExperimentConfig } from '../experiment/schema';
import type { Host } from '../host';
import type { State } from './checkpoint';
import { encoderConfig } from './network';

/** The small encoder that is shipped with the lab, pretrained on the city's objects in random looks. */
const SHIPPED_ENCODER = 'demo/models/encoder/model.safetensors';
/** How files name the encoder: with the prefix of a whole checkpoint, of a segmentor, or without. */
const PREFIXES = ['model.backbone.', 'backbone.', ''];

/**
 * Encoder tensors under the reference's names, without prefix.
 * @param name how messages call the file
 * @throws where the file lacks a tensor of this encoder, or has one of another shape.
 */
export function readEncoder(bytes: Uint8Array, config: ExperimentConfig, name: string): State {
  const tensors = readSafetensors(bytes);
  const specs = mitParams(encoderConfig(config.network.encoder));
  const prefix = PREFIXES.find((p) => tensors.has(p + specs[0]!.name));
  if (prefix === undefined) throw new Error(`${name} holds no Mix Transformer: it has no ${specs[0]!.name}.`);
  const encoder: State = new Map();
  for (const spec of specs) {
    const tensor = tensors.get(prefix + spec.name);
    if (!tensor) throw new Error(`${name} does not fit this encoder: it lacks ${spec.name}.`);
    if (tensor.shape.join() !== spec.shape.join())
      throw new Error(`${name}: ${spec.name} is [${tensor.shape}], but this encoder has [${spec.shape}].`);
    encoder.set(spec.name, { shape: tensor.shape, values: toFloat32(tensor) });
  }
  return encoder;
}

/** The shipped encoder where it is the one of the configuration; null where another one is needed. */
export async function shippedEncoder(host: Pick<Host, 'asset'>, config: ExperimentConfig): Promise<State | null> {
  if (config.network.encoder.variant !== 'custom') return null;
  return readEncoder(await host.asset(SHIPPED_ENCODER), config, SHIPPED_ENCODER);
}
