/** The files of one model, wherever they lie; paths as in a Hugging Face repository. */
import { env, ModelRegistry } from '@huggingface/transformers';
import type { Directory, Host } from '../host';

export interface ModelFiles {
  /** How a person knows the folder. */
  readonly name: string;
  /** Bytes of a file, or null where there is none. */
  size(path: string): Promise<number | null>;
  /** @throws where the file is missing or cannot be read. */
  bytes(path: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** Files of an opened folder. */
export function folderFiles(directory: Directory, name: string): ModelFiles {
  return {
    name,
    async size(path) {
      const file = await directory.file(path);
      return file ? file.size() : null;
    },
    async bytes(path) {
      const file = await directory.file(path);
      if (!file) throw new Error(`The folder "${name}" has no ${path} any more; drop it again.`);
      return file.bytes();
    },
  };
}

/** Files that belong to every shipped model, besides its two networks. */
const SHIPPED = [
  'config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'selftest.json',
  'onnx/text_model.onnx',
];

/** Files of a model that is shipped with the lab; the networks are split into text and image. */
export function shippedFiles(asset: Host['asset'], name: 'clip' | 'owlvit'): ModelFiles {
  const paths = new Set([...SHIPPED, name === 'clip' ? 'onnx/vision_model.onnx' : 'onnx/image_model.onnx']);
  const read = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  const bytes = (path: string): Promise<Uint8Array<ArrayBuffer>> => {
    if (!paths.has(path)) throw new Error(`The shipped model "${name}" has no ${path}.`);
    const known = read.get(path) ?? asset(`demo/models/${name}/${path}`);
    read.set(path, known);
    return known;
  };
  return {
    name,
    size: async (path) => (paths.has(path) ? (await bytes(path)).byteLength : null),
    bytes,
  };
}

/** A repository of the hub and, after an `@`, one of its revisions: `Xenova/slimsam-77-uniform@boxes`. */
export function hubName(text: string): { id: string; revision: string } {
  const [id = '', revision = 'main'] = text.split('@');
  return { id, revision };
}

/** Files of a repository on the hub, which must be reachable; large ones are left to the library, which caches them. */
export function hubFiles(name: string): ModelFiles {
  const { id, revision } = hubName(name);
  return {
    name,
    async size(path) {
      try {
        const found = await ModelRegistry.get_file_metadata(id, path, { revision });
        return found.exists ? (found.size ?? 0) : null;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`The hub does not give ${path} of "${id}"; check the name and the connection (${reason}).`);
      }
    },
    async bytes(path) {
      const response: Response = await env.fetch(`${env.remoteHost}${id}/resolve/${revision}/${path}`);
      if (!response.ok) throw new Error(`The hub answers ${response.status} for ${path} of "${id}"; try again later.`);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

/** Parses a JSON file. @throws a sentence that names the file when it is not JSON. */
export async function readJson(files: ModelFiles, path: string): Promise<unknown> {
  const text = new TextDecoder().decode(await files.bytes(path));
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} of "${files.name}" is not valid JSON; get it again from the model's page.`);
  }
}
