/**
 * The canvas behind the panes of a stage: finds out where the panes lie, and draws them once in the frame after any
 * change. Knows nothing of React, so that pointing, moving and zooming cost no render.
 */
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { type Drawing, type PaneRect, StageRenderer } from './gl/renderer';
import { paletteBytes, type StageStore } from './model';
import type { Stack, StagePicture } from './picture';
import { clamped, pixelAt } from './view';

export interface PaneContent {
  stack: Stack;
  /** Shown right of the swipe's line. */
  against: Stack | null;
}

/** Devices with more pixels than this per CSS pixel are drawn at it: nobody sees the difference. */
const MAX_RATIO = 2;

const ratioNow = (): number => Math.min(MAX_RATIO, devicePixelRatio);

export class StageScreen {
  private renderer: StageRenderer;
  private readonly observer = new ResizeObserver(() => this.measure());
  private readonly unsubscribe: () => void;
  private panes: PaneContent[] = [];
  private taxonomy: Taxonomy | null = null;
  private rects: PaneRect[] = [];
  private drawnPicture: StagePicture | null = null;
  private frame = 0;

  /**
   * @param holder holds the canvas and the panes, which are marked with `data-pane`
   * @throws where the browser has no WebGL 2
   */
  constructor(
    private readonly stage: StageStore,
    private readonly canvas: HTMLCanvasElement,
    private readonly holder: HTMLElement,
  ) {
    this.renderer = new StageRenderer(canvas);
    this.unsubscribe = stage.subscribe(() => this.drawSoon());
    canvas.addEventListener('webglcontextlost', this.lost);
    canvas.addEventListener('webglcontextrestored', this.restored);
  }

  /** What the panes show from now on; called after they have been laid out anew. */
  show(panes: PaneContent[], taxonomy: Taxonomy): void {
    this.panes = panes;
    this.taxonomy = taxonomy;
    this.observer.disconnect();
    this.observer.observe(this.holder);
    for (const pane of this.paneElements()) this.observer.observe(pane);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.observer.disconnect();
    this.unsubscribe();
    this.canvas.removeEventListener('webglcontextlost', this.lost);
    this.canvas.removeEventListener('webglcontextrestored', this.restored);
    this.renderer.dispose();
  }

  private readonly lost = (event: Event): void => event.preventDefault();

  private readonly restored = (): void => {
    this.renderer = new StageRenderer(this.canvas);
    this.drawSoon();
  };

  private paneElements(): HTMLElement[] {
    return [...this.holder.querySelectorAll<HTMLElement>('[data-pane]')];
  }

  private measure(): void {
    const outer = this.holder.getBoundingClientRect();
    this.rects = this.paneElements().map((pane) => {
      const { left, top, width, height } = pane.getBoundingClientRect();
      return { left: left - outer.left, top: top - outer.top, width, height };
    });
    const ratio = ratioNow();
    const [width, height] = [outer.width, outer.height].map((side) => Math.max(1, Math.round(side * ratio)));
    // Setting the size empties a canvas, so it is drawn at once.
    if (this.canvas.width !== width) this.canvas.width = width!;
    if (this.canvas.height !== height) this.canvas.height = height!;
    cancelAnimationFrame(this.frame);
    this.draw();
  }

  private drawSoon(): void {
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.frame = 0;
    const { picture } = this.stage.getState();
    if (this.drawnPicture !== picture) this.renderer.setPicture(picture);
    this.drawnPicture = picture;
    if (this.taxonomy) this.renderer.setPalette(paletteBytes(this.taxonomy, this.stage.getState()));
    this.renderer.draw(picture && this.drawing(picture), ratioNow());
    if (picture) this.canvas.dataset.painted = 'true';
  }

  private drawing(picture: StagePicture): Drawing {
    const { view, swipeAt, peeking, opacity, borders, lit, pointer } = this.stage.getState();
    return {
      picture,
      panes: this.panes.slice(0, this.rects.length).map(({ stack, against }, i) => ({
        rect: this.rects[i]!,
        view: clamped(view, picture, this.rects[i]!),
        stack,
        against: against && { stack: against, at: swipeAt },
      })),
      opacity: peeking ? 0 : opacity,
      borders: borders && !peeking,
      lit,
      mark: pointer && pixelAt(pointer.at, picture),
    };
  }
}
