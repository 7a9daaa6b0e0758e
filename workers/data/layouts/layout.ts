/** What a data set looks like once it was found in a folder. */
import type { Directory, SourceFile } from '../../host';
import type { Layout } from '../../protocol';
import type { LabelIds } from './label-ids';

/** A picture and, where there is one, its label file. */
export interface Item {
  picture: SourceFile;
  label: SourceFile | null;
  /** How the label file names its classes; null without a label. */
  labelIds: LabelIds | null;
  /** The picture's path below its folder without the suffix, by which picture and label belong together. */
  stem: string;
}

export interface Problem {
  file: string;
  message: string;
}

export interface DatasetIndex {
  layout: Layout;
  /** Name of the folder in which the data set was found. */
  name: string;
  /** Items by split, sorted by path; a data set without splits has the one split `all`. */
  splits: Record<string, Item[]>;
  /** What was left out while listing. */
  problems: Problem[];
}

export interface LayoutReader {
  layout: Layout;
  /** What it looks for, to complete the sentence "no ... was found". */
  looksFor: string;
  /**
   * Lists the data set if `folder` is its root or one of its splits, otherwise null.
   *
   * @param path of `folder` below the folder that was opened, empty or with a slash at its end.
   */
  read(folder: Directory, path: string, signal?: AbortSignal): Promise<DatasetIndex | null>;
}

/** All items of all splits, in order. */
export function allItems(index: DatasetIndex): Item[] {
  return Object.values(index.splits).flat();
}
