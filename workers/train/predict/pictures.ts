/** The pictures of a folder, and how one is decoded for prediction. */
import { listFiles } from '../../data/layouts/listing';
import { orientationOf, upright } from '../../data/picture/orientation';
import type { Directory, Host, Picture, SourceFile } from '../../host';

const PICTURE_NAME = /\.(png|jpe?g|webp)$/i;
/** Label files of Cityscapes and its kin are no photographs. */
const LABEL_NAME = /_(labelIds|labelTrainIds|instanceIds|color)\.png$/;
/** Lies beside label PNGs that were predicted earlier. */
export const CLASSES_FILE = 'classes.json';

/**
 * All pictures below a folder, sorted by path. Label files of data sets, and folders of earlier predictions (they hold
 * a `classes.json`), are left out.
 */
export async function listPictures(folder: Directory): Promise<SourceFile[]> {
  const files = await listFiles(folder);
  const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
  const predicted = new Set(files.filter(({ name }) => name === CLASSES_FILE).map(({ path }) => folderOf(path)));
  return files.filter(
    ({ name, path }) => PICTURE_NAME.test(name) && !LABEL_NAME.test(name) && !predicted.has(folderOf(path)),
  );
}

/** Decodes a photograph the way people look at it, turned upright. @throws a sentence that says what is wrong. */
export async function decodeUpright(file: SourceFile, host: Pick<Host, 'decodePicture'>): Promise<Picture> {
  const bytes = await file.bytes();
  return upright(await host.decodePicture(bytes, file.path), orientationOf(bytes, file.path));
}
