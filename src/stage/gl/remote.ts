/** The page's end of a canvas that a worker draws: pictures are sent once, frames are a few numbers. */
import { drawing as words } from '../../words/stage';
import type { StagePicture } from '../picture';
import type { ScreenReply, ScreenRequest } from './messages';
import type { Drawing } from './renderer';

interface Listener {
  onDrawn(): void;
  onFailure(message: string): void;
}

let worker: Worker | null = null;
const listeners = new Map<number, Listener>();
let lastId = 0;

function screenWorker(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL('./screen.worker.ts', import.meta.url), { type: 'module', name: 'stage' });
  worker.addEventListener('message', ({ data }: MessageEvent<ScreenReply>) => {
    const listener = listeners.get(data.id);
    if (data.type === 'drawn') listener?.onDrawn();
    else listener?.onFailure(data.message);
  });
  worker.addEventListener('error', ({ message }) => {
    for (const { onFailure } of listeners.values()) onFailure(words.workerFailed(message));
  });
  return worker;
}

export class RemoteCanvas {
  private readonly id = ++lastId;

  /** The canvas must not have a context; it belongs to the worker from now on. */
  constructor(canvas: HTMLCanvasElement, listener: Listener) {
    listeners.set(this.id, listener);
    const offscreen = canvas.transferControlToOffscreen();
    this.send({ type: 'open', id: this.id, canvas: offscreen }, [offscreen]);
  }

  setPicture(picture: StagePicture | null): void {
    this.send({ type: 'picture', id: this.id, picture: picture && { ...picture, logits: undefined } });
  }

  setPalette(rgba: Uint8Array): void {
    this.send({ type: 'palette', id: this.id, rgba });
  }

  /** Width and height in device pixels, `ratio` of them per CSS pixel. */
  draw(size: { width: number; height: number; ratio: number }, drawing: Drawing | null): void {
    this.send({ type: 'draw', id: this.id, ...size, drawing });
  }

  dispose(): void {
    this.send({ type: 'close', id: this.id });
    listeners.delete(this.id);
  }

  private send(request: ScreenRequest, transfer: Transferable[] = []): void {
    screenWorker().postMessage(request, transfer);
  }
}
