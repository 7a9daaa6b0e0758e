/** What is known about the pixel under the pointer. */
import { indexAt, type Logits, layerNamed, type Stack, type StageLayer, type StagePicture } from './picture';
import { type Point, pixelAt, type Size } from './view';

export interface ClassReading {
  title: string;
  /** Train id; 255 where nothing is said. */
  id: number;
}

export interface ScalarReading {
  title: string;
  /** 0..1 */
  value: number;
}

export interface Probability {
  id: number;
  /** 0..1 */
  share: number;
}

export interface Reading {
  pixel: Point;
  /** Label maps of the scene, in the order of the layers. */
  classes: ClassReading[];
  scalars: ScalarReading[];
  /** The three most probable classes, where scores are known. */
  probable: { title: string; top: Probability[] } | null;
  /** Red, green and blue of the photograph, 0..255. */
  color: [number, number, number] | null;
}

/** Reads all layers of the scene that a stack shows; null outside the picture. */
export function probe(picture: StagePicture, stack: Stack, at: Point): Reading | null {
  const pixel = pixelAt(at, picture);
  const base = layerNamed(picture, stack.base);
  if (!pixel || !base) return null;
  const middle = { x: pixel.x + 0.5, y: pixel.y + 0.5 };
  const scene = picture.layers.filter((layer) => layer.scene === base.scene);
  const values = (kind: StageLayer['kind']) =>
    scene
      .filter((layer) => layer.kind === kind)
      .flatMap((layer) => {
        const index = indexAt(layer, middle, picture);
        return index === null ? [] : [{ title: layer.title, value: layer.data[index]! }];
      });
  const { logits } = picture;
  return {
    pixel,
    classes: values('labels').map(({ title, value }) => ({ title, id: value })),
    scalars: values('scalar').map(({ title, value }) => ({ title, value: value / 255 })),
    probable:
      logits?.scene === base.scene ? { title: logits.title, top: mostProbable(logits, middle, picture, 3) } : null,
    color: colorAt(base.kind === 'rgb' ? base : scene.find((layer) => layer.kind === 'rgb'), middle, picture),
  };
}

function colorAt(layer: StageLayer | undefined, at: Point, picture: Size): [number, number, number] | null {
  const index = layer ? indexAt(layer, at, picture) : null;
  if (!layer || index === null) return null;
  return [layer.data[3 * index]!, layer.data[3 * index + 1]!, layer.data[3 * index + 2]!];
}

/**
 * Softmax of the logits resized to the picture (bilinear, corners not aligned, as the labels are taken), at one point.
 * @returns the `count` most probable classes
 */
export function mostProbable(logits: Logits, at: Point, picture: Size, count: number): Probability[] {
  const { width, height, classes, values } = logits;
  const corner = (position: number, length: number) => {
    const inside = Math.max(0, position - 0.5);
    const low = Math.min(length - 1, Math.floor(inside));
    return { low, high: Math.min(length - 1, low + 1), part: inside - low };
  };
  const x = corner((at.x / picture.width) * width, width);
  const y = corner((at.y / picture.height) * height, height);
  const value = (row: number, column: number, id: number) => values[(row * width + column) * classes + id]!;
  const mix = (a: number, b: number, part: number) => a + (b - a) * part;
  const scores = Array.from({ length: classes }, (_, id) =>
    mix(
      mix(value(y.low, x.low, id), value(y.low, x.high, id), x.part),
      mix(value(y.high, x.low, id), value(y.high, x.high, id), x.part),
      y.part,
    ),
  );
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers
    .map((power, id) => ({ id, share: power / sum }))
    .sort((a, b) => b.share - a.share || a.id - b.id)
    .slice(0, count);
}
