/** Presets in words. */
import type { ExperimentConfig } from '../../workers/experiment/schema';

/** How the names of runs shorten data sets. */
const DOMAINS: Record<string, string> = { syn: 'SYNTHIA', gta16: 'GTA', cs: 'Cityscapes', acdc: 'ACDC' };

/** "90.2 SYNTHIA to Cityscapes, with relabeling"; the demo's presets are for any small data. */
export function presetName(id: string, { name, relabeling }: ExperimentConfig): string {
  const classifies = relabeling.map.some((entry) => entry.classificationThreshold !== null);
  const how = relabeling.relabel ? `with relabeling${classifies ? '' : ', but no CLIP'}` : 'without relabeling';
  const domains = /^([a-z]+\d*)2([a-z]+)_/.exec(name);
  const what = domains
    ? `${id} ${DOMAINS[domains[1]!] ?? domains[1]} to ${DOMAINS[domains[2]!] ?? domains[2]}`
    : 'Small';
  return `${what}, ${how}`;
}

/** "MiT-B5, crops of 512 × 512, 40,000 iterations" */
export function presetWords({ network, data, schedule }: ExperimentConfig): string {
  const [width, height] = data.source.crop;
  const { variant } = network.encoder;
  const encoder = variant === 'custom' ? 'A small MiT' : variant.replace('mit_b', 'MiT-B');
  return `${encoder}, crops of ${width} × ${height}, ${schedule.iterations.toLocaleString('en')} iterations.`;
}
