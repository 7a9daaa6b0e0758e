/**
 * SYNTHIA-RAND-CITYSCAPES: pictures in `RGB/`, labels of the same name in `GT/LABELS/`. The labels are 16-bit RGB with
 * the class in R (and the instance in G); a converted `*_labelTrainIds.png` beside them is read instead where it exists.
 */
import type { SourceFile } from '../../host';
import type { Item, LayoutReader, Problem } from './layout';
import { listFiles } from './listing';

const TRAIN_IDS = '_labelTrainIds';

export const synthia: LayoutReader = {
  layout: 'synthia',
  looksFor: 'SYNTHIA (folders RGB/ and GT/LABELS/)',
  async read(folder, path, signal) {
    const [pictureFolder, labelFolder] = await Promise.all([folder.directory('RGB'), folder.directory('GT/LABELS')]);
    if (!pictureFolder || !labelFolder) return null;
    const [pictures, labelFiles] = await Promise.all([
      listFiles(pictureFolder, `${path}RGB/`, signal),
      listFiles(labelFolder, `${path}GT/LABELS/`, signal),
    ]);
    const stemOf = (file: SourceFile, root: string) => file.path.slice(path.length + root.length, -'.png'.length);
    const labels = new Map<string, SourceFile>();
    for (const file of labelFiles) if (isPngName(file)) labels.set(stemOf(file, 'GT/LABELS/'), file);
    const items: Item[] = [];
    const problems: Problem[] = [];
    const used = new Set<string>();
    for (const picture of pictures) {
      if (!isPngName(picture)) continue;
      const stem = stemOf(picture, 'RGB/');
      const converted = labels.get(stem + TRAIN_IDS);
      const label = converted ?? labels.get(stem);
      used.add(stem).add(stem + TRAIN_IDS);
      if (label) items.push({ picture, label, labelIds: converted ? 'trainIds' : 'synthia', stem });
      else
        problems.push({
          file: picture.path,
          message: `${picture.path} has no label ${path}GT/LABELS/${stem}.png; add it, or remove the picture.`,
        });
    }
    for (const [stem, { path: file }] of labels)
      if (!used.has(stem))
        problems.push({ file, message: `${file} has no picture ${path}RGB/${stem}.png; add it, or remove the label.` });
    return { layout: 'synthia', name: folder.name, splits: { all: items }, problems };
  },
};

function isPngName({ name }: SourceFile): boolean {
  return name.toLowerCase().endsWith('.png');
}
