/**
 * The vision-language side as one object, in a worker or in Node: checks models, loads them, looks at crops.
 *
 * It holds nothing that a run cannot make again: ended at any time, a new one that loads the same models and is given
 * the same crops answers the same.
 */
import type { Host } from '../host';
import type { Progress } from '../protocol';
import { checkModels, loadModels, type ModelSource, type Models } from './models';
import type { Device } from './network';
import type { Pixels } from './pillow';
import type { Proposal, Proposer } from './proposal';
import { type ProposerSettings, VlmProposer } from './proposer';

/** A source as people choose it; the lab's own files come from the host. */
export type ModelChoice = Exclude<ModelSource, { kind: 'builtin' }> | { kind: 'builtin' };

export class VlmService implements Proposer {
  private models: Models | null = null;
  private proposer: VlmProposer | null = null;

  constructor(
    private readonly asset: Host['asset'],
    private readonly device: () => Promise<Device>,
  ) {}

  /** Names of both models, after a check that takes no time. @throws a sentence that names the missing file. */
  check(choice: ModelChoice): Promise<{ clip: string; owl: string }> {
    return checkModels(this.sourceOf(choice));
  }

  /** Loads both models and gets ready for a map; models that were loaded before are given up. */
  async load(
    choice: ModelChoice,
    settings: ProposerSettings,
    onProgress: (progress: Progress) => void,
  ): Promise<{ clip: string; owl: string }> {
    await this.dispose();
    const models = await loadModels(this.sourceOf(choice), await this.device(), onProgress);
    this.models = models;
    this.proposer = new VlmProposer(models, settings);
    return models.names;
  }

  /** See `VlmProposer.propose`. Requests are answered in order; asking early is how work is done ahead. */
  async propose(crops: Pixels[], targets: number[]): Promise<Proposal[][]> {
    if (!this.proposer) throw new Error('Load vision-language models before looking at pictures.');
    return this.proposer.propose(crops, targets);
  }

  /** Gives the models up when they have answered what was asked before. */
  async dispose(): Promise<void> {
    const { models, proposer } = this;
    this.models = null;
    this.proposer = null;
    await proposer?.idle();
    await Promise.all([models?.owl.dispose(), models?.clip.dispose()]);
  }

  private sourceOf(choice: ModelChoice): ModelSource {
    return choice.kind === 'builtin' ? { kind: 'builtin', asset: this.asset } : choice;
  }
}
