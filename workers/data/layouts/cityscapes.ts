/**
 * Cityscapes: pictures `leftImg8bit/{split}/{city}/*_leftImg8bit.png`, labels `gtFine/{split}/{city}/` with the suffix
 * `_gtFine_labelIds.png` (raw ids) or `_gtFine_labelTrainIds.png`; converted train ids are preferred, as the reference
 * reads them. Labels may be missing. The folder may also be `leftImg8bit` or one of its splits; there are no labels then.
 */
import type { Directory, SourceFile } from '../../host';
import { LABEL_RULES } from './label-ids';
import { type DatasetIndex, emptyFolder, type Item, type LayoutReader, Leftovers, type Problem } from './layout';
import { folderNames, listFiles } from './listing';

const PICTURE = '_leftImg8bit.png';
const TRAIN_IDS = '_gtFine_labelTrainIds.png';
const RAW_IDS = '_gtFine_labelIds.png';
/** As in the reference, or as the two downloaded archives unpack. */
const PICTURE_FOLDERS = ['leftImg8bit', 'leftImg8bit_trainvaltest/leftImg8bit'];
const LABEL_FOLDERS = ['gtFine', 'gtFine_trainvaltest/gtFine'];
const SPLITS = ['train', 'train_extra', 'val', 'test', 'demoVideo'];

export const cityscapes: LayoutReader = {
  layout: 'cityscapes',
  looksFor: 'Cityscapes (leftImg8bit/{train,val,test}/{city}/*_leftImg8bit.png and gtFine/)',
  async read(folder, path, signal) {
    const pictures = await firstOf(folder, PICTURE_FOLDERS);
    if (pictures) {
      const labels = await firstOf(folder, LABEL_FOLDERS);
      const labelPath = labels ? path + labels.path : '';
      const place = { found: pictures.found, path: path + pictures.path };
      return readSplits(folder, path, place, labels && { found: labels.found, path: labelPath }, signal);
    }
    // Listing a whole disk to find out that it is no data set would take minutes: look for the telling names first.
    const names = await folderNames(folder);
    const isPictures = names.some((name) => SPLITS.includes(name)) && folder.name.startsWith('leftImg8bit');
    if (isPictures) return readSplits(folder, path, { found: folder, path }, null, signal);
    if (!(await holdsPictures(folder, names))) return null;
    const left = new Leftovers();
    const items = pair(await listFiles(folder, path, signal), path, new Map(), [], left);
    const splits = { [splitName(folder)]: items };
    return { layout: 'cityscapes', name: folder.name, folder, path, splits, problems: [], skipped: left.list() };
  },
};

interface Place {
  found: Directory;
  path: string;
}

async function firstOf(folder: Directory, paths: string[]): Promise<Place | null> {
  for (const path of paths) {
    const found = await folder.directory(path);
    if (found) return { found, path: `${path}/` };
  }
  return null;
}

/** Whether pictures of Cityscapes lie in the folder (a city) or in its first sub-folder (a split). */
async function holdsPictures(folder: Directory, names: string[]): Promise<boolean> {
  const city = names.length > 0 ? await folder.directory(names[0]) : null;
  for (const place of [folder, city])
    if (place) for await (const { name } of place.entries()) if (name.endsWith(PICTURE)) return true;
  return false;
}

function splitName(folder: Directory): string {
  return SPLITS.includes(folder.name) ? folder.name : 'all';
}

async function readSplits(
  folder: Directory,
  path: string,
  pictureFolder: Place,
  labelFolder: Place | null,
  signal?: AbortSignal,
): Promise<DatasetIndex> {
  const index: DatasetIndex = {
    layout: 'cityscapes',
    name: folder.name,
    folder,
    path,
    splits: {},
    problems: [],
    skipped: [],
  };
  const left = new Leftovers();
  const labelPath = labelFolder?.path ?? '';
  for (const split of await folderNames(pictureFolder.found)) {
    const pictures = await pictureFolder.found.directory(split);
    if (!pictures) continue;
    const labels = (await labelFolder?.found.directory(split)) ?? null;
    const [pictureFiles, labelFiles] = await Promise.all([
      listFiles(pictures, `${pictureFolder.path}${split}/`, signal),
      labels ? listFiles(labels, `${labelPath}${split}/`, signal) : [],
    ]);
    const byName = new Map(labelFiles.map((file) => [file.path.slice(labelPath.length), file]));
    index.splits[split] = pair(pictureFiles, pictureFolder.path, byName, index.problems, left);
    if (index.splits[split].length === 0)
      index.problems.push(emptyFolder(`${pictureFolder.path}${split}`, `*${PICTURE}`));
  }
  index.skipped = left.list();
  return index;
}

/** Pairs pictures with the labels of the same stem, which are keyed by their path below the label folder. */
function pair(
  pictures: SourceFile[],
  picturePath: string,
  labels: Map<string, SourceFile>,
  problems: Problem[],
  left: Leftovers,
): Item[] {
  const items: Item[] = [];
  const stems = new Set<string>();
  for (const picture of pictures) {
    if (!picture.name.endsWith(PICTURE)) {
      left.addUnknown(picture);
      continue;
    }
    const stem = picture.path.slice(picturePath.length, -PICTURE.length);
    stems.add(stem);
    const trainIds = labels.get(stem + TRAIN_IDS);
    const label = trainIds ?? labels.get(stem + RAW_IDS) ?? null;
    const rule = trainIds ? LABEL_RULES.trainIds : LABEL_RULES.cityscapes;
    if (trainIds && labels.has(stem + RAW_IDS)) left.add('raw labels beside their train ids', stem + RAW_IDS);
    items.push({ picture, label, rule: label && rule, stem });
  }
  for (const [name, file] of labels) {
    const suffix = [TRAIN_IDS, RAW_IDS].find((end) => name.endsWith(end));
    const stem = suffix && name.slice(0, -suffix.length);
    if (!stem) left.add('other views of the labels (colours, instances, polygons)', file.path);
    if (!stem || stems.has(stem)) continue;
    stems.add(stem);
    problems.push({
      file: file.path,
      message: `${file.path} has no picture ${picturePath}${stem}${PICTURE}; add it, or remove the label.`,
    });
  }
  return items;
}
