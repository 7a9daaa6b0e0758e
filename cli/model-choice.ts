/** --vlm: which vision-language models a command uses. */
import { existsSync } from 'node:fs';
import { openDirectory } from '../workers/host-node';
import type { ModelChoice } from '../workers/vlm/service';

/** Where models come from: `builtin`, an existing folder, or hub ids `CLIP,OWL-ViT`. */
export async function modelChoice(text: string): Promise<ModelChoice> {
  if (text === 'builtin') return { kind: 'builtin' };
  if (existsSync(text)) return { kind: 'folder', directory: await openDirectory(text) };
  const [clip, owl] = text.split(',');
  const hubId = /^[\w.-]+\/[\w.-]+$/;
  if (clip && owl && hubId.test(clip) && hubId.test(owl)) return { kind: 'hub', clip, owl };
  throw new Error(
    `--vlm is "builtin", a folder with both models, or two hub ids such as Xenova/clip-vit-base-patch32,Xenova/owlvit-base-patch32; "${text}" is none of these.`,
  );
}
