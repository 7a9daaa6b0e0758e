/**
 * The vision-language side as one object, in a worker or in Node: checks models, loads them, looks at crops.
 *
 * It holds nothing that a run cannot make again: ended at any time, a new one that loads the same models and is given
 * the same crops answers the same.
 */

import type { Taxonomy } from '../experiment/taxonomy';
import type { Host } from '../host';
import type { Progress, SourceSuggestion } from '../protocol';
import type { DetectorType } from './model-folder';
import {
  checkModels,
  loadClip,
  loadModels,
  type ModelNames,
  type ModelSource,
  type Models,
  type ModelWants,
  measureModels,
} from './models';
import type { Device } from './network';
import type { Pixels } from './pillow';
import { PromptBench } from './prompt-bench';
import type { Proposal, Search, Viewer } from './proposal';
import { type ProposerSettings, VlmProposer } from './proposer';
import { suggestSources } from './suggest';

/** A source as people choose it; the lab's own files come from the host. */
export type ModelChoice =
  | Exclude<ModelSource, { kind: 'builtin' }>
  | Omit<Extract<ModelSource, { kind: 'builtin' }>, 'asset'>;

export class VlmService implements Viewer {
  private models: Models | null = null;
  private proposer: VlmProposer | null = null;
  /** Settles with the last change of models: they are never loaded beside each other. */
  private changes: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly asset: Host['asset'],
    private readonly device: () => Promise<Device>,
  ) {}

  /** Names of the models, after a check that takes no time. @throws a sentence that names the missing file. */
  check(choice: ModelChoice, wants: ModelWants = {}): Promise<ModelNames> {
    return checkModels(this.sourceOf(choice), wants);
  }

  /** What the models take of memory, and whether that is the GPU's. */
  async memory(choice: ModelChoice, wants: ModelWants = {}): Promise<{ bytes: number; onGpu: boolean }> {
    return {
      bytes: await measureModels(this.sourceOf(choice), wants),
      onGpu: (await this.device()) === 'webgpu',
    };
  }

  /** See `suggestSources`; CLIP is loaded for it alone, and given up. */
  async suggest(
    choice: ModelChoice,
    { taxonomy, targets, sources }: { taxonomy: Taxonomy; targets: number[]; sources: number[] },
    onProgress: (progress: Progress) => void,
  ): Promise<SourceSuggestion[]> {
    const clip = await loadClip(this.sourceOf(choice), await this.device(), onProgress);
    try {
      return await suggestSources(clip, taxonomy, targets, sources);
    } finally {
      await clip.dispose();
    }
  }

  /** Loads models to try prompts with, beside those of a run. @param detector null: whichever the models have. */
  async openBench(
    choice: ModelChoice,
    detector: DetectorType | null,
    onProgress: (progress: Progress) => void,
  ): Promise<{ bench: PromptBench; names: ModelNames }> {
    const wants = { detector: detector ?? undefined };
    const models = await loadModels(this.sourceOf(choice), await this.device(), onProgress, wants);
    return { bench: new PromptBench(models), names: models.names };
  }

  /** Loads the models and gets ready for a map; models that were loaded before are given up. */
  load(choice: ModelChoice, settings: ProposerSettings, onProgress: (progress: Progress) => void): Promise<ModelNames> {
    return this.inTurn(async () => {
      await this.giveUp();
      const { detector, masks } = settings.relabeling;
      const models = await loadModels(this.sourceOf(choice), await this.device(), onProgress, { detector, masks });
      this.models = models;
      this.proposer = new VlmProposer(models, settings);
      return models.names;
    });
  }

  /** See `VlmProposer.propose`. Requests are answered in order; asking early is how work is done ahead. */
  async propose(crops: Pixels[], search: Search, found?: Proposal[][]): Promise<Proposal[][]> {
    return this.ready().propose(crops, search, found);
  }

  /** See `VlmProposer.detect`. */
  async detect(pictures: Pixels[], search: Search): Promise<Proposal[][]> {
    return this.ready().detect(pictures, search);
  }

  private ready(): VlmProposer {
    if (!this.proposer) throw new Error('Load vision-language models before looking at pictures.');
    return this.proposer;
  }

  /** Gives the models up when they are loaded and have answered what was asked before. */
  dispose(): Promise<void> {
    return this.inTurn(() => this.giveUp());
  }

  private inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = this.changes.then(change);
    this.changes = done.catch(() => undefined);
    return done;
  }

  private async giveUp(): Promise<void> {
    const { models, proposer } = this;
    this.models = null;
    this.proposer = null;
    await proposer?.idle();
    await Promise.all([models?.owl.dispose(), models?.clip.dispose(), models?.sam?.dispose()]);
  }

  private sourceOf(choice: ModelChoice): ModelSource {
    return choice.kind === 'builtin' ? { ...choice, asset: this.asset } : choice;
  }
}
