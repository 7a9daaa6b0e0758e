/**
 * Two folders side by side, one of pictures and one of labels, whose files have equal stems: the form of GTA and of
 * what most people make themselves.
 *
 * Splits are sub-folders of both (`images/train/` and `labels/train/`) or folders that hold a pair each
 * (`train/images/` and `train/labels/`).
 */
import type { Directory, SourceFile } from '../../host';
import { isPictureName, isPngName, withoutSuffix } from './file-names';
import { emptyFolder, type Leftovers, type Problem } from './layout';
import { folderNames, listFiles } from './listing';

const PICTURES = ['images', 'imgs', 'image'];
const LABELS = ['labels', 'masks', 'annotations', 'label'];
const SPLITS = ['train', 'training', 'val', 'valid', 'validation', 'test', 'testing'];
/** Words that tools append to the stem of a label. */
const LABEL_SUFFIXES = ['_labelTrainIds', '_labelIds'] as const;

export interface Pair {
  picture: SourceFile;
  /** Null where the split has no labels at all. */
  label: SourceFile | null;
  /** Word behind the label's stem, by which converted labels are known. */
  suffix: (typeof LABEL_SUFFIXES)[number] | '';
  stem: string;
}

interface PairOfFolders {
  split: string;
  pictures: string;
  labels: string;
}

/** The pairs of folders in a folder, with paths below it; empty where there are none. */
async function findPairs(folder: Directory): Promise<PairOfFolders[]> {
  const names = await folderNames(folder);
  const pairIn = (all: string[]) => {
    const pictures = PICTURES.find((name) => all.includes(name));
    const labels = LABELS.find((name) => all.includes(name));
    return pictures && labels ? { pictures, labels } : null;
  };
  const here = pairIn(names);
  if (here) {
    const inside = await folder.directory(here.pictures);
    const splits = inside ? (await folderNames(inside)).filter((name) => SPLITS.includes(name)) : [];
    if (splits.length === 0) return [{ split: 'all', ...here }];
    return splits.map((split) => ({
      split,
      pictures: `${here.pictures}/${split}`,
      labels: `${here.labels}/${split}`,
    }));
  }
  const found: PairOfFolders[] = [];
  for (const split of names.filter((name) => SPLITS.includes(name))) {
    const child = await folder.directory(split);
    const pair = child && pairIn(await folderNames(child));
    if (pair) found.push({ split, pictures: `${split}/${pair.pictures}`, labels: `${split}/${pair.labels}` });
  }
  return found;
}

/** `valid` and its like are other words for the splits of the published datasets. */
function splitName(name: string): string {
  if (name.startsWith('val')) return 'val';
  return name.startsWith('train') ? 'train' : name.startsWith('test') ? 'test' : name;
}

/**
 * Pairs by split, or null where no such folders exist. What has no partner, and what shares one, goes to `problems`.
 *
 * @param path of `folder`, put before all paths.
 */
export async function readPairs(
  folder: Directory,
  path: string,
  problems: Problem[],
  left: Leftovers,
  signal?: AbortSignal,
): Promise<Record<string, Pair[]> | null> {
  const found = await findPairs(folder);
  if (found.length === 0) return null;
  const splits: Record<string, Pair[]> = {};
  for (const { split, pictures, labels } of found) {
    const [pictureFolder, labelFolder] = await Promise.all([folder.directory(pictures), folder.directory(labels)]);
    const [picturePath, labelPath] = [`${path}${pictures}/`, `${path}${labels}/`];
    const [pictureFiles, labelFiles] = await Promise.all([
      pictureFolder ? listFiles(pictureFolder, picturePath, signal) : [],
      labelFolder ? listFiles(labelFolder, labelPath, signal) : [],
    ]);
    const side = { pictureFiles, labelFiles, picturePath, labelPath };
    splits[splitName(split)] = pairUp(side, problems, left);
  }
  return splits;
}

interface Side {
  pictureFiles: SourceFile[];
  labelFiles: SourceFile[];
  picturePath: string;
  labelPath: string;
}

function pairUp(side: Side, problems: Problem[], left: Leftovers): Pair[] {
  const { picturePath, labelPath } = side;
  const labels = new Map<string, SourceFile>();
  for (const file of side.labelFiles) {
    if (isPngName(file.name)) labels.set(withoutSuffix(file.path.slice(labelPath.length)), file);
    else if (isPictureName(file.name))
      problems.push({
        file: file.path,
        message: `${file.path} is no PNG; other formats change the values of labels, export it as PNG.`,
      });
    else left.addUnknown(file);
  }
  const pictures = side.pictureFiles.filter((file) => {
    if (!isPictureName(file.name)) left.addUnknown(file);
    return isPictureName(file.name);
  });
  if (pictures.length === 0) problems.push(emptyFolder(picturePath, 'PNG, JPEG or WebP pictures'));
  if (labels.size === 0 && side.labelFiles.length === 0) problems.push(emptyFolder(labelPath, 'PNG labels'));
  const pairs: Pair[] = [];
  const taken = new Map<string, string>();
  const used = new Set<SourceFile>();
  for (const picture of pictures) {
    const stem = withoutSuffix(picture.path.slice(picturePath.length));
    const twin = taken.get(stem);
    if (twin !== undefined) {
      const message = `${picture.path} has the same stem as ${twin}, so both would share a label; rename one of them.`;
      problems.push({ file: picture.path, message });
      continue;
    }
    taken.set(stem, picture.path);
    const suffix = LABEL_SUFFIXES.find((word) => labels.has(stem + word)) ?? '';
    const label = labels.get(stem + suffix) ?? null;
    for (const word of [...LABEL_SUFFIXES, '']) {
      const file = labels.get(stem + word);
      if (file) used.add(file);
      if (file && file !== label) left.add('raw labels beside their train ids', file.path);
    }
    if (label || labels.size === 0) pairs.push({ picture, label, suffix, stem });
    else
      problems.push({
        file: picture.path,
        message: `${picture.path} has no label ${labelPath}${stem}.png; add it, or remove the picture.`,
      });
  }
  if (pictures.length > 0)
    for (const [stem, file] of labels)
      if (!used.has(file))
        problems.push({
          file: file.path,
          message: `${file.path} has no picture ${picturePath}${stem}; add it, or remove the label.`,
        });
  return pairs;
}
