/** What the page and the worker that draws its stages say to each other; `id` tells the stages apart. */
import type { StagePicture } from '../picture';
import type { Drawing } from './renderer';

export type ScreenRequest =
  | { type: 'open'; id: number; canvas: OffscreenCanvas }
  /** What is drawn from now on. */
  | { type: 'picture'; id: number; picture: StagePicture | null }
  /** Colours of the classes, RGBA by id. */
  | { type: 'palette'; id: number; rgba: Uint8Array }
  /** Width and height in device pixels. */
  | { type: 'draw'; id: number; width: number; height: number; ratio: number; drawing: Drawing | null }
  | { type: 'close'; id: number };

export type ScreenReply =
  /** A picture has been drawn. */
  { type: 'drawn'; id: number } | { type: 'failed'; id: number; message: string };
