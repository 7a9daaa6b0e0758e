/** Runs with the names and colours that a person gave their classes. */
import { useMemo } from 'react';
import { shownTaxonomy } from '../../workers/class-look';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { LoggedChange } from '../../workers/map-change';
import type { RunEntry } from '../store/session';
import { changesOf, useSteering } from '../store/steering';

/** What was made of a taxonomy last: as long as nothing changes it is the same object, and nothing is painted again. */
const made = new WeakMap<Taxonomy, { text: string; taxonomy: Taxonomy }>();

function looksOf(taxonomy: Taxonomy, log: readonly LoggedChange[]): Taxonomy {
  const shown = shownTaxonomy(taxonomy, log);
  if (shown === taxonomy) return taxonomy;
  const text = JSON.stringify(shown);
  const known = made.get(taxonomy);
  if (known?.text === text) return known.taxonomy;
  made.set(taxonomy, { text, taxonomy: shown });
  return shown;
}

const entries = new WeakMap<RunEntry, RunEntry>();

/** A run as it is shown; the same object as long as nothing changes. */
export function asShown(entry: RunEntry, log: readonly LoggedChange[]): RunEntry {
  const { options } = entry;
  const taxonomy = looksOf(options.config.taxonomy, log);
  if (taxonomy === options.config.taxonomy) return entry;
  const known = entries.get(entry);
  if (known?.options.config.taxonomy === taxonomy) return known;
  const shown = { ...entry, options: { ...options, config: { ...options.config, taxonomy } } };
  entries.set(entry, shown);
  return shown;
}

/** The same list as long as no class of its runs is shown otherwise. */
export function useShownRuns(runs: RunEntry[]): RunEntry[] {
  const changes = useSteering((s) => s.changes);
  return useMemo(() => {
    const shown = runs.map((entry) => asShown(entry, changesOf({ changes }, entry.run)));
    return shown.every((entry, i) => entry === runs[i]) ? runs : shown;
  }, [runs, changes]);
}
