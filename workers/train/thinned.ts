/** Pictures and labels made small enough to be kept: every second pixel, or every third, and so on. */
import type { Picture } from '../host';

interface Labels {
  width: number;
  height: number;
  data: Uint8Array<ArrayBuffer>;
}

const sizeOf = (width: number, height: number, longestSide: number) => {
  const step = Math.ceil(Math.max(width, height) / longestSide);
  return { step, width: Math.ceil(width / step), height: Math.ceil(height / step) };
};

/** Single pixels are kept as they are, since labels cannot be averaged. */
export function thinnedLabels(labels: Uint8Array, width: number, height: number, longestSide: number): Labels {
  const { step, ...small } = sizeOf(width, height, longestSide);
  const data = new Uint8Array(small.width * small.height);
  for (let y = 0; y < small.height; y++)
    for (let x = 0; x < small.width; x++) data[y * small.width + x] = labels[y * step * width + x * step]!;
  return { ...small, data };
}

/** Each pixel is the mean of those that it stands for. */
export function thinnedPicture({ rgb, width, height }: Picture, longestSide: number): Picture {
  const { step, ...small } = sizeOf(width, height, longestSide);
  if (step === 1) return { rgb, width, height };
  const out = new Uint8Array(small.width * small.height * 3);
  for (let y = 0; y < small.height; y++)
    for (let x = 0; x < small.width; x++)
      for (let c = 0; c < 3; c++) {
        let [sum, count] = [0, 0];
        for (let v = y * step; v < Math.min(height, (y + 1) * step); v++)
          for (let u = x * step; u < Math.min(width, (x + 1) * step); u++, count++)
            sum += rgb[(v * width + u) * 3 + c]!;
        out[(y * small.width + x) * 3 + c] = Math.round(sum / count);
      }
  return { ...small, rgb: out };
}
