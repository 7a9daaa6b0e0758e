/**
 * Training batches from dataset folders.
 *
 * Every draw of an iteration comes from one counter-based stream per side, so a batch depends on seed and iteration
 * alone: not on what was drawn before, on what is cached, or on how far ahead batches are made.
 */
import { RandomStream, STREAM } from '../../models/engine/random';
import type { ExperimentConfig, PipelineConfig } from '../experiment/schema';
import type { Host } from '../host';
import type { Batch, BatchSource, Crop, TargetPictures } from './batch';
import { cutOut, drawCrop, type Margins, withinMargins } from './crop';
import { loadWhileThere } from './data-gone';
import { BrokenFile, DecodeHere, type Decoder } from './decoder';
import type { Item } from './layouts/layout';
import { RareClassSampler } from './rare-class-sampling';
import { SampleCache } from './sample-cache';
import type { ItemStatistics } from './statistics';

/** Both sides together; 2000 resized pictures of 512 x 256, or all of a small data set. */
const CACHE_BYTES = 512 * 2 ** 20;
/** Batches that are made while one is being used, at least. */
const AHEAD = 2;
/** Broken files in a row before the data set is given up: by then its folder is gone. */
const MAX_REDRAWS = 50;
/** Crops of one picture that may be drawn again for more pixels of the rare class. */
const MAX_RECROPS = 10;

export interface BatchOptions {
  /** Labelled pictures with their class counts. */
  source: ItemStatistics[];
  /** Null where nothing is learned but the labels of `source`: its crops then stand in for the target's. */
  target: Item[] | null;
  config: Pick<ExperimentConfig, 'seed' | 'data' | 'schedule'>;
  host: Pick<Host, 'decodePicture'>;
  /** Decodes elsewhere than in this thread. */
  decoder?: Decoder;
  /** Called once for each file that turns out to be broken; another one is drawn in its place. */
  onProblem?: (file: string, message: string) => void;
  cacheBytes?: number;
}

export class FolderBatches implements BatchSource, TargetPictures {
  /** Null without rare class sampling. */
  readonly sampler: RareClassSampler | null;
  /** Batches that are made at the same time. */
  private readonly lanes: number;
  private readonly sourceCache: SampleCache;
  private readonly targetCache: SampleCache;
  /** What is wrong with the files that turned out to be broken. */
  private readonly broken = new Map<Item, string>();
  private readonly ready = new Map<number, Promise<Batch>>();

  /** @throws one sentence where source or target are empty. */
  constructor(private readonly options: BatchOptions) {
    const { source, target, config, host, cacheBytes = CACHE_BYTES } = options;
    if (source.length === 0) throw new Error('The source has no usable picture with a label; scan it to see why.');
    if (target?.length === 0) throw new Error('The target has no usable picture; scan it to see why.');
    const { rareClassSampling } = config.data;
    this.sampler =
      rareClassSampling &&
      new RareClassSampler(
        source.map(({ counts }) => counts),
        rareClassSampling,
      );
    const decoder = options.decoder ?? new DecodeHere(host);
    // Both sides of a batch are made at the same time, so that many batches keep all threads busy.
    this.lanes = Math.max(1, Math.ceil(decoder.threads / 2));
    this.sourceCache = new SampleCache(decoder, config.data.source.resize, true, cacheBytes / 2);
    this.targetCache = new SampleCache(decoder, config.data.target.resize, false, cacheBytes / 2);
  }

  /** The arrays belong to the caller; the next batches are made meanwhile. */
  batch(iteration: number): Promise<Batch> {
    const batch = this.ready.get(iteration) ?? this.make(iteration);
    const last = Math.min(iteration + Math.max(AHEAD, this.lanes), this.options.config.schedule.iterations - 1);
    for (const known of this.ready.keys()) if (known <= iteration || known > last) this.ready.delete(known);
    for (let next = iteration + 1; next <= last; next++) {
      if (this.ready.has(next)) continue;
      const before = this.ready.get(next - this.lanes) ?? batch;
      const made = next - this.lanes < iteration ? this.make(next) : before.then(() => this.make(next));
      // Who asks for that batch gets the error; until then it must not count as unhandled. Asked again, it is made anew.
      made.catch(() => this.ready.delete(next));
      this.ready.set(next, made);
    }
    return batch;
  }

  /** The target crops of an iteration, for those who work ahead of training. */
  async targetCrops(iteration: number): Promise<Crop[]> {
    const { config, target } = this.options;
    if (!target) return unlabelled((await this.sourceCrops(iteration)).source);
    const random = new RandomStream(config.seed, STREAM.targetSample, iteration);
    return this.repeat(config.schedule.batch, async () =>
      this.firstSound('target', target, () => {
        const item = target[random.integer(target.length)];
        return { item, crop: () => this.crop(this.targetCache, item, config.data.target, random, config.data.margins) };
      }),
    );
  }

