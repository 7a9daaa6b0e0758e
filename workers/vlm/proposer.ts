/**
 * Looks at crops with both models: OWL-ViT finds boxes of the wanted classes, CLIP says what is in them.
 *
 * The detector is asked for all classes of the map at once and decoded for those that are wanted now, at the thresholds
 * and with the prompts of now: a search is answered alone from what it says and what the map was at the start. Boxes that
 * the size filter will drop, and boxes of classes without a classification threshold, are not classified. CLIP compares
 * with the prompts of the target's category only, which are embedded once. Where masks are wanted, a SAM draws them for
 * what CLIP has let pass.
 */
import type { RelabelingConfig } from '../experiment/schema';
import type { Taxonomy } from '../experiment/taxonomy';
import { withCategories, withPrompts } from '../map-change';
import { classifyPatch } from './classify';
import { type Embeddings, logitsOf } from './clip';
import { decodeDetections, type SelectedDetection, type Sifted, siftDetections } from './decode';
import { isLargeEnough } from './filters';
import type { Models } from './models';
import type { Pixels } from './pillow';
import { cutOut } from './preprocess';
import { categoryPrompts, type PromptList, promptsOf } from './prompts';
import type { Proposal, Search, Viewer } from './proposal';
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

/** A search, ready to be asked. */
interface Wanted {
  /** With the prompts and categories of now. */
  taxonomy: Taxonomy;
  entries: ReadonlyMap<number, Search['entries'][number]>;
  asked: PromptList;
  /** What the detector is asked, so that its answer serves other searches too. */
  everyPrompt: string[];
}

interface Patch {
  proposal: Proposal;
  pixels: Pixels;
}

export class VlmProposer implements Viewer {
  private readonly raw = new RawCache(REMEMBERED_CROPS);
  /** By their prompts. */
  private readonly categories = new Map<string, Promise<CategoryText>>();
  /** Classes of the map at the start. */
  private readonly first: number[];
  /** The networks compute one thing at a time. */
  private last: Promise<unknown> = Promise.resolve();

  /** @throws where a class of the map has no prompts. */
  constructor(
    private readonly models: Models,
    private readonly settings: ProposerSettings,
  ) {
    this.first = settings.relabeling.map.map(({ target }) => target);
    promptsOf(settings.taxonomy, this.first);
  }

  /**
   * @param crops 8-bit RGB
   * @param found boxes to classify, as `detect` gives them; absent: they are looked for
   * @returns proposals of each crop by rising score, small ones included; then some that were suppressed
   */
  propose(crops: readonly Pixels[], search: Search, found?: Proposal[][]): Promise<Proposal[][]> {
    return this.inTurn(async () => {
      const wanted = this.wantedOf(search);
      const proposals = found ?? (await this.detectNow(crops, wanted));
      await this.classify(crops, proposals, wanted);
      if (this.settings.relabeling.masks) await this.drawMasks(crops, proposals, wanted);
      return proposals;
    });
  }

