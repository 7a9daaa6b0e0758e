/** The pictures of an iteration as layers of one stage: source, target and mixed picture are crops of one size. */
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { FrameLayers, FrameName } from '../../workers/protocol';
import type { Stack, StageLayer, StagePicture } from '../stage/picture';
import type { Frames } from '../store/live';

type Scene = 'source' | 'target' | 'mixed' | 'masked';
type PictureName = Exclude<FrameName, 'scores'>;

const LAYERS: Record<PictureName, { title: string; scene: Scene }> = {
  source: { title: 'Source', scene: 'source' },
  sourceLabel: { title: 'Ground truth', scene: 'source' },
  featureMask: { title: 'Feature distance', scene: 'source' },
  target: { title: 'Target', scene: 'target' },
  pseudoLabel: { title: 'Before', scene: 'target' },
  relabeled: { title: 'After', scene: 'target' },
  confidence: { title: 'Confidence', scene: 'target' },
  mixed: { title: 'Mixed picture', scene: 'mixed' },
  mixedLabel: { title: 'Label', scene: 'mixed' },
  weight: { title: 'Weight', scene: 'mixed' },
  attention: { title: 'Scale attention', scene: 'mixed' },
  detail: { title: 'Detail crop', scene: 'mixed' },
  masked: { title: 'Masked picture', scene: 'masked' },
};

const STACKS: readonly Stack[] = [
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
    key: 'confidence',
    title: 'Confidence',
    explanation: 'The teacher’s largest probability, at each of its logits.',
    base: 'confidence',
  },
  {
    key: 'weight',
    title: 'Mixed weight',
    explanation: 'How much each pixel counts: bright fully, dark where the teacher is unsure.',
    base: 'weight',
  },
  {
    key: 'featureMask',
    title: 'Feature distance',
    explanation: 'Where features are held near those of ImageNet: bright positions show things.',
    base: 'source',
    over: 'featureMask',
  },
  {
    key: 'masked',
    title: 'Masked picture',
    explanation: 'The picture of masked consistency: blocks are taken away, the labels stay.',
    base: 'masked',
  },
  {
    key: 'attention',
    title: 'Scale attention',
    explanation: 'How much the detail counts beside the context, for the class of each place; 0 outside the crop.',
    base: 'mixed',
    over: 'attention',
  },
  {
    key: 'detail',
    title: 'Detail crop',
    explanation: 'The part of the mixed picture that is seen in full detail.',
    base: 'detail',
  },
];

/** What is seen before anybody chooses. */
export const LIVE_OVERVIEW = ['source', 'target', 'mixed', 'pseudoLabel', 'relabeled', 'weight'];

/** What a run of this configuration can show. */
export function stacksOf({ method, network }: ExperimentConfig): Stack[] {
  const selfTraining = method.kind === 'dacs';
  const offered = (key: string): boolean => {
    if (key === 'source' || key === 'target') return true;
    if (key === 'featureMask') return method.featureDistance.lambda > 0;
    if (key === 'masked') return Boolean(method.mask);
    if (key === 'attention' || key === 'detail') return selfTraining && Boolean(network.hrda);
    return selfTraining;
  };
  return STACKS.filter(({ key }) => offered(key));
}

/** Layers that are read back where somebody looks: those of the overview, which the probe reads, and what is shown. */
export function neededLayers(stacks: readonly Stack[], chosen: readonly string[]): FrameName[] {
  const names = new Set<string>(['scores']);
  for (const stack of stacks)
    if (LIVE_OVERVIEW.includes(stack.key) || chosen.includes(stack.key))
      for (const name of [stack.base, stack.over, stack.changedSince]) if (name !== undefined) names.add(name);
  return [...names] as FrameName[];
}

/** The picture of an event; null before the first. */
export function livePicture(frames: Frames | null): StagePicture | null {
  const target = frames?.layers.target;
  if (!frames || !target) return null;
  const { scores, ...pictures }: FrameLayers = frames.layers;
  const layers = (Object.keys(LAYERS) as PictureName[]).flatMap((name): StageLayer[] => {
    const layer = pictures[name];
    return layer ? [{ ...layer, name, ...LAYERS[name] }] : [];
  });
  const { width, height } = target;
  const logits = scores && { ...scores, values: scores.data, scene: 'target', title: 'Teacher' };
  return { width, height, layers, logits, note: `iteration ${frames.iteration + 1}` };
}
