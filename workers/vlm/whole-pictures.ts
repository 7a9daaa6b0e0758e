/**
 * Looks for objects once in each whole picture, and answers for crops with what lies in them.
 *
 * The reference looks at every crop anew. Here a picture is looked at when one of its crops is first asked for, and its
 * boxes are moved into every later crop: shifted, cut at the border, mirrored with it. CLIP still sees the crop's own
 * pixels. That saves the detector's time for all but the first visit of a picture, and answers differently: objects are
 * smaller in the detector's input, suppression happens among the boxes of the whole picture, a box that reaches out of a
 * crop is the visible part of the whole object's box, and OWL-ViT stretches a wide picture more than a square crop.
 */
import type { Pixels } from './pillow';
import type { PlacedCrop, Proposal, Proposer, Search, Viewer } from './proposal';
import { fingerprint } from './raw-cache';

/** Pictures whose boxes are remembered; a few kilobytes each. */
const REMEMBERED_PICTURES = 4096;

export class WholePictures implements Proposer {
  /** Of each picture's file, what its pixels are known by: a run's files do not change. */
  private readonly contents = new Map<string, string>();
  /** By content and what was looked for; models are those of the run. The oldest is forgotten first. */
  private readonly known = new Map<string, Promise<Proposal[]>>();

  /** @param pictureOf the picture of a crop as the run resized it, from which the crop was cut. */
  constructor(
    private readonly viewer: Viewer,
    private readonly pictureOf: (file: string) => Promise<Pixels>,
  ) {}

  async propose(crops: PlacedCrop[], search: Search): Promise<Proposal[][]> {
    if (search.entries.length === 0) return crops.map(() => []);
    const found: Proposal[][] = [];
    for (const crop of crops) found.push(boxesInCrop(await this.boxesOf(crop.file, search), crop));
    return this.viewer.propose(crops, search, found);
  }

  private async boxesOf(file: string, search: Search): Promise<Proposal[]> {
    const content = this.contents.get(file);
    const known = content && this.known.get(keyOf(content, search));
    if (known) return known;
    const picture = await this.pictureOf(file);
    const seen = fingerprint(picture);
    this.contents.set(file, seen);
    const key = keyOf(seen, search);
    const boxes = this.known.get(key) ?? this.viewer.detect([picture], search).then(([own]) => own!);
    boxes.catch(() => this.known.delete(key)); // asked again, it is looked for again
    this.known.set(key, boxes);
    if (this.known.size > REMEMBERED_PICTURES) this.known.delete(this.known.keys().next().value!);
    return boxes;
  }
}

/** Boxes do not depend on CLIP's thresholds. */
const keyOf = (content: string, { entries, prompts }: Search): string =>
  `${content}|${JSON.stringify([entries.map((entry) => [entry.target, entry.detectionThreshold]), prompts])}`;

/** The parts of a picture's boxes that lie in a crop, in the crop's pixels; order and scores stay. */
export function boxesInCrop(
  boxes: readonly Proposal[],
  { x, y, width, height, flipped }: Omit<PlacedCrop, 'rgb' | 'file'>,
): Proposal[] {
  const inside = (value: number, limit: number): number => Math.min(Math.max(value, 0), limit);
  return boxes.flatMap((proposal) => {
    const left = inside(proposal.box.x0 - x, width);
    const right = inside(proposal.box.x1 - x, width);
    const [y0, y1] = [inside(proposal.box.y0 - y, height), inside(proposal.box.y1 - y, height)];
    if (left >= right || y0 >= y1) return [];
    const [x0, x1] = flipped ? [width - right, width - left] : [left, right];
    return [{ ...proposal, box: { x0, y0, x1, y1 } }];
  });
}
