/**
 * Looks at crops with both models: OWL-ViT finds boxes of the wanted classes, CLIP says what is in them.
 *
 * The detector is asked for all classes of the map at once and decoded for those that are wanted now. Boxes that the
 * size filter will drop, and boxes of classes without a classification threshold, are not classified. CLIP compares
 * with the prompts of the target's category only, which are embedded once. Where masks are wanted, a SAM draws them for
 * what CLIP has let pass.
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
import type { Proposal, Viewer } from './proposal';
import { RawCache } from './raw-cache';

export interface ProposerSettings {
  taxonomy: Taxonomy;
  relabeling: Pick<RelabelingConfig, 'map' | 'nmsIou' | 'minSide' | 'masks' | 'detector'>;
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

export class VlmProposer implements Viewer {
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
   * @param found boxes to classify, as `detect` gives them; absent: they are looked for
   * @returns proposals of each crop by rising score, small ones included; then some that were suppressed
   */
  propose(crops: readonly Pixels[], targets: readonly number[], found?: Proposal[][]): Promise<Proposal[][]> {
    return this.inTurn(async () => {
      const proposals = found ?? (await this.detectNow(crops, targets));
      await this.classify(crops, proposals);
      if (this.settings.relabeling.masks) await this.drawMasks(crops, proposals);
      return proposals;
    });
  }

  /** Boxes of whole pictures or crops, in the order of `propose`. */
  detect(pictures: readonly Pixels[], targets: readonly number[]): Promise<Proposal[][]> {
    return this.inTurn(() => this.detectNow(pictures, targets));
  }

  /** Resolves when everything that was asked is answered. */
  async idle(): Promise<void> {
    await this.last;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => {});
    return turn;
  }

  private async detectNow(crops: readonly Pixels[], targets: readonly number[]): Promise<Proposal[][]> {
    if (targets.length === 0) return crops.map(() => []);
    for (const target of targets) this.entry(target);
    const asked = promptsOf(this.settings.taxonomy, targets);
    const proposals: Proposal[][] = [];
    for (const crop of crops) {
      const { survivors, duplicates, fallen } = await this.select(crop, asked);
      const own = survivors.map((box, i) => ({ ...unclassified(box), duplicates: duplicates[i]! }));
      proposals.push([...own, ...fallen.map((box) => ({ ...unclassified(box), duplicate: true }))]);
    }
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

  private mustClassify({ target, box, duplicate }: Proposal): boolean {
    if (duplicate || this.entry(target).classificationThreshold === null) return false;
    return this.isLarge(box);
  }

  private isLarge(box: Proposal['box']): boolean {
    const { minSide } = this.settings.relabeling;
    return isLargeEnough(box, { minWidth: minSide, minHeight: minSide });
  }

  private async classify(crops: readonly Pixels[], proposals: readonly Proposal[][]): Promise<void> {
    const patches: Patch[] = proposals.flatMap((own, i) =>
      own
        .filter((proposal) => this.mustClassify(proposal))
        .map((proposal) => ({ proposal, pixels: cutOut(crops[i]!, proposal.box) })),
    );
    if (patches.length === 0) return;
    const { clip } = this.models;
    const pictures = await clip.embedPictures(patches.map(({ pixels }) => pixels));
    for (const [row, { proposal }] of patches.entries()) {
      const { embeddings, classOf } = await this.categoryText(proposal.target);
      const picture = pictures.data.subarray(row * pictures.width, (row + 1) * pictures.width);
      Object.assign(proposal, classifyPatch(logitsOf(picture, embeddings, clip.logitScale), classOf));
    }
  }

  /** Masks of the proposals that only the pseudo-label can still refuse. */
  private async drawMasks(crops: readonly Pixels[], proposals: readonly Proposal[][]): Promise<void> {
    const { sam } = this.models;
    if (!sam) throw new Error('Relabeling by masks needs a SAM; it was not loaded.');
    for (const [i, own] of proposals.entries()) {
      const passed = own.filter((proposal) => this.passes(proposal));
      const masks = await sam.masks(
        crops[i]!,
        passed.map(({ box }) => box),
      );
      passed.forEach((proposal, k) => {
        proposal.mask = masks[k]!;
      });
    }
  }

  private passes({ target, box, duplicate, predicted, confidence }: Proposal): boolean {
    const { classificationThreshold } = this.entry(target);
    if (duplicate || !this.isLarge(box)) return false;
    return classificationThreshold === null || (predicted === target && confidence > classificationThreshold);
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
