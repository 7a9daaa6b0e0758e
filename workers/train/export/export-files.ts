/**
 * A trained network as files for elsewhere.
 *
 *   safetensors  model.safetensors with the reference's parameter names
 *   hf           model.safetensors with Hugging Face's names, config.json, preprocessor_config.json
 *   onnx         onnx/model.onnx, config.json, preprocessor_config.json: an `image-segmentation` model of transformers.js
 */
import { toHuggingFaceWeights } from '../../../models/weights/hugging-face-weights';
import { writeOnnx } from '../../../models/weights/onnx/segmentor';
import { writeSafetensors } from '../../../models/weights/safetensors';
import type { WritableDirectory } from '../../host';
import type { ExportFormat } from '../../protocol';
import { segmentorConfig } from '../network';
import { modelConfig, preprocessorConfig } from './hugging-face';
import { exportMetadata } from './metadata';
import type { TrainedNetwork } from './trained-network';

export const EXPORT_FORMATS: readonly ExportFormat[] = ['safetensors', 'hf', 'onnx'];

export interface Exported {
  /** By path in the folder. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
  /** Sentences about what the format cannot hold. */
  notes: string[];
}

/** @throws where the weights lack a tensor that the format needs. */
export function exportFiles(network: TrainedNetwork, format: ExportFormat): Exported {
  const metadata = exportMetadata(network);
  if (format === 'safetensors') return plain({ 'model.safetensors': writeSafetensors(network.weights, metadata) });
  if (format === 'onnx')
    return plain({
      'onnx/model.onnx': writeOnnx(segmentorConfig(network.config), network.weights, metadata),
      'config.json': json(modelConfig(network, 'SegformerForSemanticSegmentation')),
      'preprocessor_config.json': json(preprocessorConfig(network, 'keep proportions')),
    });
  const { tensors, leftOut } = toHuggingFaceWeights(network.weights);
  const whole = network.config.network.head.kind === 'segformer';
  const lost = leftOut.filter((name) => !name.startsWith('decode_head.conv_seg.') || !whole);
  const exported = plain({
    'model.safetensors': writeSafetensors(tensors, metadata),
    'config.json': json(modelConfig(network, whole ? 'SegformerForSemanticSegmentation' : 'SegformerModel')),
    'preprocessor_config.json': json(preprocessorConfig(network, 'stretch')),
  });
  exported.notes.push(
    "Hugging Face's SegFormer adds 1e-5 in every LayerNorm where this network adds 1e-6 in most: scores differ slightly.",
  );
  if (lost.length)
    exported.notes.unshift(
      `Hugging Face has no DAFormer head: the file holds the encoder alone, without ${lost.length} tensors of the head. Export safetensors or onnx for the whole network.`,
    );
  return exported;
}

/** Writes exported files; `onFile` hears of each before it is written. */
export async function writeExport(
  folder: WritableDirectory,
  { files }: Exported,
  onFile: (path: string) => void = () => undefined,
): Promise<void> {
  for (const [path, bytes] of files) {
    onFile(path);
    await folder.write(path, bytes);
  }
}

const plain = (files: Record<string, Uint8Array>): Exported => ({
  files: new Map(Object.entries(files) as [string, Uint8Array<ArrayBuffer>][]),
  notes: [],
});

const json = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
