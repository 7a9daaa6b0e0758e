/** A file of weights named on the command line: a path, a folder that holds one, or a model's id on the hub. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Host } from '../workers/host';
import { openDirectory } from '../workers/host-node';
import { folderCache } from '../workers/weights/cache';
import { weightsInFolder } from '../workers/weights/folder';
import { fetchHubWeights, findHubWeights, isHubId } from '../workers/weights/hub';
import { type Licence, licenceOfFile } from '../workers/weights/licence';
import type { TerminalProgress } from './progress';

/** Stands for no weights at all: the network starts from random numbers. */
export const RANDOM_WEIGHTS = 'random';

export interface ChosenWeights {
  bytes: Uint8Array;
  /** How messages call them. */
  name: string;
}

export interface Surroundings {
  host: Pick<Host, 'storage'>;
  progress: TerminalProgress;
  /** Address of the hub, such as a mirror's; HF_ENDPOINT where it is set. */
  endpoint?: string;
}

/**
 * Reads the weights, downloading them once where they come from the hub; their licence is printed before they are used.
 * @throws one sentence where there is no such file, folder or model.
 */
export async function chosenWeights(text: string, { host, progress, endpoint }: Surroundings): Promise<ChosenWeights> {
  if (existsSync(text)) {
    const isFolder = statSync(text).isDirectory();
    const folder = await openDirectory(isFolder ? text : dirname(text));
    const file = isFolder ? await weightsInFolder(folder) : (await folder.file(basename(text)))!;
    const licence = licenceOfFile(file.name);
    if (licence) printLicence(file.name, licence, progress);
    return { bytes: await file.bytes(), name: isFolder ? `${text}/${file.name}` : text };
  }
  if (!isHubId(text) || /\.(safetensors|pth|pt|bin)$/.test(text))
    throw new Error(`There is no file ${text}; name a file or folder of weights, or a model of the hub (owner/name).`);
  const hub = {
    fetch: globalThis.fetch,
    cache: folderCache(host),
    endpoint: endpoint ?? process.env.HF_ENDPOINT?.replace(/\/+$/, ''),
  };
  const found = await findHubWeights(text, hub);
  printLicence(text, found.licence, progress);
  const { bytes, notKept } = await fetchHubWeights(found, hub, (p) =>
    progress.count(p.what, p.done, p.total, p.secondsLeft),
  );
  progress.clear();
  if (notKept) progress.note(notKept);
  return { bytes, name: text };
}

function printLicence(name: string, { name: licence, nonCommercial, text, url }: Licence, progress: TerminalProgress) {
  if (text) progress.note(`\n${text.trim()}\n`);
  const terms = nonCommercial ? 'for non-commercial use only' : 'see its text';
  progress.note(`${name}: licence "${licence}", ${terms} (${url}).`);
}
