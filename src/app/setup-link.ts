/**
 * A set-up as the part of an address after its path: `?preset=90.4&seeds=0,1&iterations=2000#classes=...`.
 *
 * Only what differs from the preset is written. Folders are not: a browser gives no address of them.
 */
import { PRESETS } from '../../workers/experiment/presets';
import { parseSeeds } from '../experiment/seed-list';
import { setupLink as words } from '../words/app';

export interface SetupLink {
  preset: string;
  /** null = as many as the preset has. */
  iterations: number | null;
  /** Rising or not, each once; null = those of the preset. */
  seeds: number[] | null;
  detector: 'owlvit' | 'owlv2' | null;
  pasteChangedOnly: boolean;
  detectOn: 'crop' | 'picture';
  /** Hub id of the SAM that draws masks; null: boxes. */
  masks: string | null;
  /** Hub ids of the models; null: the built-in ones. */
  models: { clip: string; owl: string } | null;
  /** Packed classes and relabeling map, see packed-text.ts; null: the preset's. */
  classes: string | null;
}

export const PLAIN_LINK: SetupLink = {
  preset: 'demo-csi',
  iterations: null,
  seeds: null,
  detector: null,
  pasteChangedOnly: false,
  detectOn: 'crop',
  masks: null,
  models: null,
  classes: null,
};

/** Search and hash of the address; empty where nothing was changed. */
export function setupAddress(link: SetupLink): string {
  const query = new URLSearchParams();
  const { iterations, seeds, detector, masks, models } = link;
  if (iterations !== null) query.set('iterations', String(iterations));
  if (seeds) query.set('seeds', seeds.join(','));
  if (detector) query.set('detector', detector);
  if (link.pasteChangedOnly) query.set('changed-only', '1');
  if (link.detectOn === 'picture') query.set('look', 'picture');
  if (masks !== null) query.set('masks', masks);
  if (models) {
    query.set('clip', models.clip);
    query.set('owl', models.owl);
  }
  const changed = query.size > 0 || link.classes !== null || link.preset !== PLAIN_LINK.preset;
  if (!changed) return '';
  const rest = [...query].map(
    ([name, value]) => `&${name}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%2F', '/')}`,
  );
  const hash = link.classes === null ? '' : `#classes=${link.classes}`;
  return `?preset=${encodeURIComponent(link.preset)}${rest.join('')}${hash}`;
}

/**
 * The set-up that an address asks for; null where it asks for none.
 * @throws a sentence that names the part of the address that cannot be followed, and what would do.
 */
export function readSetupAddress(search: string, hash: string): SetupLink | null {
  const query = new URLSearchParams(search);
  const id = query.get('preset');
  if (id === null) return null;
  const wrong = (name: string, what: string): never => {
    throw new Error(words.wrong(name, query.get(name), what));
  };
  if (!Object.hasOwn(PRESETS, id)) wrong('preset', words.noPreset);
  const oneOf = <Value extends string>(name: string, values: readonly Value[]): Value | null => {
    const text = query.get(name);
    if (text === null) return null;
    return values.find((value) => value === text) ?? wrong(name, words.known(values));
  };
  const count = query.get('iterations');
  const iterations = count === null ? null : Number(count);
  if (iterations !== null && !(/^\d+$/.test(count!) && iterations >= 1 && Number.isSafeInteger(iterations)))
    wrong('iterations', words.iterations);
  const seeds = query.has('seeds') ? parseSeeds(query.get('seeds')!) : null;
  if (query.has('seeds') && !seeds) wrong('seeds', words.seeds);
  for (const name of ['masks', 'clip', 'owl'])
    if (query.has(name) && !HUB_ID.test(query.get(name)!)) wrong(name, words.model);
  if (query.has('clip') !== query.has('owl')) throw new Error(words.bothModels);
  return {
    preset: id,
    iterations,
    seeds,
    detector: oneOf('detector', ['owlvit', 'owlv2']),
    pasteChangedOnly: oneOf('changed-only', ['1']) !== null,
    detectOn: oneOf('look', ['picture', 'crop']) ?? 'crop',
    masks: query.get('masks'),
    models: query.has('clip') ? { clip: query.get('clip')!, owl: query.get('owl')! } : null,
    classes: new URLSearchParams(hash.replace(/^#/, '')).get('classes'),
  };
}

const HUB_ID = /^[\w.-]+\/[\w.-]+$/;
