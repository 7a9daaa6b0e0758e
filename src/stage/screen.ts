/**
 * The canvas behind the panes of a stage: finds out where the panes lie, and draws them once in the frame after any
 * change. Knows nothing of React, so that pointing, moving and zooming cost no render.
 */
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { RemoteCanvas } from './gl/remote';
import type { Drawing, PaneRect } from './gl/renderer';
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
  private readonly canvas = document.createElement('canvas');
  private readonly remote: RemoteCanvas;
  private readonly observer = new ResizeObserver(() => this.measure());
  private readonly unsubscribe: () => void;
  private panes: PaneContent[] = [];
  private taxonomy: Taxonomy | null = null;
  private rects: PaneRect[] = [];
  private drawnPicture: StagePicture | null = null;
  private drawnColors: unknown[] = [];
  private size = { width: 1, height: 1, ratio: 1 };
  private frame = 0;

  /**
   * @param holder gets the canvas behind the panes, which are marked with `data-pane`
   * @param onFailure hears why nothing can be drawn
   */
  constructor(
    private readonly stage: StageStore,
    private readonly holder: HTMLElement,
    className: string,
    onFailure: (message: string) => void,
  ) {
    this.canvas.className = className;
    holder.prepend(this.canvas);
    const onDrawn = () => {
      if (this.drawnPicture) this.canvas.dataset.painted = 'true';
    };
    this.remote = new RemoteCanvas(this.canvas, { onDrawn, onFailure });
    this.unsubscribe = stage.subscribe(() => this.drawSoon());
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
    this.remote.dispose();
    this.canvas.remove();
  }

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
    this.size = { width: width!, height: height!, ratio };
    this.drawSoon();
  }

  private drawSoon(): void {
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.frame = 0;
    const state = this.stage.getState();
    const { picture, hidden, solo } = state;
    const { taxonomy } = this;
    if (this.drawnPicture !== picture) this.remote.setPicture(picture);
    this.drawnPicture = picture;
    const colors = [taxonomy, hidden, solo];
    if (taxonomy && colors.some((part, i) => part !== this.drawnColors[i]))
      this.remote.setPalette(paletteBytes(taxonomy, state));
    this.drawnColors = colors;
    this.remote.draw(this.size, picture && this.drawing(picture));
  }

  private drawing(picture: StagePicture): Drawing {
    const { view, swipeAt, peeking, opacity, borders, lit, pointer } = this.stage.getState();
    return {
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
