/**
 * HRDA: one network at two scales (Hoyer et al., ECCV 2022).
 *
 *   picture -> halved -> encoder -> head -> context logits ---- (1 - attention) --- up --+
 *                              \--> scale attention -------------------------- up --+    +--> fused
 *   picture -> detail -> encoder -> head -> detail logits ----------------- attention ---+
 *
 * Encoder and head are shared by both scales. In training the detail is one crop of the picture, drawn anew for every
 * pass and the same for the whole batch; otherwise it is windows over the whole picture, overlapping by half.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { RandomStream } from './engine/random';
import type { Mode } from './mode';
import { resizeBilinear } from './ops/resize/resize';
import { BOX_SIZE, fuse, gate } from './ops/scale-fusion/scale-fusion';
import { averageWindows, cutBox, cutWindows, dividedGrid, stack, windowGrid } from './ops/windows/windows';

export interface HrdaConfig {
  /** Height and width of the detail crop, in pixels of the picture. */
  crop: [number, number];
  /** Size of the context's picture over that of the whole; 1 shows both at the same scale (an ablation). */
  contextScale: number;
  /** Crops begin at multiples of this many pixels. */
  divisor: number;
  /** Scores for every class, one score for all of them, or a half everywhere. */
  attention: 'class-wise' | 'single' | 'fixed';
  /** Width of the scale attention (DAFormer). */
  attentionChannels: number;
  /** Shares of the detail's and the context's own losses; the fused prediction has the rest. */
  detailLoss: number;
  contextLoss: number;
  /** Whether the windows of a whole picture overlap by half. */
  overlap: boolean;
  /** Takes the detail away, so that only the larger network is left (an ablation). */
  blurDetail: boolean;
  /** Detail windows, times pictures, that run through the network at once; null = all. */
  windowsAtOnce: number | null;
}

/** The paper's scales: pictures of 1024 x 1024, the context halved, the detail in crops of 512 x 512. */
export const PAPER_SCALES: HrdaConfig = {
  crop: [512, 512],
  contextScale: 0.5,
  divisor: 8,
  attention: 'class-wise',
  attentionChannels: 256,
  detailLoss: 0.1,
  contextLoss: 0,
  overlap: true,
  blurDetail: false,
  windowsAtOnce: null,
};

/** Attention where it is not learned. */
export const FIXED_ATTENTION = 0.5;

/** What the two scales share. */
export interface ScaleNetwork {
  /** Pixels per logit. */
  stride: number;
  /** Whether the encoder normalises with its batch, so that a part of the windows would see other statistics. */
  encoderHasBatchNorm: boolean;
  encode(image: Tensor, mode: Mode): Tensor[];
  decode(maps: Tensor[], mode: Mode): Tensor;
  attend(maps: Tensor[], mode: Mode): Tensor | number;
}

// Passes of their own for the second run through the shared network, so that both draw different masks.
const DETAIL_PASS = 16;
const ATTENTION_PASS = 32;
const later = (mode: Mode, by: number): Mode => ({ ...mode, pass: mode.pass + by });

/**
 * Where the next detail crop lies, as the kernels read it: its first row and column in the picture and on the fused
 * map, and first and end rows and columns on the context's map. Rows are drawn before columns. The largest offset is
 * left out, as the reference has it (Q4).
 * @param picture height and width
 * @throws where the picture is smaller than the crop
 */
export function drawDetailBox(
  random: RandomStream,
  [height, width]: [number, number],
  { crop, divisor, contextScale }: HrdaConfig,
  stride: number,
): Int32Array {
  const margins = [height - crop[0], width - crop[1]] as const;
  if (Math.min(...margins) < 0)
    throw new Error(`The detail crop of ${crop[1]} x ${crop[0]} is larger than the crop of ${width} x ${height}.`);
  const whole = margins[0] === 0 && margins[1] === 0;
  const [y, x] = margins.map((margin) =>
    whole ? 0 : divisor * random.integer(Math.max(1, Math.floor((margin + 1) / divisor))),
  ) as [number, number];
  const onContext = (at: number) => Math.floor(at / (stride / contextScale));
  const context = [onContext(y), onContext(y + crop[0]), onContext(x), onContext(x + crop[1])];
  const box = Int32Array.of(y, x, Math.floor(y / stride), Math.floor(x / stride), ...context);
  if (box.length !== BOX_SIZE) throw new Error(`A detail box has ${box.length} numbers instead of ${BOX_SIZE}.`);
  return box;
}

/** What the encoder sees for the context: the picture [B, H, W, 3], smaller. */
export function contextImage(image: Tensor, { contextScale }: HrdaConfig): Tensor {
  const [, height, width] = image.shape as [number, number, number, number];
  return resizeBilinear(image, Math.floor(height * contextScale), Math.floor(width * contextScale));
}

