/** Which hints help on a first visit: each is shown until it was read, and only where it is of use. */
import type { View } from '../store/session';
import type { hints } from '../words/app';

export type HintName = keyof typeof hints;

/** Names of the hints of a view that were not read yet, in their order. */
export function hintsOf(view: View, read: readonly string[], known: { datasets: boolean; runs: boolean }): HintName[] {
  const names: HintName[] = [];
  // Who has runs knows the demo, who has chosen folders knows where they go.
  if (view === 'setup' && !known.runs) names.push('demo');
  if (view === 'setup' && !known.datasets) names.push('drop');
  if (view === 'run') names.push('run');
  return names.filter((name) => !read.includes(name));
}
