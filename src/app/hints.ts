/** Words for a first visit. Each is shown until it was read, and only where it is of use. */
import type { View } from '../store/session';

export type HintName = 'demo' | 'drop' | 'run';

export const HINTS: Record<HintName, { title: string; text: string }> = {
  demo: {
    title: 'New here? Begin with the demo',
    text: 'It trains two small networks before your eyes and needs nothing of yours. You can pause it, close the tab and resume it later.',
  },
  drop: {
    title: 'Where your pictures go',
    text: 'Drop a folder anywhere on a card: on the left what has labels, on the right what the network is to learn. The card says what it found before anything starts.',
  },
  run: {
    title: 'What to look at first',
    text: '“Pseudo-label” and “After relabeling”: outlined regions were changed. Then the first rows of “IoU per class”: classes that no label names stay at 0 without relabeling. Press ? for the keys.',
  },
};

/** Names of the hints of a view that were not read yet, in their order. */
export function hintsOf(view: View, read: readonly string[], known: { datasets: boolean; runs: boolean }): HintName[] {
  const names: HintName[] = [];
  // Who has runs knows the demo, who has chosen folders knows where they go.
  if (view === 'setup' && !known.runs) names.push('demo');
  if (view === 'setup' && !known.datasets) names.push('drop');
  if (view === 'run') names.push('run');
  return names.filter((name) => !read.includes(name));
}
