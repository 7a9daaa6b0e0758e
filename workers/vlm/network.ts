/** ONNX networks and tokenizers of a model, through transformers.js, in float32. */
import {
  AutoConfig,
  AutoImageProcessor,
  AutoTokenizer,
  PreTrainedModel,
  type PreTrainedTokenizer,
  type ProgressInfo,
  Tensor,
} from '@huggingface/transformers';
import { hubName } from './model-files';

/** Where the networks are computed. Quantised and half-precision weights are never used: they are silently wrong. */
export type Device = 'webgpu' | 'wasm';

/** Called often; `file` is a path inside the model. */
export type FileProgress = (file: string, loadedBytes: number, totalBytes: number) => void;

export interface Tokens {
  /** int64 [prompts, length] */
  input_ids: Tensor;
  attention_mask: Tensor;
}

export type Outputs = Record<string, Tensor>;

export interface Network {
  /** Names of what it takes; other inputs are not given to it. */
  readonly inputs: readonly string[];
  run(inputs: Record<string, Tensor>): Promise<Outputs>;
  dispose(): Promise<void>;
}

const listener = (onProgress: FileProgress) => (info: ProgressInfo) => {
  if (info.status === 'progress') onProgress(info.file, info.loaded, info.total);
};

/** In Node the library's name for the same WebAssembly build is "cpu". */
function libraryDevice(device: Device): 'webgpu' | 'wasm' | 'cpu' {
  const inNode = typeof process !== 'undefined' && process.release?.name === 'node';
  return device === 'wasm' && inNode ? 'cpu' : device;
}

/**
 * @param file name inside onnx/, without the ending.
 * @throws a sentence where the file is missing or is no ONNX network.
 */
export async function openNetwork(
  id: string,
  file: string,
  device: Device,
  onProgress: FileProgress,
): Promise<Network> {
  const model = await PreTrainedModel.from_pretrained(hubName(id).id, {
    revision: hubName(id).revision,
    dtype: 'fp32',
    device: libraryDevice(device),
    model_file_name: file,
    progress_callback: listener(onProgress),
  }).catch((error) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `onnx/${file}.onnx cannot be used on ${device}; get the file again from the model's page (${reason}).`,
    );
  });
  const { inputNames }: { inputNames: readonly string[] } = model.sessions.model;
  return {
    inputs: inputNames,
    // Exports differ in whether text comes with its mask; the library warns about every input too many.
    run: (inputs) =>
      model.forward(Object.fromEntries(Object.entries(inputs).filter(([name]) => inputNames.includes(name)))),
    dispose: async () => {
      await model.dispose();
    },
  };
}

/** The model's config.json as it is. */
export async function openConfig(id: string): Promise<unknown> {
  const { id: name, revision } = hubName(id);
  return AutoConfig.from_pretrained(name, { revision });
}

/** The model's preprocessor_config.json as it is. */
export async function openPreprocessorConfig(id: string): Promise<unknown> {
  const { id: name, revision } = hubName(id);
  return (await AutoImageProcessor.from_pretrained(name, { revision })).config;
}

/**
 * @param padding 'longest': to the longest prompt of the list; 'full': to the model's own length.
 * @throws where a prompt is longer than the model can read.
 */
export async function openTokenizer(id: string, padding: 'longest' | 'full'): Promise<(prompts: string[]) => Tokens> {
  const { id: name, revision } = hubName(id);
  const tokenizer: PreTrainedTokenizer = await AutoTokenizer.from_pretrained(name, { revision });
  const bare = tokenizer.encode('car', { add_special_tokens: false });
  if (tokenizer.encode('car').length !== bare.length + 2)
    throw new Error(
      "tokenizer.json does not mark where a prompt begins and ends (its post_processor is missing), so all scores would be wrong; get it again from the model's page.",
    );
  return (prompts) => {
    for (const prompt of prompts) {
      const { length } = tokenizer.encode(prompt);
      if (length > tokenizer.model_max_length)
        throw new Error(`The prompt "${prompt}" has ${length} tokens; the model reads ${tokenizer.model_max_length}.`);
    }
    const tokens = tokenizer._call(prompts, { padding: padding === 'full' ? 'max_length' : true });
    return { input_ids: tokens.input_ids, attention_mask: tokens.attention_mask };
  };
}

/** Float32 values of an output. @throws where the network has no such output or another type. */
export function floats(outputs: Outputs, name: string): { data: Float32Array; dims: number[] } {
  const tensor = outputs[name];
  if (!tensor)
    throw new Error(
      `The network has no output "${name}" (it has ${Object.keys(outputs).join(', ')}); export it again.`,
    );
  if (!(tensor.data instanceof Float32Array))
    throw new Error(`The network's output "${name}" is ${tensor.type}; use the float32 export.`);
  return { data: tensor.data, dims: tensor.dims };
}

/** Network input of pictures, [count, 3, height, width]. */
export function pictureTensor(values: Float32Array, height: number, width: number): Tensor {
  return new Tensor('float32', values, [values.length / (3 * height * width), 3, height, width]);
}
