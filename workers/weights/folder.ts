/** Finds the file of weights in a folder: a downloaded model, or what a training has left. */
import type { Directory, SourceFile } from '../host';

/** In order of preference. */
const NAMES = ['model.safetensors', 'pytorch_model.bin', 'latest.pth'];
const WEIGHTS = /\.(safetensors|pth|pt|bin)$/i;

/** @throws where the folder holds none, or several between which its names do not choose. */
export async function weightsInFolder(folder: Directory): Promise<SourceFile> {
  const names: string[] = [];
  for await (const { name, kind } of folder.entries()) if (kind === 'file' && WEIGHTS.test(name)) names.push(name);
  names.sort();
  if (!names.length)
    throw new Error(`"${folder.name}" holds no file of weights (.safetensors, .pth, .pt or .bin); choose its folder.`);
  const best = names.filter((name) => /^best_/.test(name));
  const preferred = NAMES.find((name) => names.includes(name));
  const chosen = preferred ?? (best.length === 1 ? best[0] : names.length === 1 ? names[0] : undefined);
  if (chosen === undefined)
    throw new Error(
      `"${folder.name}" holds ${names.length} files of weights (${names.slice(0, 4).join(', ')}${names.length > 4 ? ', ...' : ''}); choose one of them.`,
    );
  return (await folder.file(chosen))!;
}
