/** What the page says of data sets: names of layouts and label systems, permissions, and why a folder cannot be used. */
import type { DatasetCard, LabelSystem, Layout, ScanReport } from '../../workers/protocol';
import { counted } from '../app/format';
import type { FolderRole } from '../data/folder-memory';
import { ROLE_NAMES } from './data';

export const LAYOUT_NAMES: Record<Layout, string> = {
  synthia: 'SYNTHIA',
  gta: 'GTA',
  cityscapes: 'Cityscapes',
  acdc: 'ACDC',
  darkzurich: 'Dark Zurich',
  folder: 'Folder pair',
  images: 'Pictures only',
};

const LABEL_NAMES: Record<LabelSystem, string> = {
  trainIds: 'train ids',
  cityscapes: 'Cityscapes’ ids',
  synthia: 'SYNTHIA’s ids',
  gta16: 'Cityscapes’ ids in 16 classes',
  trainIds16: 'train ids in 16 classes',
  own: 'your own map',
};

/** How label files are read; null without labels. */
export function labelWords({ labels }: Pick<DatasetCard, 'labels'>): string | null {
  return labels.length > 0 ? labels.map((system) => LABEL_NAMES[system]).join(', ') : null;
}

/** Sizes of pictures, the most frequent first. */
export function sizeWords({ sizes, sizeCount }: Pick<DatasetCard, 'sizes' | 'sizeCount'>): string {
  const [first, second] = sizes;
  if (!first) return '';
  const one = `${first.width} × ${first.height}`;
  if (!second) return one;
  return sizeCount === 2
    ? `${one}, ${second.width} × ${second.height}`
    : `${one}, and ${counted(sizeCount - 1, 'other size')}`;
}

const SPLIT_ORDER = ['train', 'val', 'test'];

/** Splits by name in the order of their use; empty where there is nothing to tell apart. */
export function splitWords({ splits = {} }: Pick<ScanReport, 'splits'>): string {
  const entries = Object.entries(splits);
  if (entries.length === 1 && entries[0]![0] === 'all') return '';
  const place = (split: string) => SPLIT_ORDER.indexOf(split) + 1 || SPLIT_ORDER.length + 1;
  entries.sort(([a], [b]) => place(a) - place(b));
  return entries.map(([split, { pairs }]) => `${split} ${pairs.toLocaleString('en')}`).join(' · ');
}

/** Files that are no part of the data set; empty where there are none. */
export function skippedWords({ skipped }: Pick<DatasetCard, 'skipped'>): string {
  const files = skipped.reduce((sum, { count }) => sum + count, 0);
  return files > 0 ? `${counted(files, 'other file')} skipped` : '';
}

export const PERMISSION_WORDS: Record<PermissionState, string> = {
  granted: 'Reading it is still allowed.',
  prompt: 'The browser will ask whether it may be read again.',
  denied: 'The browser blocks reading it: allow it in the site settings, or drop the folder again.',
};

export const movedWords = (name: string): string =>
  `"${name}" is not where it was: the folder was moved, renamed or deleted. Drop it again, or choose it.`;

const LINKS = 'Browsers skip symbolic links without a word: where these folders are links, open the real ones.';

/** Splits without a usable picture, and what that may come from; null where every split has some. */
export function emptySplitWords({ splits = {}, state, layout }: DatasetCard): string | null {
  if (layout === null || state !== 'complete') return null;
  const empty = Object.entries(splits).filter(([, { pairs }]) => pairs === 0);
  if (empty.length === 0) return null;
  const names = empty.map(([split]) => split).join(', ');
  return `${empty.length === 1 ? 'The split' : 'The splits'} ${names} ${empty.length === 1 ? 'looks' : 'look'} empty. ${LINKS}`;
}

/** A scan that found nothing to use is an error of the folder, in words of the role it should play. */
export function refusalOf(role: FolderRole, name: string, report: ScanReport): string | null {
  if (report.layout === null) return report.problems[0]?.message ?? `"${name}" holds no dataset that this lab knows.`;
  if (report.pairs === 0) return `"${name}" has no usable picture. ${report.problems[0]?.message ?? LINKS}`;
  if (role !== 'target' && Object.keys(report.classPixels).length === 0)
    return report.layout === 'images'
      ? `"${name}" holds pictures without labels, and the ${ROLE_NAMES[role]} needs labels: drop a data set such as SYNTHIA or GTA, or a folder with images/ and labels/.`
      : `"${name}" has no labelled pixel, and the ${ROLE_NAMES[role]} needs labels.`;
  return null;
}
