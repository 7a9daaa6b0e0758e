/** Reading and checking configurations. */
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
