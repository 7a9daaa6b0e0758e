/** Reading, checking and shortening configurations. */
import { z } from 'zod';
import { type ExperimentConfig, ExperimentConfigSchema } from './schema';

/**
 * Checks a configuration that came from outside (a file, the URL, an older run).
 * @throws one sentence that names the field and what is wrong with it.
 */
export function parseConfig(value: unknown, from: string): ExperimentConfig {
  const result = ExperimentConfigSchema.safeParse(value);
  if (result.success) {
    checkMeaning(result.data, from);
    return result.data;
  }
  const issue = result.error.issues[0]!;
  const field = issue.path.length ? issue.path.join('.') : 'the configuration';
  throw new Error(`${from}: ${field}: ${issue.message}. Compare it with a preset (lab presets).`, {
    cause: z.prettifyError(result.error),
  });
}

/** What the types alone cannot say. */
function checkMeaning(config: ExperimentConfig, from: string): void {
  const classes = config.taxonomy.classes.length;
  const refuse = (what: string) => {
    throw new Error(`${from}: ${what}`);
  };
  const { encoder } = config.network;
  if (encoder.variant === 'custom' && !(encoder.dims && encoder.heads && encoder.depths))
    refuse('network.encoder: a custom encoder needs dims, heads and depths.');
  if (encoder.variant === 'resnet' && !(encoder.base && encoder.depths))
    refuse('network.encoder: a custom ResNet needs base and depths.');
  const { head, hrda } = config.network;
  if (hrda && head.kind === 'segformer') refuse('network.hrda: two scales need a DAFormer or DeepLab head.');
  const [cropWidth, cropHeight] = config.data.source.crop;
  if (hrda && (hrda.crop[0] > cropWidth || hrda.crop[1] > cropHeight))
    refuse(
      `network.hrda.crop: ${hrda.crop.join(' x ')} is larger than the training crop ${cropWidth} x ${cropHeight}.`,
    );
  if (hrda && hrda.detailLoss + hrda.contextLoss > 1) refuse('network.hrda: detailLoss and contextLoss exceed 1.');
  const { mask, kind } = config.method;
  if (mask && kind !== 'dacs' && !mask.mode.startsWith('separatesrc'))
    refuse(`method.mask.mode: ${mask.mode} needs pseudo-labels; ${kind} training has none.`);
  if (kind !== 'dacs' && config.relabeling.relabel)
    refuse(`relabeling.relabel: there are no pseudo-labels to relabel in ${kind} training; set it to null.`);
  if (config.seeds && new Set(config.seeds).size !== config.seeds.length) refuse('seeds names a seed twice.');
  for (const { target, source } of config.relabeling.map)
    for (const id of [target, source ?? 0])
      if (id < 0 || id >= classes) refuse(`relabeling.map names class ${id}, but there are ${classes} classes.`);
  const targets = config.relabeling.map.map((entry) => entry.target);
  if (new Set(targets).size !== targets.length) refuse('relabeling.map names a target class twice.');
  for (const [name, range] of [
    ['collect', config.relabeling.collect],
    ['relabel', config.relabeling.relabel],
  ] as const)
    if (range && range[0] >= range[1]) refuse(`relabeling.${name}: ${range[0]} to ${range[1]} holds no iteration.`);
  if (config.schedule.warmup >= config.schedule.iterations)
    refuse(`schedule.warmup (${config.schedule.warmup}) must be shorter than the run.`);
}

/**
 * The same experiment with another number of iterations: warm-up, evaluations and the phases of relabeling keep their
 * share of the run (of the paper's: warm-up 1500/40000, collecting 20-30 %, relabeling from 30 %). What does not
 * depend on the length, such as the learning rate, stays.
 */
export function scaleSchedule(config: ExperimentConfig, iterations: number): ExperimentConfig {
  const { schedule, relabeling } = config;
  if (iterations === schedule.iterations) return config;
  if (!Number.isInteger(iterations) || iterations < 1)
    throw new Error(`A run needs a whole number of iterations of at least 1, not ${iterations}.`);
  const share = iterations / schedule.iterations;
  const scaled = (t: number) => Math.round(t * share);
  const range = (r: [number, number] | null): [number, number] | null =>
    r && (scaled(r[0]) < scaled(r[1]) ? [scaled(r[0]), scaled(r[1])] : null);
  return {
    ...config,
    relabeling: { ...relabeling, collect: range(relabeling.collect), relabel: range(relabeling.relabel) },
    schedule: {
      ...schedule,
      iterations,
      warmup: Math.min(scaled(schedule.warmup), iterations - 1),
      evaluateEvery: Math.max(1, Math.min(iterations, scaled(schedule.evaluateEvery))),
    },
  };
}

export type Phase = 'off' | 'collect' | 'relabel';

/** Phase of an iteration by ranges, so that a resumed run needs no flag (Q10). */
export function phaseAt({ relabeling }: Pick<ExperimentConfig, 'relabeling'>, iteration: number): Phase {
  const inside = (range: [number, number] | null) => range !== null && iteration >= range[0] && iteration < range[1];
  // Without a phase of relabeling the votes would serve nothing: the reference is then off altogether.
  if (!relabeling.relabel) return 'off';
  if (inside(relabeling.collect)) return 'collect';
  return inside(relabeling.relabel) ? 'relabel' : 'off';
}

/** The configuration of a run from random numbers: there are no pretrained features to stay close to. */
export function withoutPretrained(config: ExperimentConfig): ExperimentConfig {
  const { method } = config;
  return { ...config, method: { ...method, featureDistance: { ...method.featureDistance, lambda: 0 } } };
}
