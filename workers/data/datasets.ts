/** Data sets that are open for looking at: listed at once, checked in the background, asked for by page. */
import type { DatasetCard, OpenDatasetOptions, SampleQuery, SampleRow, Thumbnail } from '../dataset-card';
import type { IdMap } from '../experiment/id-map';
import type { Directory, Host } from '../host';
import type { Progress } from '../protocol';
import { type Assembled, assemble, type Result, sampleAt } from './assemble';
import { type CardContents, cardContents, forCard } from './card';
import { DecodeHere, type Decoder } from './decoder';
import type { DatasetIndex, Problem } from './layouts/layout';
import { referenceStatistics } from './reference-statistics';
import { check, list, type ScanOptions, unchecked } from './scan';

/** How often a card is sent and, while files are still being checked, results are put together again. */
const CARD_INTERVAL_MS = 1000;
/** Putting tens of thousands of results together takes a while: it may cost a tenth of the time at most. */
const REST_FACTOR = 10;

export interface Listener {
  onCard(card: DatasetCard): void;
  onProgress(progress: Progress): void;
}

export class Datasets {
  private readonly byId = new Map<string, OpenDataset>();
  private opened = 0;

  constructor(
    private readonly host: Pick<Host, 'decodePicture' | 'storage'>,
    private readonly decoder: Decoder = new DecodeHere(host),
  ) {}

  /**
   * Lists a folder, and goes on checking its files after it has answered.
   *
   * @param signal gives up the listing.
   * @throws where the folder cannot be listed.
   */
  async open(
    folder: Directory,
    { as, map = null, inside }: OpenDatasetOptions,
    listener: Listener,
    signal?: AbortSignal,
  ): Promise<DatasetCard> {
    const root = inside === undefined ? folder : await folder.directory(inside);
    if (!root) throw new Error(`${folder.name} holds no folder ${inside}; was it moved or renamed?`);
    const found = await list(root, { as }, listener.onProgress, signal);
    const id = `dataset-${++this.opened}`;
    if (!found.index) return refusal(id, root.name, found.message, found.inside);
    const options = { as, storage: await this.host.storage(), count: this.decoder.count };
    const dataset = new OpenDataset(id, root.name, found.index, options, listener);
    dataset.map = map;
    this.byId.set(id, dataset);
    const card = dataset.card();
    dataset.check();
    return card;
  }

  stopChecking(id: string): void {
    this.find(id).stop();
  }

  close(id: string): void {
    this.byId.get(id)?.stop();
    this.byId.delete(id);
  }

  /** Resolves when the files of a data set are checked, or checking was stopped. */
  async settled(id: string): Promise<DatasetCard> {
    const dataset = this.find(id);
    await dataset.checking;
    return dataset.card();
  }

  setIdMap(id: string, map: IdMap | null): DatasetCard {
    const dataset = this.find(id);
    dataset.map = map;
    // Class counts that came with the data set say nothing of values: the labels themselves are needed now.
    if (map && dataset.needsValues()) dataset.recheck();
    return dataset.card();
  }

  samples(id: string, query: SampleQuery, from: number, count: number): { total: number; rows: SampleRow[] } {
    const { samples } = this.find(id).assembled();
    const rows: SampleRow[] = [];
    let total = 0;
    for (const { position, split, item, record, counts } of samples) {
      if (query.split !== null && split !== query.split) continue;
      if (query.classId !== null && !counts[query.classId]) continue;
      if (total >= from && total < from + count) {
        const classes = Object.keys(counts).map(Number);
        classes.sort((a, b) => counts[b] - counts[a]);
        const { width, height } = record;
        rows.push({
          index: position,
          split,
          file: item.picture.path,
          width,
          height,
          classes: item.rule ? classes : null,
        });
      }
      total++;
    }
    return { total, rows };
  }

  /** Problems [from, from + count) of all that a card counts. */
  problems(id: string, from: number, count: number): Problem[] {
    return this.find(id)
      .assembled()
      .report.problems.slice(from, from + count);
  }

  /** A picture and its labels, at most `maxSide` pixels wide and high. @throws BrokenFile */
  async thumbnail(id: string, index: number, maxSide: number): Promise<Thumbnail> {
    const dataset = this.find(id);
    const sample = sampleAt(dataset.assembled(), index);
    if (!sample) throw new RangeError(`${dataset.name} has no picture number ${index}.`);
    const { item, record } = sample;
    const side = Math.min(maxSide, Math.max(record.width, record.height));
    const { width, height, rgb, label } = await this.decoder.load(item, item.rule !== null, [side, side]);
    return { width, height, rgb: Uint8Array.from(rgb), labels: label && Uint8Array.from(label) };
  }

