/** A plain folder of pictures, with or without sub-folders: an unlabelled target. */
import { isPictureName, withoutSuffix } from './file-names';
import { type Item, type LayoutReader, Leftovers } from './layout';
import { listFiles } from './listing';

/** Label files of Cityscapes and its kin are no photographs. */
const LABEL_NAME = /_(labelIds|labelTrainIds|labelColor|instanceIds|color|invIds|invGray)\.png$/;

export const images: LayoutReader = {
  layout: 'images',
  looksFor: 'pictures (PNG, JPEG or WebP) as an unlabelled target',
  async read(folder, path, signal) {
    const left = new Leftovers();
    const items: Item[] = [];
    for (const picture of await listFiles(folder, path, signal)) {
      if (LABEL_NAME.test(picture.name)) left.add('label files, by their names', picture.path);
      else if (!isPictureName(picture.name)) left.addUnknown(picture);
      else items.push({ picture, label: null, rule: null, stem: withoutSuffix(picture.path.slice(path.length)) });
    }
    if (items.length === 0) return null;
    return {
      layout: 'images',
      name: folder.name,
      folder,
      path,
      splits: { all: items },
      problems: [],
      skipped: left.list(),
    };
  },
};
