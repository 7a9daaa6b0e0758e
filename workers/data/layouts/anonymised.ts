/**
 * ACDC and Dark Zurich: pictures `rgb_anon/.../*_rgb_anon.png`, labels `gt/.../*_gt_labelTrainIds.png`. Labels may be
 * missing.
 *
 * ACDC is shipped as condition/split/sequence (`rgb_anon/fog/train/GOPR0475/`) and flattened to `rgb_anon/train/` for
 * the reference; Dark Zurich is split/condition/sequence (`rgb_anon/train/night/GOPR0351/`). So a file's split is
 * whatever split is named on its way. Pictures that show the same places in good weather or by day (`*_ref`, `day`,
 * `twilight`) belong to no experiment here and are left aside.
 */
import type { Directory, SourceFile } from '../../host';
import type { Layout } from '../../protocol';
import { LABEL_RULES } from './label-ids';
import { emptyFolder, type Item, type LayoutReader, Leftovers, type Problem } from './layout';
import { folderNames, listFiles } from './listing';

const PICTURE = '_rgb_anon.png';
const REFERENCE = '_rgb_ref_anon.png';
const TRAIN_IDS = '_gt_labelTrainIds.png';
const RAW_IDS = '_gt_labelIds.png';
/** As in the reference, or as the downloaded archives unpack. */
const PICTURE_FOLDERS = ['rgb_anon', 'rgb_anon_trainvaltest/rgb_anon'];
const LABEL_FOLDERS = ['gt', 'gt_trainval/gt'];
const SPLITS = ['train', 'val', 'test'];
const CONDITIONS = ['fog', 'night', 'rain', 'snow'];
const BY_DAY = ['day', 'twilight'];

const reader = (layout: 'acdc' | 'darkzurich' | null): LayoutReader['read'] => {
  return async (folder, path, signal) => {
    const place = await findPlace(folder, path);
    if (!place) return null;
    const left = new Leftovers();
    const problems: Problem[] = [];
    const files = await listFiles(place.pictures, place.picturePath, signal);
    const labels = place.labels ? await listFiles(place.labels, place.labelPath, signal) : [];
    const pictures: Found[] = [];
    for (const file of files) {
      const way = [folder.name, ...file.path.slice(place.picturePath.length).split('/').slice(0, -1)];
      const split = splitOf(place.isPart ? way : way.slice(1));
      const isReference = file.name.endsWith(REFERENCE) || way.slice(1).some((part) => part.endsWith('_ref'));
      if (isReference) left.add('reference pictures in good weather', file.path);
      else if (way.slice(1).some((part) => BY_DAY.includes(part))) left.add('pictures by day or twilight', file.path);
      else if (!file.name.endsWith(PICTURE)) left.addUnknown(file);
      else pictures.push({ file, stem: file.path.slice(place.picturePath.length, -PICTURE.length), split });
    }
    const unique = withoutCopies(pictures, left);
    if (unique.length === 0) problems.push(emptyFolder(place.picturePath, `*${PICTURE}`));
    const splits = pair(unique, labels, place, problems, left);
    const found = layout ?? layoutOf(folder.name, files, place);
    return { layout: found, name: folder.name, folder, path, splits, problems, skipped: left.list() };
  };
};

/** Whichever of the two it is. */
export const anonymised: LayoutReader = {
  layout: 'acdc',
  looksFor: 'ACDC and Dark Zurich (rgb_anon/ and gt/)',
  read: reader(null),
};

export const acdc: LayoutReader = {
  layout: 'acdc',
  looksFor: 'ACDC (rgb_anon/{condition}/{split}/ or rgb_anon/{split}/, and gt/)',
  read: reader('acdc'),
};

export const darkZurich: LayoutReader = {
  layout: 'darkzurich',
  looksFor: 'Dark Zurich (rgb_anon/{split}/night/ and gt/)',
  read: reader('darkzurich'),
};

interface Place {
  pictures: Directory;
  picturePath: string;
  labels: Directory | null;
  labelPath: string;
  /** The folder itself lies below `rgb_anon`, so that its name may be that of a split. */
  isPart: boolean;
}

async function findPlace(folder: Directory, path: string): Promise<Place | null> {
  const first = async (paths: string[]) => {
    for (const name of paths) {
      const found = await folder.directory(name);
      if (found) return { found, path: `${path}${name}/` };
    }
    return null;
  };
  const pictures = await first(PICTURE_FOLDERS);
  if (pictures) {
    const labels = await first(LABEL_FOLDERS);
    return {
      pictures: pictures.found,
      picturePath: pictures.path,
      labels: labels?.found ?? null,
      labelPath: labels?.path ?? '',
      isPart: false,
    };
  }
  if (!(await holdsPictures(folder, 3))) return null;
  return { pictures: folder, picturePath: path, labels: null, labelPath: '', isPart: true };
}

