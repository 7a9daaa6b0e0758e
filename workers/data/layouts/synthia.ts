/**
 * SYNTHIA-RAND-CITYSCAPES: pictures in `RGB/`, labels of the same name in `GT/LABELS/`. The labels are 16-bit RGB with
 * the class in R (and the instance in G); a converted `*_labelTrainIds.png` beside them is read instead where it exists.
 */
import type { SourceFile } from '../../host';
import { isPngName } from './file-names';
import { LABEL_RULES } from './label-ids';
import { emptyFolder, type Item, type LayoutReader, Leftovers, type Problem } from './layout';
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
    const left = new Leftovers();
    for (const file of labelFiles) {
      if (isPngName(file.name)) labels.set(stemOf(file, 'GT/LABELS/'), file);
      else left.addUnknown(file);
    }
    const items: Item[] = [];
    const problems: Problem[] = [];
    const used = new Set<string>();
    for (const picture of pictures) {
      if (!isPngName(picture.name)) {
        left.addUnknown(picture);
        continue;
      }
      const stem = stemOf(picture, 'RGB/');
      const converted = labels.get(stem + TRAIN_IDS);
      const label = converted ?? labels.get(stem);
      used.add(stem).add(stem + TRAIN_IDS);
      if (converted && labels.has(stem)) left.add('raw labels beside their train ids', `${path}GT/LABELS/${stem}.png`);
      if (label) items.push({ picture, label, rule: converted ? LABEL_RULES.trainIds : LABEL_RULES.synthia, stem });
      else
        problems.push({
          file: picture.path,
          message: `${picture.path} has no label ${path}GT/LABELS/${stem}.png; add it, or remove the picture.`,
        });
    }
    for (const [stem, { path: file }] of labels)
      if (!used.has(stem))
        problems.push({ file, message: `${file} has no picture ${path}RGB/${stem}.png; add it, or remove the label.` });
    // One sentence about an empty folder says more than one about each file of the other.
    const empty =
      pictures.length === 0
        ? [emptyFolder(`${path}RGB`, 'PNG pictures')]
        : labels.size === 0
          ? [emptyFolder(`${path}GT/LABELS`, 'PNG labels')]
          : null;
    return {
      layout: 'synthia',
      name: folder.name,
      folder,
      path,
      splits: { all: items },
      problems: empty ?? problems,
      skipped: left.list(),
    };
  },
};
