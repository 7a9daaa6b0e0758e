/** A plain folder of pictures, with or without sub-folders: an unlabelled target. */
import type { LayoutReader } from './layout';
import { listFiles } from './listing';

const PICTURE_NAME = /\.(png|jpe?g|webp)$/i;
/** Label files of Cityscapes and its kin are no photographs. */
const LABEL_NAME = /_(labelIds|labelTrainIds|instanceIds|color)\.png$/;

export const images: LayoutReader = {
  layout: 'images',
  looksFor: 'pictures (PNG, JPEG or WebP) as an unlabelled target',
  async read(folder, path, signal) {
    const pictures = (await listFiles(folder, path, signal)).filter(
      ({ name }) => PICTURE_NAME.test(name) && !LABEL_NAME.test(name),
    );
    if (pictures.length === 0) return null;
    const items = pictures.map((picture) => ({
      picture,
      label: null,
      labelIds: null,
      stem: picture.path.slice(path.length).replace(PICTURE_NAME, ''),
    }));
    return { layout: 'images', name: folder.name, splits: { all: items }, problems: [] };
  },
};
