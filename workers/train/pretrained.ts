/** Weights that a network starts from. */
import { encoderParams } from '../../models/encoder';
import { type Fit, fitWeights, type LoadReport } from '../../models/weights/load-report';
import { nameNetwork } from '../../models/weights/network-names';
import { readWeightsFile } from '../../models/weights/weights-file';
import type { ExperimentConfig } from '../experiment/schema';
import type { Host } from '../host';
import type { State } from './checkpoint';
import { encoderConfig } from './network';

/** The small encoder that is shipped with the lab, pretrained on the city's objects in random looks. */
const SHIPPED_ENCODER = 'demo/models/encoder/model.safetensors';
/** How a segmentor names its encoder. */
const ENCODER = 'backbone.';

/**
 * What a file of weights (safetensors, or PyTorch's .pth, .pt and .bin) would give the encoder of a configuration.
 * @param name how messages call the file
 * @throws WeightsFileError where the file cannot be read or holds no network.
 */
export async function fitEncoder(bytes: Uint8Array, config: ExperimentConfig, name: string): Promise<Fit> {
  const { format, tensors } = await readWeightsFile(bytes, name);
  const specs = encoderParams(encoderConfig(config.network.encoder), ENCODER);
  return fitWeights(specs, nameNetwork(tensors, name), { name, format });
}

/**
 * Encoder tensors under the reference's names, without prefix.
 * @param onReport is told what was taken from the file
 * @throws where the file lacks a tensor of this encoder, or has one of another shape.
 */
export async function readEncoder(
  bytes: Uint8Array,
  config: ExperimentConfig,
  name: string,
  onReport?: (report: LoadReport) => void,
): Promise<State> {
  const { report, state } = await fitEncoder(bytes, config, name);
  if (!report.complete) throw new Error(`${report.sentence} Choose weights of this encoder, or another preset.`);
  onReport?.(report);
  return new Map([...state].map(([full, tensor]) => [full.slice(ENCODER.length), tensor]));
}

/** The shipped encoder where it is the one of the configuration; null where another one is needed. */
export async function shippedEncoder(host: Pick<Host, 'asset'>, config: ExperimentConfig): Promise<State | null> {
  if (config.network.encoder.variant !== 'custom') return null;
  return readEncoder(await host.asset(SHIPPED_ENCODER), config, SHIPPED_ENCODER);
}
