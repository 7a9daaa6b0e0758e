/**
 * Where a picture lies in the panes that show it.
 *
 * A view is a point of the picture, which sits in the middle of the pane, and a scale. All panes of a stage share one
 * view, so that they show the same place. Lengths of panes are CSS pixels, lengths of pictures are their pixels.
 */

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface View {
  /** Point of the picture in the middle of the pane. */
  center: Point;
  /** CSS pixels per pixel of the picture. */
  scale: number;
}

/** A pixel of the picture as large as this is as near as one wants to be. */
export const MAX_SCALE = 64;

/** The largest scale at which the whole picture is seen. */
export const fitScale = (picture: Size, pane: Size): number =>
  Math.min(pane.width / picture.width, pane.height / picture.height);

/** The whole picture, in the middle. */
export function fitted(picture: Size, pane: Size): View {
  return { center: { x: picture.width / 2, y: picture.height / 2 }, scale: fitScale(picture, pane) };
}

/**
 * The nearest view without needless emptiness: a side that fits lies in the middle, the other covers the pane. Null
 * stands for the whole picture.
 */
export function clamped(view: View | null, picture: Size, pane: Size): View {
  if (!view) return fitted(picture, pane);
  const least = fitScale(picture, pane);
  const scale = Math.min(Math.max(view.scale, least), Math.max(MAX_SCALE, least));
  const within = (at: number, length: number, room: number): number => {
    const half = room / scale / 2;
    return half * 2 >= length ? length / 2 : Math.min(Math.max(at, half), length - half);
  };
  return {
    center: {
      x: within(view.center.x, picture.width, pane.width),
      y: within(view.center.y, picture.height, pane.height),
    },
    scale,
  };
}

/** Where a point of the pane lies in the picture; not bound to its borders. */
export function toPicture(at: Point, view: View, pane: Size): Point {
  return {
    x: view.center.x + (at.x - pane.width / 2) / view.scale,
    y: view.center.y + (at.y - pane.height / 2) / view.scale,
  };
}

/** Where a point of the picture lies in the pane. */
export function toPane(at: Point, view: View, pane: Size): Point {
  return {
    x: pane.width / 2 + (at.x - view.center.x) * view.scale,
    y: pane.height / 2 + (at.y - view.center.y) * view.scale,
  };
}

/** Scales by `factor` so that what is under `at` stays under it, as far as the borders let it. */
export function zoomedAbout(at: Point, factor: number, view: View, picture: Size, pane: Size): View {
  const fixed = toPicture(at, view, pane);
  const { scale } = clamped({ ...view, scale: view.scale * factor }, picture, pane);
  const center = {
    x: fixed.x - (at.x - pane.width / 2) / scale,
    y: fixed.y - (at.y - pane.height / 2) / scale,
  };
  return clamped({ center, scale }, picture, pane);
}

/** Moves the picture by CSS pixels. */
export function panned(by: Point, view: View, picture: Size, pane: Size): View {
  const center = { x: view.center.x - by.x / view.scale, y: view.center.y - by.y / view.scale };
  return clamped({ ...view, center }, picture, pane);
}

/** Column and row of the pixel that holds a point of the picture; null outside. */
export function pixelAt({ x, y }: Point, { width, height }: Size): Point | null {
  if (!(x >= 0 && y >= 0 && x < width && y < height)) return null;
  return { x: Math.floor(x), y: Math.floor(y) };
}
