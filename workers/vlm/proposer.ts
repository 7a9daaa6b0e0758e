/**
 * Looks at crops with both models: OWL-ViT finds boxes of the wanted classes, CLIP says what is in them.
 *
 * The detector is asked for all classes of the map at once and decoded for those that are wanted now. Boxes that the
 * size filter will drop, and boxes of classes without a classification threshold, are not classified. CLIP compares
 * with the prompts of the target's category only, which are embedded once.
 */
import type { RelabelEntry, RelabelingConfig } from '../experiment/schema';
import type { Taxonomy } from '../experiment/taxonomy';
import { classifyPatch } from './classify';
import { type Embeddings, logitsOf } from './clip';
import { decodeDetections, type SelectedDetection, type Sifted, siftDetections } from './decode';
import { isLargeEnough } from './filters';
import type { Models } from './models';
import type { Pixels } from './pillow';
import { cutOut } from './preprocess';
import { categoryPrompts, type PromptList, promptsOf } from './prompts';
import type { Proposal, Proposer } from './proposal';
import { RawCache } from './raw-cache';

export interface ProposerSettings {
  taxonomy: Taxonomy;
  relabeling: Pick<RelabelingConfig, 'map' | 'nmsIou' | 'minSide'>;
}

/** More than a batch times the iterations that are prepared ahead. */
const REMEMBERED_CROPS = 64;

/** Suppressed boxes per crop that are recorded; a detector with low thresholds suppresses hundreds. */
const RECORDED_DUPLICATES = 8;

interface CategoryText extends PromptList {
  embeddings: Embeddings;
}

interface Patch {
  proposal: Proposal;
  pixels: Pixels;
}

export class VlmProposer implements Proposer {
  private readonly raw = new RawCache(REMEMBERED_CROPS);
  private readonly categories = new Map<string, Promise<CategoryText>>();
  private readonly entries: Map<number, RelabelEntry>;
  private readonly everyPrompt: string[];
  /** The networks compute one thing at a time. */
  private last: Promise<unknown> = Promise.resolve();

  /** @throws where a class of the map has no prompts. */
  constructor(
    private readonly models: Models,
    private readonly settings: ProposerSettings,
  ) {
    const { map } = settings.relabeling;
    this.entries = new Map(map.map((entry) => [entry.target, entry]));
    const targets = map.map(({ target }) => target);
    this.everyPrompt = promptsOf(settings.taxonomy, targets).prompts;
  }

  /**
   * @param crops 8-bit RGB
   * @param targets classes of the map, in map order
   * @returns proposals of each crop by rising score, small ones included; then some that were suppressed
   */
  propose(crops: readonly Pixels[], targets: readonly number[]): Promise<Proposal[][]> {
    const turn = this.last.then(() => this.proposeNow(crops, targets));
    this.last = turn.catch(() => {});
    return turn;
  }

  /** Resolves when everything that was asked is answered. */
  async idle(): Promise<void> {
    await this.last;
  }

  private async proposeNow(crops: readonly Pixels[], targets: readonly number[]): Promise<Proposal[][]> {
    if (targets.length === 0) return crops.map(() => []);
    for (const target of targets) this.entry(target);
    const asked = promptsOf(this.settings.taxonomy, targets);
    const proposals: Proposal[][] = [];
    const patches: Patch[] = [];
    for (const crop of crops) {
      const { survivors, duplicates, fallen } = await this.select(crop, asked);
      const own = survivors.map((box, i) => ({ ...unclassified(box), duplicates: duplicates[i]! }));
      for (const proposal of own)
        if (this.mustClassify(proposal)) patches.push({ proposal, pixels: cutOut(crop, proposal.box) });
      proposals.push([...own, ...fallen.map((box) => ({ ...unclassified(box), duplicate: true }))]);
    }
    await this.classify(patches);
    return proposals;
  }

  private async select(crop: Pixels, asked: PromptList): Promise<Sifted> {
    const { owl } = this.models;
    const raw = await this.raw.get(crop, async () => {
      await owl.ask(this.everyPrompt);
      return owl.detect(crop);
    });
    const detections = decodeDetections(raw, asked, owl.spanOf(crop));
    const thresholdOf = (target: number): number => this.entry(target).detectionThreshold;
    return siftDetections(detections, thresholdOf, this.settings.relabeling.nmsIou, crop, RECORDED_DUPLICATES);
  }

  private mustClassify({ target, box }: Proposal): boolean {
    const { minSide } = this.settings.relabeling;
    return (
      this.entry(target).classificationThreshold !== null &&
      isLargeEnough(box, { minWidth: minSide, minHeight: minSide })
    );
  }

  private async classify(patches: readonly Patch[]): Promise<void> {
    if (patches.length === 0) return;
    const { clip } = this.models;
    const pictures = await clip.embedPictures(patches.map(({ pixels }) => pixels));
    for (const [row, { proposal }] of patches.entries()) {
      const { embeddings, classOf } = await this.categoryText(proposal.target);
      const picture = pictures.data.subarray(row * pictures.width, (row + 1) * pictures.width);
      Object.assign(proposal, classifyPatch(logitsOf(picture, embeddings, clip.logitScale), classOf));
    }
  }

  private categoryText(target: number): Promise<CategoryText> {
    const { taxonomy } = this.settings;
    const { category } = taxonomy.classes[target]!;
    const known = this.categories.get(category);
    if (known) return known;
    const list = categoryPrompts(taxonomy, target);
    const text = this.models.clip.embedText(list.prompts).then((embeddings) => ({ ...list, embeddings }));
    this.categories.set(category, text);
    return text;
  }

  private entry(target: number): RelabelEntry {
    const entry = this.entries.get(target);
    if (!entry) throw new Error(`Class ${target} is not in the relabeling map; add it before looking for it.`);
    return entry;
  }
}

function unclassified({ target, score, box }: SelectedDetection): Proposal {
  return { target, detectionScore: score, box, predicted: null, confidence: 0, promptProbabilities: [] };
}
