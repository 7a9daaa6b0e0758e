/**
 * SAM and its small relatives, such as SlimSAM: the mask of the object in a box.
 *
 * A crop is looked at once for all its boxes. Exports differ in how a box is told: some take it as it is; the others
 * take points only, and get the box's centre as a point on the object. Of the masks that the network offers for a box,
 * the one counts whose IoU it rates highest.
 */
import { Tensor } from '@huggingface/transformers';
import { type Device, type FileProgress, floats, type Network, openNetwork, openPreprocessorConfig } from './network';
import type { Pixels } from './pillow';
import { SAM_DECODER, SAM_ENCODER } from './sam-files';
import { maskInBox, readSamPreprocessing, type SamPreprocessing, samPicture, scaledExtent } from './sam-picture';

interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Boxes per call; bounds the memory of a crop with very many. */
const BOXES_PER_CALL = 16;
/** Labels of points: on the object; and one that only fills the input. */
const ON_OBJECT = 1n;
const NO_POINT = -10n;

export class Sam {
  private constructor(
    private readonly encoder: Network,
    private readonly decoder: Network,
    private readonly preprocessing: SamPreprocessing,
  ) {}

  /** @throws a sentence when the model cannot be loaded. */
  static async load(id: string, device: Device, onProgress: FileProgress): Promise<Sam> {
    const preprocessing = readSamPreprocessing(await openPreprocessorConfig(id));
    const encoder = await openNetwork(id, SAM_ENCODER, device, onProgress);
    const decoder = await openNetwork(id, SAM_DECODER, device, onProgress);
    const takes = (name: string): boolean => decoder.inputs.includes(name);
    if (!takes('input_boxes') && !takes('input_points'))
      throw new Error(`onnx/${SAM_DECODER}.onnx takes neither input_boxes nor input_points; export it again.`);
    return new Sam(encoder, decoder, preprocessing);
  }

  /** True where the network is told the whole box, and not just its centre. */
  get takesBoxes(): boolean {
    return this.decoder.inputs.includes('input_boxes');
  }

  /**
   * @param boxes integer pixels of the crop, with an area
   * @returns of each box one byte per pixel, row by row, 1 inside the mask
   * @throws where the network's outputs do not have the agreed shapes.
   */
  async masks(crop: Pixels, boxes: readonly Box[]): Promise<Uint8Array[]> {
    if (boxes.length === 0) return [];
    const { side } = this.preprocessing;
    const pixels = new Tensor('float32', samPicture(crop, this.preprocessing), [1, 3, side, side]);
    const seen = await this.encoder.run({ pixel_values: pixels });
    const masks: Uint8Array[] = [];
    for (let from = 0; from < boxes.length; from += BOXES_PER_CALL) {
      const some = boxes.slice(from, from + BOXES_PER_CALL);
      const outputs = await this.decoder.run({ ...seen, ...this.prompts(crop, some) });
      const logits = floats(outputs, 'pred_masks');
      const scores = floats(outputs, 'iou_scores');
      const [, count = 0, offered = 0, height = 0, width = 0] = logits.dims;
      if (count !== some.length || height !== width || scores.data.length !== count * offered)
        throw new Error(
          `The SAM gave masks [${logits.dims.join(', ')}] and scores [${scores.dims.join(', ')}] for ${some.length} boxes; expected [1, boxes, masks, size, size] and [1, boxes, masks].`,
        );
      some.forEach((box, b) => {
        const own = scores.data.subarray(b * offered, (b + 1) * offered);
        const best = own.indexOf(Math.max(...own));
        if (best < 0)
          throw new Error('The SAM rated a mask with a number that is not finite; its weights are damaged.');
        const plane = logits.data.subarray(
          (b * offered + best) * width * width,
          (b * offered + best + 1) * width * width,
        );
        masks.push(maskInBox(plane, width, crop, box, this.preprocessing));
      });
    }
    return masks;
  }

  async dispose(): Promise<void> {
    await Promise.all([this.encoder.dispose(), this.decoder.dispose()]);
  }

  /** Boxes or points in pixels of the network's input; what the decoder does not take is left out when it is run. */
  private prompts(crop: Pixels, boxes: readonly Box[]): Record<string, Tensor> {
    const scaled = scaledExtent(crop, this.preprocessing);
    const [across, down] = [scaled.width / crop.width, scaled.height / crop.height];
    const corners = boxes.flatMap(({ x0, y0, x1, y1 }) => [x0 * across, y0 * down, x1 * across, y1 * down]);
    const centres = boxes.flatMap(({ x0, y0, x1, y1 }) => [((x0 + x1) / 2) * across, ((y0 + y1) / 2) * down]);
    const label = this.takesBoxes ? NO_POINT : ON_OBJECT;
    return {
      input_boxes: new Tensor('float32', Float32Array.from(corners), [1, boxes.length, 4]),
      input_points: new Tensor('float32', Float32Array.from(centres), [1, boxes.length, 1, 2]),
      input_labels: new Tensor(
        'int64',
        BigInt64Array.from(boxes, () => label),
        [1, boxes.length, 1],
      ),
    };
  }
}
