/**
 * Finds and checks the two models in a dropped folder, before anything large is read.
 *
 * A folder with sub-folders `clip` and `owlvit` (or `owlv2`) is taken as it is named; otherwise the folders up to two
 * levels down are told apart by the `model_type` of their config.json, which is how downloads of the hub look.
 */
import { z } from 'zod';
import type { Directory } from '../host';
import { folderFiles, type ModelFiles, readJson } from './model-files';

export type Role = 'clip' | 'owl';
export type DetectorType = 'owlvit' | 'owlv2';

const TITLES: Record<Role, string> = { clip: 'CLIP', owl: 'OWL-ViT' };
const MODEL_TYPES: Record<Role, readonly string[]> = { clip: ['clip'], owl: ['owlvit', 'owlv2'] };
const FOLDER_NAMES: Record<Role, readonly string[]> = { clip: ['clip'], owl: ['owlvit', 'owlv2'] };
const SEARCH_DEPTH = 2;

/** Files that every model needs, and what they are for. */
const REQUIRED = [
  ['config.json', 'says what the model is'],
  ['preprocessor_config.json', 'gives the size and colours of the input pictures'],
  ['tokenizer.json', 'turns prompts into tokens'],
  ['tokenizer_config.json', 'says how the tokenizer is used'],
] as const;

/** The network that goes with `onnx/text_model.onnx` where a model is split. */
export const IMAGE_NETWORK: Record<Role, string> = { clip: 'vision_model', owl: 'image_model' };

/** True where text and pictures have networks of their own, so that prompts are embedded once. */
export async function isSplit(files: ModelFiles, role: Role): Promise<boolean> {
  const parts = ['text_model', IMAGE_NETWORK[role]];
  const sizes = await Promise.all(parts.map((part) => files.size(`onnx/${part}.onnx`)));
  return sizes.every((size) => size !== null);
}

/** @throws one sentence that names the missing file and what it is for. */
export async function checkModelFiles(files: ModelFiles, role: Role): Promise<void> {
  const title = TITLES[role];
  for (const [path, purpose] of REQUIRED)
    if ((await files.size(path)) === null)
      throw new Error(
        `The ${title} model "${files.name}" lacks ${path}, which ${purpose}; add it from the model's page.`,
      );
  const type = await modelType(files);
  if (type === null || !MODEL_TYPES[role].includes(type))
    throw new Error(
      `"${files.name}" was taken for ${title}, but its config.json has model_type ${type ?? 'missing'}; expected ${MODEL_TYPES[role].join(' or ')}.`,
    );
  if ((await isSplit(files, role)) || (await files.size('onnx/model.onnx')) !== null) return;
  throw new Error(
    `The ${title} model "${files.name}" lacks onnx/model.onnx, which holds the network's float32 weights; add it from the model's page${
      (await files.size('onnx/model_quantized.onnx')) === null ? '' : ' (quantised weights give wrong scores)'
    }.`,
  );
}

async function modelType(files: ModelFiles): Promise<string | null> {
  if ((await files.size('config.json')) === null) return null;
  const parsed = z.object({ model_type: z.string() }).safeParse(await readJson(files, 'config.json'));
  return parsed.success ? parsed.data.model_type : null;
}

const DETECTOR_TITLES: Record<DetectorType, string> = { owlvit: 'OWL-ViT', owlv2: 'OWLv2' };

/** @throws a sentence where the detector is not of the type that a run asks for. */
export async function checkDetector(files: ModelFiles, wanted: DetectorType): Promise<void> {
  const type = await modelType(files);
  if (type === wanted) return;
  const example = wanted === 'owlv2' ? 'Xenova/owlv2-base-patch16-ensemble' : 'Xenova/owlvit-base-patch32';
  throw new Error(
    `The run asks for ${DETECTOR_TITLES[wanted]}, but "${files.name}" has model_type ${type}; choose another model, such as ${example}.`,
  );
}

/**
 * Both models of a folder, checked. @throws a sentence that says which model or file is missing.
 * @param detector which detector is wanted where the folder has both; OWL-ViT where that is not said.
 */
export async function findModels(directory: Directory, detector?: DetectorType): Promise<Record<Role, ModelFiles>> {
  const found = new Map<Role, ModelFiles>();
  const types = { ...MODEL_TYPES, owl: detector ? [detector] : MODEL_TYPES.owl };
  for (const role of ['clip', 'owl'] as const)
    for (const name of role === 'owl' && detector ? [detector] : FOLDER_NAMES[role]) {
      const child = found.has(role) ? null : await directory.directory(name);
      if (child) found.set(role, folderFiles(child, name));
    }
  if (found.size < 2) await searchByType(directory, directory.name, SEARCH_DEPTH, types, found);
  for (const role of ['clip', 'owl'] as const)
    if (!found.has(role))
      throw new Error(
        `The folder "${directory.name}" holds no ${role === 'owl' && detector ? DETECTOR_TITLES[detector] : TITLES[role]} model; put its files (config.json, tokenizer.json, onnx/model.onnx and others) into a sub-folder "${role === 'owl' && detector ? detector : FOLDER_NAMES[role][0]}".`,
      );
  const models = { clip: found.get('clip')!, owl: found.get('owl')! };
  for (const role of ['clip', 'owl'] as const) await checkModelFiles(models[role], role);
  return models;
}

async function searchByType(
  directory: Directory,
  name: string,
  depth: number,
  types: Record<Role, readonly string[]>,
  found: Map<Role, ModelFiles>,
): Promise<void> {
  const files = folderFiles(directory, name);
  const type = await modelType(files);
  for (const role of ['clip', 'owl'] as const)
    if (!found.has(role) && type !== null && types[role].includes(type)) found.set(role, files);
  if (depth === 0 || found.size === 2) return;
  const names: string[] = [];
  for await (const entry of directory.entries()) if (entry.kind === 'directory') names.push(entry.name);
  for (const child of names.sort()) {
    const inner = await directory.directory(child);
    if (inner) await searchByType(inner, `${name}/${child}`, depth - 1, types, found);
  }
}