  /** Boxes of whole pictures or crops, in the order of `propose`. */
  detect(pictures: readonly Pixels[], search: Search): Promise<Proposal[][]> {
    return this.inTurn(() => this.detectNow(pictures, this.wantedOf(search)));
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

  /** @throws where a class has no prompts. */
  private wantedOf({ entries, prompts, categories = [] }: Search): Wanted {
    const taxonomy = withCategories(withPrompts(this.settings.taxonomy, prompts), categories);
    const targets = entries.map(({ target }) => target);
    const added = targets.filter((target) => !this.first.includes(target)).sort((a, b) => a - b);
    return {
      taxonomy,
      entries: new Map(entries.map((entry) => [entry.target, entry])),
      asked: promptsOf(taxonomy, targets),
      everyPrompt: promptsOf(taxonomy, [...this.first, ...added]).prompts,
    };
  }

  private async detectNow(crops: readonly Pixels[], wanted: Wanted): Promise<Proposal[][]> {
    if (wanted.entries.size === 0) return crops.map(() => []);
    const proposals: Proposal[][] = [];
    for (const crop of crops) {
      const { survivors, duplicates, fallen } = await this.select(crop, wanted);
      const own = survivors.map((box, i) => ({ ...unclassified(box), duplicates: duplicates[i]! }));
      proposals.push([...own, ...fallen.map((box) => ({ ...unclassified(box), duplicate: true }))]);
    }
    return proposals;
  }

  private async select(crop: Pixels, wanted: Wanted): Promise<Sifted> {
    const { owl } = this.models;
    const raw = await this.raw.get(crop, wanted.everyPrompt, async () => {
      await owl.ask(wanted.everyPrompt);
      return owl.detect(crop);
    });
    const detections = decodeDetections(raw, wanted.asked, owl.spanOf(crop));
    const thresholdOf = (target: number): number => entryOf(wanted, target).detectionThreshold;
    return siftDetections(detections, thresholdOf, this.settings.relabeling.nmsIou, crop, RECORDED_DUPLICATES);
  }

  private mustClassify({ target, box, duplicate }: Proposal, wanted: Wanted): boolean {
    if (duplicate || entryOf(wanted, target).classificationThreshold === null) return false;
    return this.isLarge(box);
  }

  private isLarge(box: Proposal['box']): boolean {
    const { minSide } = this.settings.relabeling;
    return isLargeEnough(box, { minWidth: minSide, minHeight: minSide });
  }

  private async classify(crops: readonly Pixels[], proposals: readonly Proposal[][], wanted: Wanted): Promise<void> {
    const patches: Patch[] = proposals.flatMap((own, i) =>
      own
        .filter((proposal) => this.mustClassify(proposal, wanted))
        .map((proposal) => ({ proposal, pixels: cutOut(crops[i]!, proposal.box) })),
    );
    if (patches.length === 0) return;
    const { clip } = this.models;
    const pictures = await clip.embedPictures(patches.map(({ pixels }) => pixels));
    for (const [row, { proposal }] of patches.entries()) {
      const { embeddings, classOf } = await this.categoryText(wanted.taxonomy, proposal.target);
      const picture = pictures.data.subarray(row * pictures.width, (row + 1) * pictures.width);
      Object.assign(proposal, classifyPatch(logitsOf(picture, embeddings, clip.logitScale), classOf));
    }
  }

  /** Masks of the proposals that only the pseudo-label can still refuse. */
  private async drawMasks(crops: readonly Pixels[], proposals: readonly Proposal[][], wanted: Wanted): Promise<void> {
    const { sam } = this.models;
    if (!sam) throw new Error('Relabeling by masks needs a SAM; it was not loaded.');
    for (const [i, own] of proposals.entries()) {
      const passed = own.filter((proposal) => this.passes(proposal, wanted));
      const masks = await sam.masks(
        crops[i]!,
        passed.map(({ box }) => box),
      );
      passed.forEach((proposal, k) => {
        proposal.mask = masks[k]!;
      });
    }
  }

  private passes({ target, box, duplicate, predicted, confidence }: Proposal, wanted: Wanted): boolean {
    const { classificationThreshold } = entryOf(wanted, target);
    if (duplicate || !this.isLarge(box)) return false;
    return classificationThreshold === null || (predicted === target && confidence > classificationThreshold);
  }

  private categoryText(taxonomy: Taxonomy, target: number): Promise<CategoryText> {
    const list = categoryPrompts(taxonomy, target);
    const key = JSON.stringify(list);
    const known = this.categories.get(key);
    if (known) return known;
    const text = this.models.clip.embedText(list.prompts).then((embeddings) => ({ ...list, embeddings }));
    this.categories.set(key, text);
    return text;
  }
}

function entryOf({ entries }: Wanted, target: number): Search['entries'][number] {
  const entry = entries.get(target);
  if (!entry) throw new Error(`A box of class ${target} came from elsewhere: that class is not looked for now.`);
  return entry;
}

function unclassified({ target, score, box }: SelectedDetection): Proposal {
  return { target, detectionScore: score, box, predicted: null, confidence: 0, promptProbabilities: [] };
}
