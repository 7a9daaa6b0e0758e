/** Presets in words. */
import type { ExperimentConfig } from '../../workers/experiment/schema';

/** How the names of runs shorten data sets. */
const DOMAINS: Record<string, string> = { syn: 'SYNTHIA', gta16: 'GTA', cs: 'Cityscapes', acdc: 'ACDC' };
const PAIR = /^(syn|gta16|cs)(?:HR)?2(cs|acdc)(?:HR)?_/;

/** "90.4 SYNTHIA to Cityscapes, HRDA, with relabeling"; the demo's presets are for any small data. */
export function presetName(id: string, config: ExperimentConfig): string {
  const system = [methodWords(config), networkWords(config)].filter((words) => words !== null);
  const words = [...system, ...relabelingWords(config)].join(', ');
  const [, source, target] = PAIR.exec(config.name) ?? [];
  if (source && target && config.method.kind === 'target-only') return `${id} ${DOMAINS[target]}`;
  if (source && target) return `${id} ${DOMAINS[source]} to ${DOMAINS[target]}, ${words}`;
  if (id.startsWith('small')) return `Half size, ${encoderName(config)}: ${words}`;
  const { hrda } = config.network;
  return [hrda ? `Small ${system.join(', ')}` : 'Small', ...relabelingWords(config)].join(', ');
}

/** The method by its best known name. */
function methodWords({ network, method }: ExperimentConfig): string | null {
  const { kind, featureDistance, emaAlpha, mask } = method;
  if (kind !== 'dacs') return null; // the preset is called after it
  if (mask) return 'MIC';
  if (network.hrda) return 'HRDA';
  if (featureDistance.lambda === 0) return 'DACS';
  if (featureDistance.classes === null) return 'DACS with feature distance';
  return emaAlpha < 0.999 ? 'DACS with feature distance of things' : 'DAFormer';
}

function networkWords({ network }: ExperimentConfig): string | null {
  return network.head.kind.startsWith('dlv2') ? 'DeepLabV2' : null;
}

function relabelingWords({ method, relabeling: { relabel, collect, map } }: ExperimentConfig): string[] {
  if (method.kind !== 'dacs') return [];
  if (!relabel) return ['without relabeling'];
  const words = ['with relabeling'];
  if (map.every((entry) => entry.classificationThreshold === null)) words.push('but no CLIP');
  if (!collect && map.some((entry) => entry.source === null)) words.push('but not of trains');
  return words;
}

const ENCODERS: Record<string, string> = { custom: 'A small MiT', r101v1c: 'ResNet-101', r50v1c: 'ResNet-50' };

function encoderName({ network }: ExperimentConfig): string {
  const { variant } = network.encoder;
  return ENCODERS[variant] ?? variant.replace('mit_b', 'MiT-B');
}

/** "MiT-B5, crops of 512 × 512, 40,000 iterations, seeds 0, 1, 2." */
export function presetWords(config: ExperimentConfig): string {
  const { data, schedule, seeds } = config;
  const [width, height] = data.source.crop;
  const length = `${schedule.iterations.toLocaleString('en')} iterations`;
  const words = [encoderName(config), `crops of ${width} × ${height}`, length];
  if (seeds && seeds.length > 1) words.push(`seeds ${seeds.join(', ')}`);
  return `${words.join(', ')}.`;
}

/** Presets as a list to choose from, in groups. */
export function presetGroups(
  presets: Readonly<Record<string, ExperimentConfig>>,
): { group: string; items: { value: string; label: string }[] }[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const [id, config] of Object.entries(presets)) {
    const group = groupOf(id);
    groups.set(group, [...(groups.get(group) ?? []), { value: id, label: presetName(id, config) }]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}

function groupOf(id: string): string {
  if (id.startsWith('demo')) return 'For small pictures';
  if (id.startsWith('small')) return 'SYNTHIA to Cityscapes on smaller machines';
  return /^\d/.test(id) ? "The paper's tables" : 'Base methods';
}
