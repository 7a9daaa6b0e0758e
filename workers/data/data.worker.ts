/** The data worker: opens folders, checks them, and feeds the run through ports. */
import * as Comlink from 'comlink';
import type { IdMap } from '../experiment/id-map';
import type { ExperimentConfig } from '../experiment/schema';
import type { Directory } from '../host';
import { createBrowserHost, FileListDirectory, HandleDirectory } from '../host-browser';
import type { PictureArea } from '../patch-columns';
import type {
  AskedError,
  DataOrigin,
  DatasetCard,
  DataWorkerApi,
  OpenDatasetOptions,
  Progress,
  SampleQuery,
  ScanReport,
  Thumbnail,
} from '../protocol';
import type { Reading } from './assemble';
import { CropReader } from './crop-reader';
import { Datasets } from './datasets';
import { DecodePool, threadsFor } from './decode-pool';
import { serveData } from './port';
import type { Scan } from './scan';
import { ScoredPictures } from './scored-pictures';
import { DataService, evaluationItems, type RunData, readingFor, validationReading } from './service';

export interface OpenOptions {
  source: DataOrigin | null;
  target: DataOrigin;
  validation: DataOrigin | null;
  config: ExperimentConfig;
}

/** Without assets of its own, this worker needs no base address but that of its script. */
const host = createBrowserHost(self.location.href);
const decoder: DecodePool = new DecodePool(
  Array.from({ length: threadsFor(navigator.hardwareConcurrency) }, () => {
    const thread = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module', name: 'decoder' });
    thread.onerror = ({ message }) =>
      decoder.fail(new Error(`A thread that decodes pictures has stopped (${message}): reload the page.`));
    return thread;
  }),
);
const service = new DataService(host, decoder);
let run: RunData | null = null;
/** Gives up the run that is being prepared. */
let opening = new AbortController();
const datasets = new Datasets(host, decoder);
const scanning = new Set<AbortController>();
const pictures = new Map<string, CropReader>();
const scored = new Map<string, ScoredPictures>();
let opened = 0;

async function openFolder(
  origin: DataOrigin,
  onProgress: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<Directory> {
  if (origin.kind === 'handle') return new HandleDirectory(origin.handle);
  if (origin.kind === 'files') return FileListDirectory.from(origin.files);
  return service.demo(origin.part, undefined, onProgress, signal);
}

async function scan(
  origin: DataOrigin,
  onProgress: (progress: Progress) => void,
  signal?: AbortSignal,
  reading?: Reading,
): Promise<Scan> {
  return service.scan(await openFolder(origin, onProgress, signal), { reading }, onProgress, signal);
}

/** Gives work up when all scans are. */
async function cancellable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  scanning.add(controller);
  try {
    return await work(controller.signal);
  } finally {
    scanning.delete(controller);
  }
}

const api = {
  /** Recognises and checks a folder. @throws when it is given up by `cancelScans`. */
  async scan(origin: DataOrigin, onProgress: (progress: Progress) => void): Promise<ScanReport> {
    return cancellable(async (signal) => (await scan(origin, onProgress, signal)).report);
  },

  cancelScans(): void {
    for (const controller of scanning) controller.abort(new Error('The scan was cancelled.'));
  },

  openDataset(
    origin: DataOrigin,
    options: OpenDatasetOptions,
    onCard: (card: DatasetCard) => void,
    onProgress: (progress: Progress) => void,
  ): Promise<DatasetCard> {
    return cancellable(async (signal) => {
      const folder = await openFolder(origin, onProgress, signal);
      return datasets.open(folder, options, { onCard, onProgress }, signal);
    });
  },

  stopChecking: (id: string) => datasets.stopChecking(id),
  closeDataset: (id: string) => datasets.close(id),
  setIdMap: async (id: string, map: IdMap | null) => datasets.setIdMap(id, map),
  samples: async (id: string, query: SampleQuery, from: number, count: number) =>
    datasets.samples(id, query, from, count),
  problems: async (id: string, from: number, count: number) => datasets.problems(id, from, count),

  async thumbnail(id: string, index: number, maxSide: number): Promise<Thumbnail> {
    const thumbnail = await datasets.thumbnail(id, index, maxSide);
    const { rgb, labels } = thumbnail;
    return Comlink.transfer(thumbnail, labels ? [rgb.buffer, labels.buffer] : [rgb.buffer]);
  },

  async statisticsFiles(id: string): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }[]> {
    const files = datasets.statisticsFiles(id);
    return Comlink.transfer(
      files,
      files.map(({ bytes }) => bytes.buffer),
    );
  },

  async openPictures(origin: DataOrigin, resize: [number, number]): Promise<string> {
    const folder = await openFolder(origin, () => undefined);
    const id = `pictures ${opened++}`;
    pictures.set(id, new CropReader(folder, decoder, resize));
    return id;
  },

  async pictureCrop(id: string, file: string, area: PictureArea | null, maxSide: number) {
    const reader = pictures.get(id);
    if (!reader) throw new Error(`The pictures were closed before ${file} was read.`);
    const crop = await reader.crop(file, area, maxSide);
    return Comlink.transfer(crop, [crop.rgb.buffer]);
  },

  closePictures(id: string): void {
    pictures.delete(id);
  },

  async openScored({ target, validation, config }: Pick<OpenOptions, 'target' | 'validation' | 'config'>) {
    const reading = validation ? validationReading(config.data) : readingFor(config.data.target);
    const read = await scan(validation ?? target, () => undefined, undefined, reading);
    const items = validation ? evaluationItems(read, read) : evaluationItems(null, read);
    const id = `scored ${opened++}`;
    scored.set(id, new ScoredPictures(items, decoder));
    return id;
  },

  async scoredPicture(id: string, file: string, sought: { prediction: Uint8Array; error: AskedError } | null) {
    const reader = scored.get(id);
    if (!reader) throw new Error(`The pictures were closed before ${file} was read.`);
    const picture = await reader.read(file, sought);
    return Comlink.transfer(picture, [picture.rgb.buffer, picture.labels.buffer]);
  },

  closeScored(id: string): void {
    scored.delete(id);
  },

  /** Prepares the data of a run. @returns the reports of source, target and validation. @throws when it is closed. */
  async open(
    { source, target, validation, config }: OpenOptions,
    onProgress: (progress: Progress) => void,
    onProblem: (file: string, message: string) => void,
  ): Promise<{ source: ScanReport | null; target: ScanReport; validation: ScanReport | null }> {
    opening = new AbortController();
    const { signal } = opening;
    const scans = {
      source: source && (await scan(source, onProgress, signal, readingFor(config.data.source))),
      target: await scan(target, onProgress, signal, readingFor(config.data.target)),
      validation: validation && (await scan(validation, onProgress, signal, validationReading(config.data))),
    };
    signal.throwIfAborted();
    run = service.open({ ...scans, config, onProblem });
    return {
      source: scans.source?.report ?? null,
      target: scans.target.report,
      validation: scans.validation?.report ?? null,
    };
  },

  /** Serves the opened run's data on a port that another worker holds the other end of. */
  connect(port: MessagePort): void {
    if (!run) throw new Error('Open a run before its data is connected.');
    serveData(run, port);
  },

  close(): void {
    opening.abort(new Error('The run was given up while its data was being prepared.'));
    run = null;
  },
} satisfies DataWorkerApi;

export type DataApi = typeof api;

Comlink.expose(api);
