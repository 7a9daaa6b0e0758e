/** Draws all stages of the page, so that neither the GPU nor a large picture ever keeps the page waiting. */
import type { StagePicture } from '../picture';
import type { ScreenReply, ScreenRequest } from './messages';
import { StageRenderer } from './renderer';

type DrawRequest = Extract<ScreenRequest, { type: 'draw' }>;

interface Screen {
  canvas: OffscreenCanvas;
  /** Null as long as the browser has taken the GPU away. */
  renderer: StageRenderer | null;
  picture: StagePicture | null;
  palette: Uint8Array | null;
  /** The newest frame that was asked for, and whether it is drawn. */
  asked: DrawRequest | null;
  pending: boolean;
}

const screens = new Map<number, Screen>();
let frame = 0;

const reply = (message: ScreenReply): void => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<ScreenRequest>) => {
  const { id } = data;
  try {
    if (data.type === 'open') open(id, data.canvas);
    else take(data);
  } catch (error) {
    reply({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  }
});

function open(id: number, canvas: OffscreenCanvas): void {
  const screen: Screen = {
    canvas,
    renderer: new StageRenderer(canvas),
    picture: null,
    palette: null,
    asked: null,
    pending: false,
  };
  screens.set(id, screen);
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault(); // it can be given back
    screen.renderer = null;
  });
  canvas.addEventListener('webglcontextrestored', () => {
    screen.renderer = new StageRenderer(canvas);
    screen.renderer.setPicture(screen.picture);
    if (screen.palette) screen.renderer.setPalette(screen.palette);
    drawSoon(screen);
  });
}

function take(request: Exclude<ScreenRequest, { type: 'open' }>): void {
  const screen = screens.get(request.id);
  if (!screen) return;
  switch (request.type) {
    case 'picture':
      screen.picture = request.picture;
      screen.renderer?.setPicture(request.picture);
      return;
    case 'palette':
      screen.palette = request.rgba;
      screen.renderer?.setPalette(request.rgba);
      return;
    case 'draw':
      screen.asked = request;
      drawSoon(screen);
      return;
    case 'close':
      screen.renderer?.dispose();
      screens.delete(request.id);
  }
}

function drawSoon(screen: Screen): void {
  screen.pending = true;
  if (frame === 0) frame = requestAnimationFrame(drawAll);
}

function drawAll(): void {
  frame = 0;
  for (const [id, screen] of screens) {
    const { canvas, renderer, asked, pending } = screen;
    if (!pending || !renderer || !asked) continue;
    screen.pending = false;
    // Setting the size empties a canvas, also to the size that it has.
    if (canvas.width !== asked.width) canvas.width = asked.width;
    if (canvas.height !== asked.height) canvas.height = asked.height;
    try {
      renderer.draw(asked.drawing, asked.ratio);
      if (asked.drawing) reply({ type: 'drawn', id });
    } catch (error) {
      reply({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
    }
  }
}
