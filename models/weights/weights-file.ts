/**
 * Reads a file of weights whatever its name says: safetensors, or PyTorch's zip or legacy form, told apart by their
 * first bytes.
 */
import { AllocationBudget } from './allocation-budget';
import { readMetadata, readSafetensors, type SafeTensor, SafetensorsError } from './safetensors';
import { readLegacyForm } from './torch/legacy-form';
import { readZipForm } from './torch/zip-form';
import { WeightsFileError } from './weights-file-error';

export type WeightsFormat = 'safetensors' | 'pytorch-zip' | 'pytorch-legacy';

export interface WeightsFile {
  format: WeightsFormat;
  /** By the names of the file; the data may be views of its bytes. */
  tensors: Map<string, SafeTensor>;
  /** Free-form texts of a safetensors header. */
  metadata: Record<string, string>;
}

/**
 * @param bytes the whole file; kept alive by the tensors
 * @param name how messages call it
 * @throws WeightsFileError (RefusedCallError for a pickle that wants to call something) naming file and fault.
 */
export async function readWeightsFile(bytes: Uint8Array, name: string): Promise<WeightsFile> {
  const format = formatOf(bytes, name);
  if (format === 'safetensors') return readSafe(bytes, name);
  const budget = new AllocationBudget(bytes.length, name);
  const tensors =
    format === 'pytorch-zip' ? await readZipForm(bytes, name, budget) : readLegacyForm(bytes, name, budget);
  return { format, tensors, metadata: {} };
}

function readSafe(bytes: Uint8Array, name: string): WeightsFile {
  try {
    return { format: 'safetensors', tensors: readSafetensors(bytes), metadata: readMetadata(bytes) };
  } catch (error) {
    if (error instanceof SafetensorsError) throw new WeightsFileError(`${name}: ${error.message}`);
    throw error;
  }
}

const PROTO = 0x80;
const HIGHEST_PROTOCOL = 5;
/** A pickle of protocol 0 that names something at once; no checkpoint looks so, but its refusal should say what it names. */
const TEXT_PICKLE = /^[(\]})dl]*[ci][\w.]+\n[\w.]+\n/;

function formatOf(bytes: Uint8Array, name: string): WeightsFormat {
  if (bytes.length === 0) throw new WeightsFileError(`${name} is empty; copy or download it again.`);
  const text = String.fromCharCode(...bytes.subarray(0, 512));
  if (text.startsWith('PK\x03\x04')) return 'pytorch-zip';
  if ((bytes[0] === PROTO && bytes[1]! <= HIGHEST_PROTOCOL) || TEXT_PICKLE.test(text)) return 'pytorch-legacy';
  // A header's length is far below 2^40, and the header is a JSON object.
  if (/^\s*\{/.test(text.slice(8)) && bytes[5] === 0 && bytes[6] === 0 && bytes[7] === 0) return 'safetensors';
  throw new WeightsFileError(`${name} is no file of weights that the lab reads: ${guess(text)}`);
}

const startsWith = (start: string) => (text: string) => text.startsWith(start);

const KNOWN: [(text: string) => boolean, string][] = [
  [startsWith('version https://git-lfs'), 'it is a pointer of Git LFS; fetch the file itself with git lfs pull.'],
  [(text) => /^\s*<(!doctype|html)/i.test(text), 'it is a web page; download the file itself.'],
  [startsWith('\x89HDF'), 'it is an HDF5 file of Keras; export the weights as safetensors.'],
  [startsWith('GGUF'), 'it is a GGUF file; use safetensors or a .pth of PyTorch.'],
  [startsWith('\x1f\x8b'), 'it is packed with gzip; unpack it first.'],
  [startsWith('PK'), 'it is a zip archive without content.'],
  [
    (text) => text.startsWith('\x08') && /pytorch|onnx/.test(text.slice(0, 60)),
    'it is an ONNX model; use safetensors or a .pth of PyTorch.',
  ],
  [
    (text) => text.slice(257, 262) === 'ustar',
    "it is a tar archive, PyTorch's first form; load and save it with a newer PyTorch.",
  ],
  [(text) => /^\s*[{[]/.test(text), 'it is JSON text; choose the file of weights beside it.'],
];

function guess(text: string): string {
  const found = KNOWN.find(([matches]) => matches(text));
  return found?.[1] ?? 'use safetensors, or a .pth, .pt or .bin that PyTorch has saved.';
}