/** The detail crop of the picture at the drawn box. */
export function detailImage(image: Tensor, box: Tensor, config: HrdaConfig): Tensor {
  return asDetail(cutBox(image, box, ...config.crop), config);
}

function asDetail(image: Tensor, { blurDetail }: HrdaConfig): Tensor {
  if (!blurDetail) return image;
  const [, height, width] = image.shape as [number, number, number, number];
  return resizeBilinear(resizeBilinear(image, Math.floor(height / 2), Math.floor(width / 2)), height, width);
}

export interface HrdaResult {
  /** Logits of the whole picture at the head's stride. */
  fused: Tensor;
  /** Logits of the detail crop, and of the context before attention. */
  detail: Tensor;
  context: Tensor;
  /** Encoder maps of the context and of the detail. */
  contextMaps: Tensor[];
  detailMaps: Tensor[];
  /** Attention before up-sampling, 0 outside the crop. */
  attention: Tensor;
}

/** Training forward with one detail crop. `context` and `detail` are pictures of the two scales, see above. */
export function hrdaForward(
  network: ScaleNetwork,
  images: { context: Tensor; detail: Tensor },
  box: Tensor,
  config: HrdaConfig,
  mode: Mode,
): HrdaResult {
  const contextMaps = network.encode(images.context, mode);
  const detailMaps = network.encode(images.detail, later(mode, DETAIL_PASS));
  const context = network.decode(contextMaps, mode);
  const detail = network.decode(detailMaps, later(mode, DETAIL_PASS));
  const scores = network.attend(contextMaps, later(mode, ATTENTION_PASS));
  const { fused, attention } = join(context, scores, detail, box, config);
  return { fused, detail, context, contextMaps, detailMaps, attention };
}

/** Logits [B, H / stride, W / stride, C] of whole pictures, the detail in windows. Not differentiable. */
export function hrdaPredict(network: ScaleNetwork, image: Tensor, config: HrdaConfig, mode: Mode): Tensor {
  const maps = network.encode(contextImage(image, config), mode);
  const context = network.decode(maps, mode);
  const detail = detailOfWhole(network, image, config, mode);
  const scores = network.attend(maps, later(mode, ATTENTION_PASS));
  return join(context, scores, detail, null, config).fused;
}

/** Detail logits of the whole picture: those of all windows, averaged where they overlap. */
export function detailOfWhole(network: ScaleNetwork, image: Tensor, config: HrdaConfig, mode: Mode): Tensor {
  const [batch, height, width] = image.shape as [number, number, number, number];
  const { crop, overlap, windowsAtOnce } = config;
  const step = ([h, w]: [number, number]): [number, number] =>
    overlap ? [Math.floor(h / 2), Math.floor(w / 2)] : [h, w];
  const windows = windowGrid([height, width], crop, step(crop));
  const onLogits = dividedGrid(windows, network.stride);
  const count = windows.rows * windows.columns;
  const detailMode = later(mode, DETAIL_PASS);
  const picture = asDetail(image, config);
  // Batch statistics are those of all windows together, as the reference has them, so what normalises with them runs once.
  const { batchStatistics } = mode;
  const each = Math.max(1, Math.floor((windowsAtOnce ?? count * batch) / batch));
  const group = batchStatistics && network.encoderHasBatchNorm ? count : each;
  const parts: Tensor[][] = [];
  for (let first = 0; first < count; first += group)
    parts.push(
      tf.tidy(() => {
        const some = cutWindows(picture, windows, first, Math.min(group, count - first));
        const maps = network.encode(some, detailMode);
        return batchStatistics ? maps : [network.decode(maps, detailMode)];
      }),
    );
  const whole = parts[0]!.map((_, k) => (parts.length === 1 ? parts[0]![k]! : joined(parts.map((part) => part[k]!))));
  const logits = batchStatistics ? network.decode(whole, detailMode) : whole[0]!;
  return averageWindows(logits, {
    windows: onLogits,
    height: Math.floor(height / network.stride),
    width: Math.floor(width / network.stride),
  });
}

function joined(tensors: Tensor[]): Tensor {
  const whole = stack(tensors.map((tensor) => ({ tensor })));
  for (const tensor of tensors) tensor.dispose();
  return whole;
}

function join(
  context: Tensor,
  scores: Tensor | number,
  detail: Tensor,
  box: Tensor | null,
  { contextScale }: HrdaConfig,
): { fused: Tensor; attention: Tensor } {
  const [, height, width] = context.shape as [number, number, number, number];
  const up = (t: Tensor) => resizeBilinear(t, Math.floor(height / contextScale), Math.floor(width / contextScale));
  const gated = gate(context, scores, box);
  return { fused: fuse(up(gated.context), up(gated.attention), detail, box), attention: gated.attention };
}
