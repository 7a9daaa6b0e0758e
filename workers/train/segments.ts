/** What the page shows of relabeled patches: small pictures of the crop with its labels before and after. */
import type { Batch } from '../data/batch';
import type { MapEntry, Segment } from '../protocol';
import type { PatchRecord } from '../vlm/proposal';
import type { RelabelMap } from '../vlm/relabel-map';

/** Longer side of a segment's picture in pixels. */
const LONGEST_SIDE = 256;

/** Segments of the patches that changed something; `firstId` numbers them. */
export function segmentsOf(
  batch: Batch,
  before: Uint8Array[],
  after: Uint8Array[],
  records: PatchRecord[],
  firstId: number,
): Segment[] {
  const pictures = new Map<number, Pick<Segment, 'picture' | 'before' | 'after'> & { step: number }>();
  return records
    .filter((record) => record.verdict === 'accepted' && record.relabeledPixels > 0)
    .map((record, i) => {
      const { sample } = record;
      let shown = pictures.get(sample);
      if (!shown) {
        const { rgb, width, height } = batch.target[sample]!;
        const step = Math.ceil(Math.max(width, height) / LONGEST_SIDE);
        const photo = shrink(rgb, width, height, step, 3);
        shown = {
          step,
          picture: { width: photo.width, height: photo.height, rgb: photo.data },
          before: shrink(before[sample]!, width, height, step, 1).data,
          after: shrink(after[sample]!, width, height, step, 1).data,
        };
        pictures.set(sample, shown);
      }
      const { step, ...layers } = shown;
      const { x0, y0, x1, y1 } = record.box;
      return {
        id: firstId + i,
        iteration: record.iteration,
        file: record.file,
        from: record.source,
        to: record.target,
        box: { x0: x0 / step, y0: y0 / step, x1: x1 / step, y1: y1 / step },
        detectionScore: record.detectionScore,
        confidence: record.confidence,
        verdict: record.verdict,
        relabeledPixels: record.relabeledPixels,
        ...layers,
      };
    });
}

/** Every `step`-th pixel in both directions: labels must not be averaged, and the picture must stay aligned. */
function shrink(values: Uint8Array, width: number, height: number, step: number, channels: number) {
  const w = Math.ceil(width / step);
  const h = Math.ceil(height / step);
  const data = new Uint8Array(w * h * channels);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      for (let c = 0; c < channels; c++)
        data[(y * w + x) * channels + c] = values[(y * step * width + x * step) * channels + c]!;
  return { width: w, height: h, data };
}

/** The map as the page and the run's folder show it. */
export function mapEntries(map: RelabelMap): MapEntry[] {
  return map.elements.map((element) => ({
    target: element.target,
    source: element.source,
    origin: element.origin,
    votes: element.votes.map((vote) => ({ ...vote })),
    detectionThreshold: element.detectionThreshold,
    classificationThreshold: element.classificationThreshold,
    relabeledPatches: map.relabeledPatches[element.target] ?? 0,
  }));
}
