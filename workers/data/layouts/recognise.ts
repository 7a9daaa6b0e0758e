/** Finds out which data set a folder is. */
import type { Directory } from '../../host';
import type { Layout } from '../../protocol';
import { acdc, anonymised, darkZurich } from './anonymised';
import { cityscapes } from './cityscapes';
import { images } from './images';
import { allItems, type DatasetIndex, type LayoutReader } from './layout';
import { ListedOnce } from './listed-once';
import { folderNames } from './listing';
import { gta, gtaOrPairs, pairs } from './pairs';
import { synthia } from './synthia';

/** In this order; a folder of pictures is what is left when nothing else fits. */
const READERS: LayoutReader[] = [synthia, cityscapes, anonymised, gtaOrPairs];

const BY_LAYOUT: Record<Layout, LayoutReader> = {
  synthia,
  gta,
  cityscapes,
  acdc,
  darkzurich: darkZurich,
  folder: pairs,
  images,
};

export type Recognised =
  | { index: DatasetIndex }
  | {
      index: null;
      message: string;
      /** Where the folder holds several data sets: their paths below it, for opening one of them. */
      inside: { path: string; layout: Layout }[];
    };

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
  const once = new ListedOnce(folder);
  try {
    return await look(once, options, signal);
  } finally {
    await once.forget();
  }
}

async function look(folder: Directory, options: { as?: Layout }, signal?: AbortSignal): Promise<Recognised> {
  const readers = options.as ? [BY_LAYOUT[options.as]] : READERS;
  const looked = (options.as ? readers : [...readers, images]).map(({ looksFor }) => looksFor).join(', ');
  for (const reader of readers) {
    const index = await reader.read(folder, '', signal);
    if (index) return orEmpty(index);
  }
  const inside = options.as === 'images' ? [] : await below(folder, readers, signal);
  if (inside.length > 1) {
    const names = inside.map(({ name, layout }) => `${name} (${layout})`).join(' and ');
    return {
      index: null,
      message: `${folder.name} holds more than one data set: ${names}; open one of them.`,
      inside: inside.map(({ path, layout }) => ({ path: path.slice(0, -1), layout })),
    };
  }
  if (inside.length === 1) return orEmpty(inside[0]);
  const pictures = options.as ? null : await images.read(folder, '', signal);
  if (pictures) return { index: pictures };
  return {
    index: null,
    message: `${folder.name} is no data set that is known here; looked in it and one level below for ${looked}.${await hint(folder)}`,
    inside: [],
  };
}

/** Data sets in the direct sub-folders; a `leftImg8bit` folder by itself is found by its parent. */
async function below(folder: Directory, readers: LayoutReader[], signal?: AbortSignal): Promise<DatasetIndex[]> {
  const found: DatasetIndex[] = [];
  for (const name of await folderNames(folder)) {
    const child = await folder.directory(name);
    for (const reader of readers) {
      const index = child && (await reader.read(child, `${name}/`, signal));
      if (index) {
        found.push(index);
        break;
      }
    }
  }
  return found;
}

function orEmpty(index: DatasetIndex): Recognised {
  if (allItems(index).length > 0 || index.problems.length > 0) return { index };
  const { looksFor } = BY_LAYOUT[index.layout];
  const message = `${index.name} has the folders of ${looksFor}, but no picture in them; browsers skip symbolic links.`;
  return { index: null, message, inside: [] };
}

/** What the folder holds instead, where that says what to do. */
async function hint(folder: Directory): Promise<string> {
  let files = 0;
  for await (const { name, kind } of folder.entries()) {
    if (kind === 'file' && /\.(zip|tar|tgz|gz|rar|7z)$/i.test(name)) return ` ${name} is an archive: unpack it first.`;
    files++;
  }
  return files > 0 ? '' : ' The folder looks empty; browsers skip symbolic links, open the real folder.';
}
