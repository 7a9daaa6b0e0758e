/**
 * What the page shows of a data set, and how it asks for it. Part of the protocol.
 *
 * `DatasetsApi.openDataset` lists a folder and answers at once with a card; files are then checked and counted in the
 * background, with a new card about every second through `onCard`, until `state` is `complete` or `stopped`. A data set
 * stays open under its id; pictures are asked for by page: `samples` gives rows of the virtualised grid, `thumbnail` the
 * pixels of one row with its labels.
 */
import type { IdMap } from './experiment/id-map';
import type { DataOrigin, Layout, Progress, ScanReport } from './protocol';

/** How the label files of a data set are read; `own` is a map that the person made. */
export type LabelSystem = 'trainIds' | 'cityscapes' | 'synthia' | 'gta16' | 'trainIds16' | 'own';

export interface DatasetCard extends ScanReport {
  /** Names the data set in later calls. */
  id: string;
  /** Name of the folder that was opened. */
  name: string;
  /** Pairs and class pixels are those of all checked files; while `listed` or `checking`, files are still to come. */
  state: 'listed' | 'checking' | 'complete' | 'stopped';
  checked: { done: number; total: number };
  /** How many problems there are; `problems` holds the first hundred, and `DatasetsApi.problems` gives the others. */
  problemCount: number;
  /** How labels are read, most frequent first; empty without labels. */
  labels: LabelSystem[];
  /** Usable pictures that have a label. */
  labelled: number;
  /** Of the checked pictures and labels. */
  bytes: number;
  /** The most frequent sizes of the pictures, and how many different ones there are. */
  sizes: { width: number; height: number; pictures: number }[];
  sizeCount: number;
  /** Classes that occur, by train id. */
  classes: ClassShare[];
  /** Values of the label files, most frequent first: what an id map is made from. */
  values: ValueShare[];
  /** Files that are no part of the data set and no mistake. */
  skipped: { reason: string; count: number; example: string }[];
  /** Data sets inside the folder, where it holds several and none was opened. */
  inside: { path: string; layout: Layout }[];
}

export interface ClassShare {
  trainId: number;
  pixels: number;
  /** Pictures that show it, and those with enough pixels of it for rare class sampling. */
  pictures: number;
  drawable: number;
  /** Less than 1 % of all labelled pixels. */
  rare: boolean;
}

export interface ValueShare {
  /** A number, or `#rrggbb`. */
  value: string;
  pixels: number;
  /** What it is read as; 255 = ignored. */
  trainId: number;
}

export interface SampleQuery {
  /** Null: all splits. */
  split: string | null;
  /** Null: pictures with any class, or without a label. */
  classId: number | null;
}

export interface SampleRow {
  /** Position among all samples of the data set, for `thumbnail`. */
  index: number;
  split: string;
  file: string;
  width: number;
  height: number;
  /** Classes in its label by falling pixels; null without a label. */
  classes: number[] | null;
}

export interface Thumbnail {
  width: number;
  height: number;
  rgb: Uint8Array<ArrayBuffer>;
  /** Train ids, 255 = ignored; null without a label. */
  labels: Uint8Array<ArrayBuffer> | null;
}

export interface OpenDatasetOptions {
  /** Takes the folder for this layout; `gta16` is GTA in the 16-class taxonomy. */
  as?: Layout | 'gta16';
  map?: IdMap | null;
  /** Opens one of several data sets inside the folder, by its path of `DatasetCard.inside`. */
  inside?: string;
}

export interface DatasetsApi {
  /**
   * Opens a folder and goes on checking it in the background. A folder that is no data set gives a card whose layout is
   * null and whose problems say why.
   * @returns the card as it is after listing.
   * @throws where the folder cannot be listed.
   */
  openDataset(
    origin: DataOrigin,
    options: OpenDatasetOptions,
    onCard: (card: DatasetCard) => void,
    onProgress: (progress: Progress) => void,
  ): Promise<DatasetCard>;
  /** Stops checking; what is known stays, and the next visit goes on from it. */
  stopChecking(id: string): void;
  closeDataset(id: string): void;
  /** Reads the labels by another map, or by the data set's own for null; no file is read again. */
  setIdMap(id: string, map: IdMap | null): Promise<DatasetCard>;
  /** Rows [from, from + count) of the samples that fit, and how many fit. */
  samples(id: string, query: SampleQuery, from: number, count: number): Promise<{ total: number; rows: SampleRow[] }>;
  /** Problems [from, from + count); while files are still being checked, earlier ones may come between. */
  problems(id: string, from: number, count: number): Promise<ScanReport['problems']>;
  /** @throws one sentence where the file cannot be read. */
  thumbnail(id: string, index: number, maxSide: number): Promise<Thumbnail>;
  /** The class statistics in the files and the form of the reference, for saving beside the data. */
  statisticsFiles(id: string): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }[]>;
}
