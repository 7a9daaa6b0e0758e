/** Puts painted pixels onto a canvas. */

/** Makes the canvas as large as the pixels and shows them; the page scales it by style. */
export function show(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  rgba: Uint8ClampedArray<ArrayBuffer>,
): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  softly(canvas)?.putImageData(new ImageData(rgba, width, height), 0, 0);
}

/** Makes the canvas fully transparent. */
export function blank(canvas: HTMLCanvasElement): void {
  softly(canvas)?.clearRect(0, 0, canvas.width, canvas.height);
}

/** Pixels that come from memory and change often are best kept there: an accelerated canvas would wait for the GPU. */
function softly(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  return canvas.getContext('2d', { willReadFrequently: true });
}
