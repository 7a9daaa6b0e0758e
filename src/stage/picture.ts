/**
 * A picture and all that is known about its pixels, as layers over one another.
 *
 * Layers may be coarser than the picture (a mask of features) or cover a part of it (a detail crop); each is stretched
 * over its area. Layers of one scene show the same place, so that a probe can read them together: in a run, source and
 * target are two scenes in pictures of one size.
 */
import type { FrameLayer } from '../../workers/protocol';
import type { Point, Size } from './view';

export type StageLayer = FrameLayer & {
  name: string;
  /** How a person calls it. */
  title: string;
  scene: string;
  /** Where it lies in the picture, as shares of its sides; absent: everywhere. */
  area?: { x0: number; y0: number; x1: number; y1: number };
};

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Scores before softmax, [height, width, classes]; resized to the picture they are what the labels were taken from. */
export interface Logits extends Size {
  scene: string;
  title: string;
  classes: number;
  values: Float32Array;
}

export interface StagePicture extends Size {
  layers: StageLayer[];
  logits?: Logits;
  /** A few words beside the titles, such as the iteration. */
  note?: string;
  /** Rectangles to draw, in pixels of the picture. */
  boxes?: Box[];
}

/** What one pane shows, from bottom to top. */
export interface Stack {
  key: string;
  title: string;
  /** One line that says what is seen. */
  explanation: string;
  /** Names of layers. */
  base: string;
  over?: string;
  /** Label map with which `over` is compared: what differs is outlined. */
  changedSince?: string;
  /** Of `over`, only what differs from `changedSince` is shown. */
  differenceOnly?: boolean;
}

export const layerNamed = (picture: StagePicture | null, name: string | undefined): StageLayer | undefined =>
  name === undefined ? undefined : picture?.layers.find((layer) => layer.name === name);

/** True where a picture has the layers of a stack. */
export function isShowable(stack: Stack, picture: StagePicture | null): boolean {
  return [stack.base, stack.over, stack.changedSince].every(
    (name) => name === undefined || layerNamed(picture, name) !== undefined,
  );
}

/** Index of the layer's value at a point of the picture; null outside the layer. */
export function indexAt(layer: StageLayer, at: Point, picture: Size): number | null {
  const { x0, y0, x1, y1 } = layer.area ?? { x0: 0, y0: 0, x1: 1, y1: 1 };
  const column = Math.floor(((at.x / picture.width - x0) / (x1 - x0)) * layer.width);
  const row = Math.floor(((at.y / picture.height - y0) / (y1 - y0)) * layer.height);
  const inside = column >= 0 && row >= 0 && column < layer.width && row < layer.height;
  return inside ? row * layer.width + column : null;
}
