/** A preset in one line. */
import type { ExperimentConfig } from '../../workers/experiment/schema';

/** "90.2 · MiT-B5, 512 × 512, 40,000 iterations, with relabeling" */
export function presetWords(id: string, config: ExperimentConfig): string {
  const { encoder } = config.network;
  const [width, height] = config.data.source.crop;
  const network = encoder.variant === 'custom' ? 'small encoder' : encoder.variant.replace('mit_b', 'MiT-B');
  const classifies = config.relabeling.map.some((entry) => entry.classificationThreshold !== null);
  const relabels = config.relabeling.relabel
    ? `with relabeling${classifies ? '' : ' but no CLIP'}`
    : 'without relabeling';
  const domains = /^([a-z]+\d*)2([a-z]+)_/.exec(config.name);
  const name = domains ? `${id} (${DOMAINS[domains[1]!] ?? domains[1]} to ${DOMAINS[domains[2]!] ?? domains[2]})` : id;
  return `${name} · ${network}, ${width} × ${height}, ${config.schedule.iterations.toLocaleString('en')} iterations, ${relabels}`;
}

/** The shortened names of runs. */
const DOMAINS: Record<string, string> = { syn: 'SYNTHIA', gta16: 'GTA', cs: 'Cityscapes', acdc: 'ACDC' };