/** Looks into the first of the telling sub-folders only: listing a whole disk to find nothing would take minutes. */
async function holdsPictures(folder: Directory, depth: number): Promise<boolean> {
  for await (const { name, kind } of folder.entries()) if (kind === 'file' && name.endsWith(PICTURE)) return true;
  if (depth === 0) return false;
  const known = [...SPLITS, ...CONDITIONS];
  const name = (await folderNames(folder)).find((each) => known.includes(each) || /^GO?PR?\d+/.test(each));
  const child = name === undefined ? null : await folder.directory(name);
  return child !== null && holdsPictures(child, depth - 1);
}

function splitOf(way: string[]): string {
  return way.find((part) => SPLITS.includes(part)) ?? 'all';
}

/** Dark Zurich names the time of day behind the split, and has no weather. */
function layoutOf(name: string, files: SourceFile[], { picturePath, isPart }: Place): Layout {
  if (/dark.?zurich/i.test(name)) return 'darkzurich';
  if (/acdc/i.test(name)) return 'acdc';
  const above = isPart ? [name] : [];
  const ways = files.map(({ path }) => [...above, ...path.slice(picturePath.length).split('/')]);
  const afterSplit = ways.some((way) =>
    way.some((part, i) => isTime(part) && /^(train|val|test)/.test(way[i - 1] ?? '')),
  );
  const weather = ways.some((way) => way.some((part) => ['fog', 'rain', 'snow'].includes(part)));
  return afterSplit && !weather ? 'darkzurich' : 'acdc';
}

const isTime = (part: string): boolean => part === 'night' || BY_DAY.includes(part);

interface Found {
  file: SourceFile;
  stem: string;
  split: string;
}

/** Whether a path was flattened: it names no condition. */
const isFlat = (stem: string): boolean => !stem.split('/').some((part) => CONDITIONS.includes(part));

/** Flattening leaves the original folders in place, and a recursive listing then finds every picture twice. */
function withoutCopies(pictures: Found[], left: Leftovers): Found[] {
  const flat = new Set(pictures.filter(({ stem }) => isFlat(stem)).map(({ stem }) => inSplit(stem)));
  return pictures.filter(({ file, stem }) => {
    const isCopy = !isFlat(stem) && flat.has(inSplit(stem));
    if (isCopy) left.add('second copies of flattened pictures', file.path);
    return !isCopy;
  });
}

/** A label lies on the same way as its picture, or, where only one side was flattened, in the same split. */
function pair(
  pictures: Found[],
  labelFiles: SourceFile[],
  { picturePath, labelPath }: Place,
  problems: Problem[],
  left: Leftovers,
): Record<string, Item[]> {
  const labels = new Map<string, SourceFile>();
  const flatLabels = new Map<string, SourceFile>();
  const anyLabels = new Map<string, SourceFile>();
  for (const file of labelFiles) {
    const suffix = [TRAIN_IDS, RAW_IDS].find((end) => file.name.endsWith(end));
    if (!suffix) {
      left.add('other views of the labels (colours, invalid regions)', file.path);
      continue;
    }
    const stem = file.path.slice(labelPath.length, -suffix.length);
    const kind = suffix === TRAIN_IDS ? 'trainIds' : 'cityscapes';
    labels.set(`${kind} ${stem}`, file);
    anyLabels.set(`${kind} ${inSplit(stem)}`, file);
    if (isFlat(stem)) flatLabels.set(`${kind} ${inSplit(stem)}`, file);
  }
  const splits: Record<string, Item[]> = {};
  const stems = new Set<string>();
  for (const { file: picture, stem, split } of pictures) {
    stems.add(inSplit(stem));
    const find = (kind: 'trainIds' | 'cityscapes') =>
      labels.get(`${kind} ${stem}`) ?? (isFlat(stem) ? anyLabels : flatLabels).get(`${kind} ${inSplit(stem)}`);
    const trainIds = find('trainIds');
    const label = trainIds ?? find('cityscapes') ?? null;
    const rule = trainIds ? LABEL_RULES.trainIds : LABEL_RULES.cityscapes;
    splits[split] ??= [];
    splits[split].push({ picture, label, rule: label && rule, stem });
  }
  for (const [key, { path }] of labels) {
    const stem = key.slice(key.indexOf(' ') + 1);
    if (stems.has(inSplit(stem)) || stem.split('/').some((part) => BY_DAY.includes(part) || part.endsWith('_ref')))
      continue;
    stems.add(inSplit(stem));
    problems.push({
      file: path,
      message: `${path} has no picture ${picturePath}${stem}${PICTURE}; add it, or remove the label.`,
    });
  }
  return Object.fromEntries(
    ['train', 'val', 'test', 'all'].flatMap((split) => (splits[split] ? [[split, splits[split]]] : [])),
  );
}

/** Split and name of a stem: what flattening keeps. */
function inSplit(stem: string): string {
  const way = stem.split('/');
  return `${splitOf(way)}/${way[way.length - 1]}`;
}
