/** Keeps the address and the set-up the same: a link is followed once, and written again whenever something is changed. */
import { preset } from '../../workers/experiment/presets';
import { taxonomyText } from '../../workers/experiment/taxonomy-file';
import { parseSeeds } from '../experiment/seed-list';
import { seedsOf, useExperiment } from '../store/experiment';
import { useModels } from '../store/models';
import { usePage } from '../store/page';
import { useRelabeling } from '../store/relabeling';
import { useSession } from '../store/session';
import { taxonomyRecalled, useTaxonomy } from '../store/taxonomy';
import type { Draft } from '../taxonomy/draft';
import { setupLink as words } from '../words/app';
import { packText, unpackText } from './packed-text';
import { sentenceOf } from './sentence';
import { readSetupAddress, type SetupLink, setupAddress } from './setup-link';

/** The set-up as it is now. A folder of models is no part of it: no address leads there. */
async function linkNow(): Promise<SetupLink> {
  const { preset: id, iterations, seeds: typed } = useExperiment.getState();
  const { detector, pasteChangedOnly, detectOn, masks, sam } = useRelabeling.getState();
  const { kind, clip, owl } = useModels.getState();
  const draft = useTaxonomy.getState().history.present;
  const seeds = parseSeeds(typed);
  return {
    preset: id,
    iterations,
    seeds: seeds && seeds.join() !== seedsOf(preset(id)).join() ? seeds : null,
    detector,
    pasteChangedOnly,
    detectOn,
    masks: masks && sam ? sam : null,
    models: kind === 'hub' && clip && owl ? { clip, owl } : null,
    classes: draft && (await packText(JSON.stringify(JSON.parse(taxonomyText(draft))))),
  };
}

/** The whole address of the set-up as it is now. */
export async function linkToSetup(): Promise<string> {
  return new URL(location.pathname + setupAddress(await linkNow()), location.href).href;
}

async function take(link: SetupLink): Promise<void> {
  const draft = link.classes === null ? null : await draftIn(link.classes);
  useExperiment.getState().choose(link.preset);
  useExperiment.getState().set({ iterations: link.iterations, ...(link.seeds && { seeds: link.seeds.join(', ') }) });
  const { detector, pasteChangedOnly, detectOn, masks, models } = link;
  useRelabeling
    .getState()
    .set({ detector, pasteChangedOnly, detectOn, masks: masks !== null, ...(masks !== null && { sam: masks }) });
  useModels.getState().choose(models ? 'hub' : 'builtin');
  if (models) for (const which of ['clip', 'owl'] as const) useModels.getState().name(which, models[which]);
  // One's own classes of before can be had back by undo.
  useTaxonomy.getState().replace(draft);
}

async function draftIn(packed: string): Promise<Draft> {
  const { parseTaxonomy } = await import('../../workers/experiment/read-taxonomy');
  let text: string;
  try {
    text = await unpackText(packed);
  } catch {
    throw new Error(words.cutOff);
  }
  return parseTaxonomy(text, words.file);
}

/** Follows the page's address, if it asks for a set-up; from then on the address follows the set-up. */
export async function joinAddress(): Promise<void> {
  await taxonomyRecalled();
  try {
    const link = readSetupAddress(location.search, location.hash);
    if (link) {
      await take(link);
      useSession.getState().setView('setup');
    }
  } catch (error) {
    useSession.getState().setView('setup');
    usePage.setState({ linkProblem: sentenceOf(error) });
  }
  let last = 0;
  const write = async () => {
    const mine = ++last;
    const address = setupAddress(await linkNow());
    if (mine === last && location.search + location.hash !== address)
      history.replaceState(history.state, '', location.pathname + address);
  };
  // Nothing is written before something is changed: an address that cannot be followed stays to be looked at.
  for (const store of [useExperiment, useRelabeling, useModels, useTaxonomy]) store.subscribe(() => void write());
}