  statisticsFiles(id: string): { name: string; bytes: Uint8Array<ArrayBuffer> }[] {
    const dataset = this.find(id);
    return referenceStatistics(dataset.assembled(), dataset.is16Classes).map(({ name, text }) => ({
      name,
      bytes: new TextEncoder().encode(text),
    }));
  }

  private find(id: string): OpenDataset {
    const dataset = this.byId.get(id);
    if (!dataset) throw new Error('This data set is not open any more; drop its folder again.');
    return dataset;
  }
}

class OpenDataset {
  map: IdMap | null = null;
  checking: Promise<void> = Promise.resolve();
  private readonly results: Result[];
  private state: DatasetCard['state'] = 'listed';
  private controller = new AbortController();
  /** What the results come to, put together at most once in a while until all files are checked. */
  private kept: { until: number; map: IdMap | null; assembled: Assembled; contents: CardContents } | null = null;

  constructor(
    private readonly id: string,
    readonly name: string,
    private readonly index: DatasetIndex,
    private readonly options: Omit<ScanOptions, 'reading'>,
    private readonly listener: Listener,
  ) {
    this.results = unchecked(index);
  }

  get is16Classes(): boolean {
    return this.options.as === 'gta16';
  }

  check(): void {
    this.checking = this.run();
  }

  /** Goes on to the end, or until it is stopped; what goes wrong otherwise is told by the card. */
  private async run(): Promise<void> {
    this.state = 'checking';
    this.kept = null;
    let due = performance.now() + CARD_INTERVAL_MS;
    const onProgress = (progress: Progress) => {
      this.listener.onProgress(progress);
      if (performance.now() < due) return;
      this.listener.onCard(this.card());
      due = Math.max(performance.now() + CARD_INTERVAL_MS, this.kept?.until ?? 0);
    };
    const { signal } = this.controller;
    const options = { ...this.options, reading: { map: this.map } };
    try {
      await check(this.index, options, onProgress, signal, this.results);
      this.state = 'complete';
    } catch (error) {
      this.state = 'stopped';
      if (!signal.aborted) {
        const message = error instanceof Error ? error.message : String(error);
        this.index.problems.push({ file: this.name, message });
      }
    }
    this.kept = null;
    this.listener.onCard(this.card());
  }

  /** Checks again, now for the values of the labels. */
  recheck(): void {
    this.stop();
    this.checking = this.checking.then(() => {
      this.controller = new AbortController();
      for (const result of this.results) result.checked = null;
      return this.run();
    });
  }

  stop(): void {
    this.controller.abort(new Error('Stopped.'));
  }

  needsValues(): boolean {
    return this.results.some(({ checked }) => checked && 'record' in checked && checked.fromCounts);
  }

  assembled(): Assembled {
    return this.putTogether().assembled;
  }

  card(): DatasetCard {
    const { id, name, state } = this;
    const { assembled, contents } = this.putTogether();
    const checked = { done: assembled.checked, total: this.results.length };
    return { id, name, state, checked, inside: [], ...contents };
  }

  private putTogether(): NonNullable<OpenDataset['kept']> {
    const started = performance.now();
    const { kept, map } = this;
    if (kept?.map === map && (this.state !== 'checking' || started < kept.until)) return kept;
    const assembled = assemble(this.index, this.results, { map, classes16: this.is16Classes });
    const contents = forCard(cardContents(assembled));
    const now = performance.now();
    const until = now + Math.max(CARD_INTERVAL_MS, (now - started) * REST_FACTOR);
    this.kept = { until, map, assembled, contents };
    return this.kept;
  }
}

function refusal(id: string, name: string, message: string, inside: DatasetCard['inside']): DatasetCard {
  return {
    id,
    name,
    state: 'complete',
    checked: { done: 0, total: 0 },
    layout: null,
    pairs: 0,
    classPixels: {},
    problems: [{ file: name, message }],
    problemCount: 1,
    labels: [],
    labelled: 0,
    bytes: 0,
    sizes: [],
    sizeCount: 0,
    classes: [],
    values: [],
    skipped: [],
    inside,
  };
}
