/** The pictures of an iteration as layers of one stage: source, target and mixed picture are crops of one size. */
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { FrameLayers, FrameName } from '../../workers/protocol';
import type { Stack, StageLayer, StagePicture } from '../stage/picture';
import type { Frames } from '../store/live';
import { livePicture as words } from '../words/live-picture';

type Scene = 'source' | 'target' | 'mixed' | 'masked';
type PictureName = Exclude<FrameName, 'scores'>;

const LAYERS: Record<PictureName, { title: string; scene: Scene }> = {
  source: { title: words.layers.source, scene: 'source' },
  sourceLabel: { title: words.layers.sourceLabel, scene: 'source' },
  featureMask: { title: words.layers.featureMask, scene: 'source' },
  target: { title: words.layers.target, scene: 'target' },
  pseudoLabel: { title: words.layers.pseudoLabel, scene: 'target' },
  relabeled: { title: words.layers.relabeled, scene: 'target' },
  confidence: { title: words.layers.confidence, scene: 'target' },
  mixed: { title: words.layers.mixed, scene: 'mixed' },
  mixedLabel: { title: words.layers.mixedLabel, scene: 'mixed' },
  student: { title: words.layers.student, scene: 'mixed' },
  weight: { title: words.layers.weight, scene: 'mixed' },
  attention: { title: words.layers.attention, scene: 'mixed' },
  detail: { title: words.layers.detail, scene: 'mixed' },
  masked: { title: words.layers.masked, scene: 'masked' },
};

const STACKS: readonly Stack[] = [
  {
    key: 'source',
    ...words.stacks.source,
    base: 'source',
    over: 'sourceLabel',
  },
  {
    key: 'target',
    ...words.stacks.target,
    base: 'target',
  },
  {
    key: 'mixed',
    ...words.stacks.mixed,
    base: 'mixed',
    over: 'mixedLabel',
  },
  {
    key: 'student',
    ...words.stacks.student,
    base: 'mixed',
    over: 'student',
  },
  {
    key: 'pseudoLabel',
    ...words.stacks.pseudoLabel,
    base: 'target',
    over: 'pseudoLabel',
  },
  {
    key: 'relabeled',
    ...words.stacks.relabeled,
    base: 'target',
    over: 'relabeled',
    changedSince: 'pseudoLabel',
  },
  {
    key: 'difference',
    ...words.stacks.difference,
    base: 'target',
    over: 'relabeled',
    changedSince: 'pseudoLabel',
    differenceOnly: true,
  },
  {
    key: 'confidence',
    ...words.stacks.confidence,
    base: 'confidence',
  },
  {
    key: 'weight',
    ...words.stacks.weight,
    base: 'weight',
  },
  {
    key: 'featureMask',
    ...words.stacks.featureMask,
    base: 'source',
    over: 'featureMask',
  },
  {
    key: 'masked',
    ...words.stacks.masked,
    base: 'masked',
  },
  {
    key: 'attention',
    ...words.stacks.attention,
    base: 'mixed',
    over: 'attention',
  },
  {
    key: 'detail',
    ...words.stacks.detail,
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
  const logits = scores && { ...scores, values: scores.data, scene: 'target', title: words.logits };
  return { width, height, layers, logits, note: words.iteration(frames.iteration + 1) };
}
