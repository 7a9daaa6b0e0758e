/** --vlm and --sam: which vision-language models a command uses. */
import { existsSync } from 'node:fs';
import { openDirectory } from '../workers/host-node';
import type { ModelChoice } from '../workers/vlm/service';

/** A repository, and perhaps one of its revisions. */
const HUB_ID = /^[\w.-]+\/[\w.-]+(@[\w.-]+)?$/;

/**
 * Where models come from: `builtin`, an existing folder, or hub ids `CLIP,OWL-ViT`.
 *
 * @param sam a folder, or a hub id; absent: a SAM is looked for in the folder of the models
 */
export async function modelChoice(text: string, sam?: string): Promise<ModelChoice> {
  const own = sam === undefined ? {} : { sam: await samChoice(sam) };
  if (text === 'builtin') return { kind: 'builtin', ...own };
  if (existsSync(text)) return { kind: 'folder', directory: await openDirectory(text), ...own };
  const [clip, owl] = text.split(',');
  if (clip && owl && HUB_ID.test(clip) && HUB_ID.test(owl)) return { kind: 'hub', clip, owl, ...own };
  throw new Error(
    `--vlm is "builtin", a folder with both models, or two hub ids such as Xenova/clip-vit-base-patch32,Xenova/owlvit-base-patch32; "${text}" is none of these.`,
  );
}

async function samChoice(text: string): Promise<NonNullable<ModelChoice['sam']>> {
  if (existsSync(text)) return { kind: 'folder', directory: await openDirectory(text) };
  if (HUB_ID.test(text)) return { kind: 'hub', id: text };
  throw new Error(`--sam is a folder, or a hub id such as Xenova/slimsam-77-uniform; "${text}" is neither.`);
}
