/**
 * Trying prompts: the detector looks at a picture once, and what it said is kept, so that thresholds can be moved
 * without running it again. Boxes are decoded and sifted by the very functions of a run.
 */
import {
  type BenchAnswer,
  type BenchBoxPixels,
  type BenchClassification,
  type BenchPrompts,
  type BenchQuestion,
  HISTOGRAM_BINS,
  onLogScale,
} from '../prompt-bench';
import { classifyPatch } from './classify';
import { type Clip, type Embeddings, logitsOf } from './clip';
import { type CropSize, decodeDetections, type RawDetections, siftDetections } from './decode';
import type { Owl } from './owl';
import type { Pixels } from './pillow';
import { cutOut } from './preprocess';

export interface BenchModels {
  owl: Pick<Owl, 'ask' | 'detect' | 'spanOf'>;
  clip: Pick<Clip, 'embedText' | 'embedPictures' | 'logitScale'>;
}

interface Seen {
  picture: Pixels;
  raw: RawDetections;
  span: CropSize;
}

export class PromptBench {
  private seen: Seen | null = null;
  /** Prompt lists that CLIP has embedded; a person compares a few. */
  private readonly texts = new Map<string, Promise<Embeddings>>();

  constructor(private readonly models: BenchModels) {}

  /** Runs the detector. @throws where there is no prompt, or the network's output has not the agreed shape. */
  async look(picture: Pixels, prompts: readonly string[]): Promise<void> {
    const { owl } = this.models;
    this.seen = null;
    await owl.ask(prompts);
    this.seen = { picture, raw: await owl.detect(picture), span: owl.spanOf(picture) };
  }

  /** @throws where no picture was looked at, or a prompt was not among those that were looked for. */
  boxes({ prompts, classOf, thresholds, nmsIou }: BenchQuestion): BenchAnswer {
    const { picture, raw, span } = this.ready();
    const detections = decodeDetections(raw, { prompts, classOf }, span);
    const best = thresholds.map((_, concept) => {
      const own = prompts.filter((_, i) => classOf[i] === concept);
      const alone = decodeDetections(raw, { prompts: own, classOf: own.map(() => concept) }, span);
      return alone.reduce((top, { score }) => Math.max(top, score), 0);
    });
    const histogram = thresholds.map(() => new Array<number>(HISTOGRAM_BINS).fill(0));
    for (const { target, score } of detections) {
      histogram[target]![Math.min(HISTOGRAM_BINS - 1, Math.floor(onLogScale(score) * HISTOGRAM_BINS))]! += 1;
    }
    const { survivors, duplicates } = siftDetections(detections, (concept) => thresholds[concept]!, nmsIou, picture, 0);
    const boxes = survivors.map(({ target, prompt, score, box }, i) => ({
      concept: target,
      prompt: prompts[prompt]!,
      score,
      box,
      duplicates: duplicates[i]!,
    }));
    return { boxes: boxes.reverse(), best, histogram };
  }

  /** CLIP's probabilities of the prompts for the pixels of a box. @throws where the box is empty or not inside. */
  async classify(box: BenchBoxPixels, { prompts, classOf }: BenchPrompts): Promise<BenchClassification> {
    const { clip } = this.models;
    const key = prompts.join('\n');
    const text = this.texts.get(key) ?? clip.embedText(prompts);
    this.texts.set(key, text);
    text.catch(() => this.texts.delete(key)); // asked again, it is embedded again
    const { data } = await clip.embedPictures([cutOut(this.ready().picture, box)]);
    return classifyPatch(logitsOf(data, await text, clip.logitScale), classOf);
  }

  private ready(): Seen {
    if (!this.seen) throw new Error('No picture was looked at yet; look at one before asking about its boxes.');
    return this.seen;
  }
}