  async targetPicture(file: string): ReturnType<TargetPictures['targetPicture']> {
    const { target } = this.options;
    const item = target?.find(({ picture }) => picture.path === file);
    if (!target || !item) throw new Error(`The target has no picture ${file}.`);
    const { rgb, width, height } = await loadWhileThere(target, () => this.targetCache.get(item));
    return { rgb, width, height };
  }

  private async make(iteration: number): Promise<Batch> {
    const [{ source, drawnClasses }, target] = await Promise.all([
      this.sourceCrops(iteration),
      this.options.target && this.targetCrops(iteration),
    ]);
    return { iteration, source, target: target ?? unlabelled(source), drawnClasses };
  }

  private async sourceCrops(iteration: number): Promise<{ source: Crop[]; drawnClasses: number[] }> {
    const { config, source } = this.options;
    const random = new RandomStream(config.seed, STREAM.sourceSample, iteration);
    const drawnClasses: number[] = [];
    const items = source.map(({ item }) => item);
    const crops = await this.repeat(config.schedule.batch, async (b) =>
      this.firstSound('source', items, () => {
        const drawn = this.sampler?.draw(random);
        if (drawn) drawnClasses[b] = drawn.classId;
        const { item } = source[drawn?.file ?? random.integer(source.length)];
        return { item, crop: () => this.sourceCrop(item, drawn?.classId ?? null, random) };
      }),
    );
    return { source: crops, drawnClasses };
  }

  /** Draws the crop again while it shows too little of the rare class; the last one is taken as it is. */
  private async sourceCrop(item: Item, classId: number | null, random: RandomStream): Promise<Crop> {
    const { source, rareClassSampling } = this.options.config.data;
    let crop = await this.crop(this.sourceCache, item, source, random);
    if (classId === null || !rareClassSampling || rareClassSampling.minCropRatio <= 0) return crop;
    const enough = rareClassSampling.minPixels * rareClassSampling.minCropRatio;
    for (let again = 0; again < MAX_RECROPS; again++) {
      const pixels = crop.label?.reduce((sum, id) => (id === classId ? sum + 1 : sum), 0) ?? 0;
      if (pixels > enough) break;
      crop = await this.crop(this.sourceCache, item, source, random);
    }
    return crop;
  }

  private async crop(
    cache: SampleCache,
    item: Item,
    pipeline: PipelineConfig,
    random: RandomStream,
    margins?: Margins,
  ): Promise<Crop> {
    const sample = await cache.get(item);
    const crop = { width: pipeline.crop[0], height: pipeline.crop[1] };
    const box = drawCrop(sample, { crop, categoryMaxRatio: pipeline.categoryMaxRatio }, random);
    const flipped = random.uniform() < pipeline.flip;
    const cropped = { ...cutOut(sample, box, flipped), ...box, file: item.picture.path, flipped };
    return margins ? { ...cropped, valid: withinMargins(sample, box, margins, flipped) } : cropped;
  }

  /** One after the other: the draws of a side share a stream. */
  private async repeat(count: number, make: (b: number) => Promise<Crop>): Promise<Crop[]> {
    const crops: Crop[] = [];
    for (let b = 0; b < count; b++) crops.push(await make(b));
    return crops;
  }

  /** Draws until the files can be read. @throws DataGone where none of the side's can. */
  private async firstSound(
    side: string,
    items: Item[],
    draw: () => { item: Item; crop: () => Promise<Crop> },
  ): Promise<Crop> {
    let last = '';
    for (let attempt = 0; attempt < MAX_REDRAWS; attempt++) {
      const { item, crop } = draw();
      const known = this.broken.get(item);
      if (known) {
        last = known;
        continue;
      }
      try {
        return await loadWhileThere(items, crop);
      } catch (error) {
        if (!(error instanceof BrokenFile)) throw error;
        last = error.message;
        if (!this.broken.has(item)) this.options.onProblem?.(error.file, last);
        this.broken.set(item, last);
      }
    }
    throw new Error(`${MAX_REDRAWS} ${side} pictures in a row cannot be read, the last one because: ${last}`);
  }
}

/** The same crops without what the target does not have; the arrays are copies, since both sides are given away. */
function unlabelled(crops: Crop[]): Crop[] {
  return crops.map((crop) => ({ ...crop, rgb: crop.rgb.slice(), label: null }));
}
