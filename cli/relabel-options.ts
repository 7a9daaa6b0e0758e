/** Options of relabeling that are not the reference's, as arguments of a command. */
import type { RelabelingConfig } from '../workers/experiment/schema';
import { type Arguments, type OptionSpec, UsageError } from './command';

export const SAM: OptionSpec = {
  value: 'MODEL',
  help: 'SAM for --masks: a hub id such as Xenova/slimsam-77-uniform, or a folder (default: sam/ in the --vlm folder)',
};

/** Options of relabeling; the reference knows the detector only. */
export const RELABEL_OPTIONS: Record<string, OptionSpec> = {
  detector: { value: 'TYPE', help: 'owlvit or owlv2: which detector the models must have' },
  'paste-changed-only': { help: 'a patch pastes the pixels that it changes, and restores none (not the reference)' },
  masks: { help: 'a patch is the mask that a SAM finds in its box (not the reference)' },
  sam: SAM,
};

/** For runs alone: a single picture has no crops. */
export const DETECT_ON: OptionSpec = {
  value: 'WHAT',
  help: 'crop (default), or picture: look for objects once in each whole picture (not the reference)',
};

type Switches = Pick<RelabelingConfig, 'detector' | 'pasteChangedOnly' | 'masks' | 'detectOn'>;

/**
 * The switches that were given.
 *
 * @param masksSaidElsewhere true where a configuration may ask for masks, so that --sam is no mistake by itself
 * @throws UsageError where one cannot be.
 */
export function relabelSwitches(args: Arguments, { masksSaidElsewhere = false } = {}): Switches {
  const detector = args.choice('detector', ['owlvit', 'owlv2'] as const);
  const detectOn = args.choice('detect-on', ['crop', 'picture'] as const);
  if (args.text('sam') !== undefined && !args.flag('masks') && !masksSaidElsewhere)
    throw new UsageError('--sam draws masks; add --masks, or leave it out.');
  return {
    ...(detector && { detector }),
    ...(detectOn && { detectOn }),
    ...(args.flag('paste-changed-only') && { pasteChangedOnly: true }),
    ...(args.flag('masks') && { masks: true }),
  };
}
