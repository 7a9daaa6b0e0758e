/** A patch in its picture, as layers of a stage: the labels lie over the crop that they belong to. */
import { boxInPicture } from '../../workers/decisions';
import type { LabelPair, PictureCrop } from '../../workers/patch-columns';
import type { ConsideredPatch } from '../../workers/protocol';
import type { Stack, StageLayer, StagePicture } from '../stage/picture';
import type { View } from '../stage/view';
import { segmentPicture as words } from '../words/segments';

/** About how wide a pane is: a crop fills it at first. */
const PANE_PX = 520;

const STACKS: readonly Stack[] = [
  {
    key: 'before',
    title: words.before,
    explanation: words.beforeExplained,
    base: 'photo',
    over: 'before',
  },
  {
    key: 'after',
    title: words.after,
    explanation: words.afterExplained,
    base: 'photo',
    over: 'after',
    changedSince: 'before',
  },
  {
    key: 'difference',
    title: words.difference,
    explanation: words.differenceExplained,
    base: 'photo',
    over: 'after',
    changedSince: 'before',
    differenceOnly: true,
  },
  { key: 'photo', title: words.photo, explanation: words.photoExplained, base: 'photo' },
];

/** What can be shown of what is there. */
export function stacksFor(photo: boolean, labels: boolean): Stack[] {
  if (labels && !photo) return STACKS.slice(0, 2).map(({ over, ...stack }) => ({ ...stack, base: over! }));
  return STACKS.filter(({ over }) => labels || !over);
}

/** Null where neither is there. Without the photograph, the crop is the picture. */
export function segmentPicture(
  patch: Pick<ConsideredPatch, 'crop' | 'box' | 'iteration'>,
  photo: PictureCrop | null,
  labels: LabelPair | null,
): StagePicture | null {
  if (!photo && !labels) return null;
  const { crop } = patch;
  const whole = photo?.picture ?? { width: crop.width, height: crop.height };
  const [x, y] = photo ? [crop.x, crop.y] : [0, 0];
  const scene = 'picture';
  const layers: StageLayer[] = [];
  if (photo) {
    const { width, height, rgb } = photo;
    layers.push({ name: 'photo', title: words.photo, scene, kind: 'rgb', width, height, data: rgb });
  }
  if (labels) {
    const { width, height } = labels;
    const area = {
      x0: x / whole.width,
      y0: y / whole.height,
      x1: (x + crop.width) / whole.width,
      y1: (y + crop.height) / whole.height,
    };
    for (const name of ['before', 'after'] as const) {
      const data = crop.flipped ? mirrored(labels[name], width) : labels[name];
      const title = words[name];
      layers.push({ name, title, scene, kind: 'labels', width, height, data, area });
    }
  }
  const { x0, y0, x1, y1 } = boxInPicture(patch);
  const boxes = [photo ? { x0, y0, x1, y1 } : { x0: x0 - crop.x, y0: y0 - crop.y, x1: x1 - crop.x, y1: y1 - crop.y }];
  return { ...whole, layers, boxes, note: words.note(patch.iteration + 1) };
}

/** The crop fills the pane. */
export function viewOf(patch: Pick<ConsideredPatch, 'crop'>, photo: boolean): View | null {
  if (!photo) return null;
  const { x, y, width, height } = patch.crop;
  return { center: { x: x + width / 2, y: y + height / 2 }, scale: PANE_PX / Math.max(width, height) };
}

function mirrored(labels: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const turned = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i += width)
    for (let x = 0; x < width; x++) turned[i + x] = labels[i + width - 1 - x]!;
  return turned;
}
