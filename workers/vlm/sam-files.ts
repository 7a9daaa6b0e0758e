/**
 * Finds and checks a SAM, before anything large is read: the model that turns a box into a mask.
 *
 * It lies in a sub-folder `sam` (or `slimsam`), or in a folder up to two levels down whose config.json has the
 * model_type `sam`.
 */
import { z } from 'zod';
import type { Directory } from '../host';
import { folderFiles, type ModelFiles, readJson } from './model-files';

const FOLDER_NAMES = ['sam', 'slimsam'];
const SEARCH_DEPTH = 2;

/** The two networks, without the ending. */
export const SAM_ENCODER = 'vision_encoder';
export const SAM_DECODER = 'prompt_encoder_mask_decoder';

const REQUIRED = [
  ['config.json', 'says what the model is'],
  ['preprocessor_config.json', 'gives the size and colours of the input pictures'],
  [`onnx/${SAM_ENCODER}.onnx`, 'looks at the picture, in float32'],
  [`onnx/${SAM_DECODER}.onnx`, 'draws the masks, in float32'],
] as const;

/** @throws one sentence that names the missing file and what it is for. */
export async function checkSamFiles(files: ModelFiles): Promise<void> {
  for (const [path, purpose] of REQUIRED)
    if ((await files.size(path)) === null)
      throw new Error(`The SAM "${files.name}" lacks ${path}, which ${purpose}; add it from the model's page.`);
  const type = await modelType(files);
  if (type !== 'sam')
    throw new Error(
      `"${files.name}" was taken for a SAM, but its config.json has model_type ${type ?? 'missing'}; expected sam, as in Xenova/slimsam-77-uniform.`,
    );
}

/** The SAM of a folder, checked; null where there is none. @throws where one is there and lacks a file. */
export async function findSam(directory: Directory): Promise<ModelFiles | null> {
  const found = await search(directory, directory.name, SEARCH_DEPTH);
  if (found) await checkSamFiles(found);
  return found;
}

async function search(directory: Directory, name: string, depth: number): Promise<ModelFiles | null> {
  const files = folderFiles(directory, name);
  if ((await modelType(files)) === 'sam') return files;
  for (const child of FOLDER_NAMES) {
    const inner = await directory.directory(child);
    if (inner) return folderFiles(inner, child);
  }
  if (depth === 0) return null;
  const names: string[] = [];
  for await (const entry of directory.entries()) if (entry.kind === 'directory') names.push(entry.name);
  for (const child of names.sort()) {
    const inner = await directory.directory(child);
    const found = inner && (await search(inner, `${name}/${child}`, depth - 1));
    if (found) return found;
  }
  return null;
}

async function modelType(files: ModelFiles): Promise<string | null> {
  if ((await files.size('config.json')) === null) return null;
  const parsed = z.object({ model_type: z.string() }).safeParse(await readJson(files, 'config.json'));
  return parsed.success ? parsed.data.model_type : null;
}
