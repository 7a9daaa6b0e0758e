/** The pictures of an iteration as layers of one stage: source, target and mixed picture are crops of one size. */

import type { FrameName } from '../../workers/protocol';
import type { Stack, StageLayer, StagePicture } from '../stage/picture';
import type { Frames } from '../store/live';

type Scene = 'source' | 'target' | 'mixed' | 'masked';

const LAYERS: Record<FrameName, { title: string; scene: Scene }> = {
  source: { title: 'Source', scene: 'source' },
  sourceLabel: { title: 'Ground truth', scene: 'source' },
  target: { title: 'Target', scene: 'target' },
  pseudoLabel: { title: 'Pseudo-label', scene: 'target' },
  relabeled: { title: 'After relabeling', scene: 'target' },
  mixed: { title: 'Mixed picture', scene: 'mixed' },
  mixedLabel: { title: 'Label', scene: 'mixed' },
  weight: { title: 'Weight', scene: 'mixed' },
};

export const LIVE_STACKS: readonly Stack[] = [
  {
    key: 'source',
    title: 'Source with labels',
    explanation: 'A labelled crop of the look that is known.',
    base: 'source',
    over: 'sourceLabel',
  },
  {
    key: 'target',
    title: 'Target',
    explanation: 'A crop of the unlabelled look that is to be learned.',
    base: 'target',
  },
  {
    key: 'mixed',
    title: 'Mixed picture',
    explanation: 'Half of the source’s classes pasted over the target: what is trained on.',
    base: 'mixed',
    over: 'mixedLabel',
  },
  {
    key: 'pseudoLabel',
    title: 'Pseudo-label',
    explanation: 'What the teacher, an average of the network, sees in the target.',
    base: 'target',
    over: 'pseudoLabel',
  },
  {
    key: 'relabeled',
    title: 'After relabeling',
    explanation: 'The same, corrected by OWL-ViT and CLIP; changes are outlined.',
    base: 'target',
    over: 'relabeled',
    changedSince: 'pseudoLabel',
  },
  {
    key: 'difference',
    title: 'Only what was relabeled',
    explanation: 'Pixels whose class was changed, in the colour of their new class.',
    base: 'target',
    over: 'relabeled',
    changedSince: 'pseudoLabel',
    differenceOnly: true,
  },
  {
    key: 'weight',
    title: 'Weight',
    explanation: 'How much each pixel counts: bright fully, dark where the teacher is unsure.',
    base: 'weight',
  },
];

/** What is seen before anybody chooses. */
export const LIVE_OVERVIEW = ['source', 'target', 'mixed', 'pseudoLabel', 'relabeled', 'weight'];

/** The picture of an event; null before the first. */
export function livePicture(frames: Frames | null): StagePicture | null {
  const target = frames?.layers.target;
  if (!frames || !target) return null;
  const layers = (Object.entries(frames.layers) as [FrameName, Frames['layers'][FrameName]][]).flatMap(
    ([name, layer]): StageLayer[] => (layer ? [{ ...layer, name, ...LAYERS[name] }] : []),
  );
  const { width, height } = target;
  return { width, height, layers, note: `iteration ${frames.iteration + 1}` };
}
