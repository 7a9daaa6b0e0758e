/**
 * Losses of a self-training step in plain loops over float64 arrays, written down from the papers: what the kernels and
 * passes are compared with. Images and logits are [batch, height, width, channels].
 */

export interface Maps {
  data: ArrayLike<number>;
  shape: [number, number, number, number];
}

const EPS = 2 ** -23;
const IGNORE = 255;

/** Bilinear with half-pixel centres and clamped edges, to a square of `side`. */
export function enlarge({ data, shape: [batch, height, width, channels] }: Maps, side: number): Maps {
  const out = new Float64Array(batch * side * side * channels);
  const taps = (at: number, length: number) => {
    const x = Math.max(0, ((at + 0.5) * length) / side - 0.5);
    const low = Math.min(Math.floor(x), length - 1);
    return { low, high: Math.min(low + 1, length - 1), share: x - low };
  };
  for (let b = 0; b < batch; b++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        for (let c = 0; c < channels; c++) {
          const [v, h] = [taps(y, height), taps(x, width)];
          const at = (row: number, column: number) => data[((b * height + row) * width + column) * channels + c]!;
          const row = (r: number) => (1 - h.share) * at(r, h.low) + h.share * at(r, h.high);
          out[((b * side + y) * side + x) * channels + c] = (1 - v.share) * row(v.low) + v.share * row(v.high);
        }
  return { data: out, shape: [batch, side, side, channels] };
}

/** Probabilities of one pixel. */
function softmax({ data, shape: [, , , channels] }: Maps, pixel: number): number[] {
  const logits = Array.from({ length: channels }, (_, c) => data[pixel * channels + c]!);
  const top = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Cross-entropy over the pixels that are not ignored; a weight of 0 still counts below the line. */
export function crossEntropy(logits: Maps, label: ArrayLike<number>, weight?: ArrayLike<number>): number {
  let [sum, valid] = [0, 0];
  for (let i = 0; i < label.length; i++) {
    if (label[i] === IGNORE) continue;
    valid++;
    sum -= (weight?.[i] ?? 1) * Math.log(softmax(logits, i)[label[i]!]!);
  }
  return sum / (valid + EPS);
}

/** The teacher's classes, and the share of confident pixels as the weight of all rows but the ignored ones. */
export function pseudoLabels(logits: Maps, threshold: number, ignoreTop: number, ignoreBottom: number) {
  const [batch, height, width] = logits.shape;
  const label = new Uint8Array(batch * height * width);
  let confident = 0;
  for (let i = 0; i < label.length; i++) {
    const probabilities = softmax(logits, i);
    const top = Math.max(...probabilities);
    label[i] = probabilities.indexOf(top);
    if (top >= threshold) confident++;
  }
  const weight = Float64Array.from(label, (_, i) => {
    const row = Math.floor(i / width) % height;
    return row < ignoreTop || row >= height - ignoreBottom ? 0 : confident / label.length;
  });
  return { label, weight };
}

/** Mean distance of two feature maps where a cell shows one of `classes` to a share of `minRatio`; null: everywhere. */
export function featureDistance(
  a: Maps,
  b: Maps,
  label: ArrayLike<number>,
  side: number,
  classes: number[] | null,
  minRatio: number,
): number {
  const [batch, height, width, channels] = a.shape;
  const cell = side / width;
  let [sum, count] = [0, 0];
  for (let n = 0; n < batch; n++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const seen = new Map<number, number>();
        for (let dy = 0; dy < cell; dy++)
          for (let dx = 0; dx < cell; dx++) {
            const id = label[(n * side + y * cell + dy) * side + x * cell + dx]!;
            seen.set(id, (seen.get(id) ?? 0) + 1);
          }
        const shown = classes?.some((id) => (seen.get(id) ?? 0) / cell ** 2 >= minRatio) ?? true;
        if (!shown) continue;
        const at = ((n * height + y) * width + x) * channels;
        let squares = 0;
        for (let c = 0; c < channels; c++) squares += (a.data[at + c]! - b.data[at + c]!) ** 2;
        sum += Math.sqrt(squares);
        count++;
      }
  return count ? sum / count : 0;
}
