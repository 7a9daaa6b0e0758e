/** What a data set looks like once it was found in a folder. */
import type { Directory, SourceFile } from '../../host';
import type { Layout } from '../../protocol';
import type { LabelRule } from './label-ids';

/** A picture and, where there is one, its label file. */
export interface Item {
  picture: SourceFile;
  label: SourceFile | null;
  /** How the label file names its classes; null without a label. */
  rule: LabelRule | null;
  /** The picture's path below its folder without the suffix, by which picture and label belong together. */
  stem: string;
}

export interface Problem {
  file: string;
  message: string;
}

/** Files that are not part of the data set and are no mistake either. */
export interface Skipped {
  /** Completes "12 files are ...". */
  reason: string;
  count: number;
  /** One of the files. */
  example: string;
}

export interface DatasetIndex {
  layout: Layout;
  /** Name of the folder in which the data set was found. */
  name: string;
  /** That folder, and its path below the folder that was opened: empty, or with a slash at its end. */
  folder: Directory;
  path: string;
  /** Items by split, sorted by path; a data set without splits has the one split `all`. */
  splits: Record<string, Item[]>;
  /** What was left out while listing. */
  problems: Problem[];
  skipped: Skipped[];
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

/** Files that look like pictures to a person. */
const OTHER_PICTURE = /^\.(heic|heif|avif|tiff?|bmp|gif|jp2|jxl|dng|cr[23]|nef|arw)$/;
const FILM = /^\.(mp4|mov|avi|mkv|webm|m4v|mts)$/;

function reasonFor(suffix: string | undefined): string {
  if (!suffix) return 'without a suffix';
  if (OTHER_PICTURE.test(suffix)) return `pictures of a kind that is not read (${suffix}); export them as JPEG or PNG`;
  if (FILM.test(suffix)) return `films (${suffix}); take single pictures out of them`;
  return `no pictures or labels of this data set (${suffix})`;
}

/** Counts files that are left aside by their reasons. */
export class Leftovers {
  private readonly byReason = new Map<string, Skipped>();

  add(reason: string, path: string): void {
    const known = this.byReason.get(reason);
    if (known) known.count++;
    else this.byReason.set(reason, { reason, count: 1, example: path });
  }

  /** A file that is nobody's, by its suffix. */
  addUnknown({ name, path }: SourceFile): void {
    const suffix = /\.[^.]{1,8}$/.exec(name)?.[0].toLowerCase();
    this.add(reasonFor(suffix), path);
  }

  list(): Skipped[] {
    return [...this.byReason.values()];
  }
}

/** What to say of a folder in which files were expected. */
export function emptyFolder(path: string, what: string): Problem {
  const place = path.replace(/\/$/, '') || 'The folder';
  return {
    file: place,
    message: `${place} holds no ${what}; browsers skip symbolic links, open the real folder if it is made of links.`,
  };
}
