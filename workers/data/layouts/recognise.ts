/** Finds out which data set a folder is. */
import type { Directory } from '../../host';
import type { Layout } from '../../protocol';
import { cityscapes } from './cityscapes';
import { images } from './images';
import { allItems, type DatasetIndex, type LayoutReader } from './layout';
import { folderNames } from './listing';
import { synthia } from './synthia';

/** In this order; a folder of pictures is what is left when nothing else fits. */
export const LAYOUTS: LayoutReader[] = [synthia, cityscapes, images];

export type Recognised = { index: DatasetIndex } | { index: null; message: string };

/**
 * Looks for a data set in the folder itself and in its direct sub-folders.
 *
 * @param as skips the search and takes the folder for this layout.
 * @returns the data set's files, or a sentence that says what was looked for.
 */
export async function recognise(
  folder: Directory,
  options: { as?: Layout } = {},
  signal?: AbortSignal,
): Promise<Recognised> {
  const readers = LAYOUTS.filter(({ layout }) => !options.as || layout === options.as);
  const looked = readers.map(({ looksFor }) => looksFor).join(', ');
  const nothing = `${folder.name} is no data set that is known here; looked in it and one level below for ${looked}.`;
  for (const reader of readers.filter(({ layout }) => layout !== 'images')) {
    const index = await reader.read(folder, '', signal);
    if (index) return orEmpty(index, reader);
  }
  const inside = await below(folder, readers, signal);
  if (inside.length > 1) {
    const names = inside.map(({ name, layout }) => `${name} (${layout})`).join(' and ');
    return { index: null, message: `${folder.name} holds more than one data set: ${names}; open one of them.` };
  }
  if (inside.length === 1) return orEmpty(inside[0], reader(inside[0].layout));
  const pictures = readers.includes(images) ? await images.read(folder, '', signal) : null;
  return pictures ? { index: pictures } : { index: null, message: nothing };
}

function reader(layout: Layout): LayoutReader {
  return LAYOUTS.find((one) => one.layout === layout) ?? images;
}

/** Data sets in the direct sub-folders; a `leftImg8bit` folder by itself is found by its parent. */
async function below(folder: Directory, readers: LayoutReader[], signal?: AbortSignal): Promise<DatasetIndex[]> {
  const found: DatasetIndex[] = [];
  for (const name of await folderNames(folder)) {
    const child = await folder.directory(name);
    for (const reader of readers) {
      const index = child && reader !== images ? await reader.read(child, `${name}/`, signal) : null;
      if (index) {
        found.push(index);
        break;
      }
    }
  }
  return found;
}

function orEmpty(index: DatasetIndex, { looksFor }: LayoutReader): Recognised {
  if (allItems(index).length > 0 || index.problems.length > 0) return { index };
  return { index: null, message: `${index.name} has the folders of ${looksFor}, but no picture in them.` };
}
