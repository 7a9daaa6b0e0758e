/**
 * Draws all panes of a stage onto one canvas that lies behind them.
 *
 * Layers stay on the GPU, so a frame is a few calls whatever the size of the picture.
 */
import { drawing as words } from '../../words/stage';
import { layerNamed, type Stack, type StageLayer, type StagePicture } from '../picture';
import { rampColors } from '../ramp';
import type { Point, View } from '../view';
import { type Program, startProgram } from './program';
import { LABELS, PHOTO, SCALAR, VERTEX } from './shaders';
import { LayerTextures, setSampling } from './textures';

/** A pane on the canvas, in CSS pixels. */
export interface PaneRect {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface PaneDrawing {
  rect: PaneRect;
  view: View;
  stack: Stack;
  /** Shown right of the line at this share of the width. */
  against: { stack: Stack; at: number } | null;
}

/** A frame of a picture that the renderer has. */
export interface Drawing {
  panes: PaneDrawing[];
  /** Of labels over a picture, 0..1. */
  opacity: number;
  borders: boolean;
  /** Class that is brought out; null: none. */
  lit: number | null;
  /** Pixel of the picture that is marked in every pane. */
  mark: Point | null;
}

type Color = readonly [number, number, number];
const BLACK: Color = [0, 0, 0];
const WHITE: Color = [1, 1, 1];
const YELLOW: Color = [1, 0.83, 0.23];

/** From this size on the marked pixel is framed as it is; a smaller one gets a frame around it. */
const LEAST_MARK_PX = 9;

const [VALUES, BEFORE, COLORS] = [0, 1, 2];
const WHOLE = { x0: 0, y0: 0, x1: 1, y1: 1 };

export class StageRenderer {
  private readonly gl: WebGL2RenderingContext;
  private readonly programs: Record<StageLayer['kind'], () => Program>;
  private readonly textures: LayerTextures;
  private readonly ramp: WebGLTexture;
  private readonly palette: WebGLTexture;
  private picture: StagePicture | null = null;

  /** @throws where the browser has no WebGL 2. */
  constructor(private readonly canvas: OffscreenCanvas) {
    const gl = canvas.getContext('webgl2', { alpha: true, antialias: false, depth: false, stencil: false });
    if (!gl) throw new Error(words.noWebgl);
    this.gl = gl;
    this.programs = {
      rgb: startProgram(gl, VERTEX, PHOTO),
      scalar: startProgram(gl, VERTEX, SCALAR),
      labels: startProgram(gl, VERTEX, LABELS),
    };
    this.textures = new LayerTextures(gl);
    this.ramp = this.colors(rampColors());
    this.palette = this.colors(new Uint8Array(256 * 4));
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.enable(gl.SCISSOR_TEST);
  }

  /** Colours of the classes, RGBA by id; alpha 0 hides a class. */
  setPalette(rgba: Uint8Array): void {
    const { gl } = this;
    gl.bindTexture(gl.TEXTURE_2D, this.palette);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 256, 1, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
  }

  /** What is drawn from now on; frees what other pictures left on the GPU. */
  setPicture(picture: StagePicture | null): void {
    this.picture = picture;
    this.textures.keepOnly(picture?.layers ?? []);
  }

  /** @param ratio device pixels per CSS pixel */
  draw(drawing: Drawing | null, ratio: number): void {
    const { gl, canvas } = this;
    gl.scissor(0, 0, canvas.width, canvas.height);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (drawing && this.picture) for (const pane of drawing.panes) this.drawPane(this.picture, drawing, pane, ratio);
  }

  dispose(): void {
    this.textures.dispose();
    this.gl.deleteTexture(this.ramp);
    this.gl.deleteTexture(this.palette);
  }

  private drawPane(picture: StagePicture, drawing: Drawing, pane: PaneDrawing, ratio: number): void {
    const { rect, against, stack } = pane;
    if (!against) this.drawStack(picture, drawing, pane, stack, rect, ratio);
    else {
      const left = against.at * rect.width;
      this.drawStack(picture, drawing, pane, stack, { ...rect, width: left }, ratio);
      const rest = { ...rect, left: rect.left + left, width: rect.width - left };
      this.drawStack(picture, drawing, pane, against.stack, rest, ratio);
    }
    const corner = (at: Point): Point => ({
      x: rect.left + rect.width / 2 + (at.x - pane.view.center.x) * pane.view.scale,
      y: rect.top + rect.height / 2 + (at.y - pane.view.center.y) * pane.view.scale,
    });
    for (const { x0, y0, x1, y1 } of picture.boxes ?? [])
      this.frame(rect, corner({ x: x0, y: y0 }), corner({ x: x1, y: y1 }), YELLOW, ratio);
    if (drawing.mark) {
      const [from, to] = [corner(drawing.mark), corner({ x: drawing.mark.x + 1, y: drawing.mark.y + 1 })];
      const more = Math.max(0, (LEAST_MARK_PX - pane.view.scale) / 2);
      this.frame(rect, { x: from.x - more, y: from.y - more }, { x: to.x + more, y: to.y + more }, WHITE, ratio);
    }
  }

  /** Draws within `clip`, a part of the pane. */
  private drawStack(
    picture: StagePicture,
    drawing: Drawing,
    pane: PaneDrawing,
    stack: Stack,
    clip: PaneRect,
    ratio: number,
  ): void {
    if (!this.scissor(clip, ratio)) return;
    const base = layerNamed(picture, stack.base);
    const over = layerNamed(picture, stack.over);
    if (base) this.drawLayer(picture, drawing, pane, base, null, stack, 1, ratio);
    if (over)
      this.drawLayer(
        picture,
        drawing,
        pane,
        over,
        layerNamed(picture, stack.changedSince) ?? null,
        stack,
        drawing.opacity,
        ratio,
      );
  }

  private drawLayer(
    picture: StagePicture,
    { borders, lit }: Drawing,
    { rect, view }: PaneDrawing,
    layer: StageLayer,
    before: StageLayer | null,
    stack: Stack,
    opacity: number,
    ratio: number,
  ): void {
    const { gl, canvas } = this;
    const { activate, place } = this.programs[layer.kind]();
    const scale = view.scale * ratio;
    const { x0, y0, x1, y1 } = layer.area ?? WHOLE;
    activate();
    gl.uniform1f(place('canvasHeight'), canvas.height);
    gl.uniform2f(
      place('origin'),
      (rect.left + rect.width / 2) * ratio - view.center.x * scale,
      (rect.top + rect.height / 2) * ratio - view.center.y * scale,
    );
    gl.uniform2f(place('extent'), picture.width * scale, picture.height * scale);
    gl.uniform4f(place('area'), x0, y0, x1, y1);
    gl.uniform1f(place('opacity'), opacity);
    gl.uniform1i(place('values'), VALUES);
    this.textures.bind(VALUES, layer);
    if (layer.kind !== 'rgb') {
      gl.activeTexture(gl.TEXTURE0 + COLORS);
      gl.bindTexture(gl.TEXTURE_2D, layer.kind === 'labels' ? this.palette : this.ramp);
      gl.uniform1i(place('colors'), COLORS);
    }
    if (layer.kind === 'labels') {
      this.textures.bind(BEFORE, before ?? layer);
      gl.uniform1i(place('before'), BEFORE);
      gl.uniform1i(place('lit'), lit ?? -1);
      gl.uniform1i(place('borders'), Number(borders));
      gl.uniform1i(place('compared'), Number(before !== null));
      gl.uniform1i(place('differenceOnly'), Number(stack.differenceOnly === true));
      gl.uniform1f(place('line'), Math.max(1, Math.round(ratio)));
    }
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  /** A rectangle of lines, dark outside so that it shows on any colour; cut off at the pane. */
  private frame(clip: PaneRect, from: Point, to: Point, color: Color, ratio: number): void {
    for (const [thickness, shade] of [
      [3, BLACK],
      [1.5, color],
    ] as const)
      for (const [left, top, right, bottom] of [
        [from.x - thickness / 2, from.y - thickness / 2, to.x + thickness / 2, from.y + thickness / 2],
        [from.x - thickness / 2, to.y - thickness / 2, to.x + thickness / 2, to.y + thickness / 2],
        [from.x - thickness / 2, from.y, from.x + thickness / 2, to.y],
        [to.x - thickness / 2, from.y, to.x + thickness / 2, to.y],
      ] as const)
        this.fill(clip, left, top, right, bottom, shade, ratio);
  }

  private fill(clip: PaneRect, left: number, top: number, right: number, bottom: number, color: Color, ratio: number) {
    const inside = {
      left: Math.max(clip.left, left),
      top: Math.max(clip.top, top),
      width: Math.min(clip.left + clip.width, right) - Math.max(clip.left, left),
      height: Math.min(clip.top + clip.height, bottom) - Math.max(clip.top, top),
    };
    if (inside.width <= 0 || inside.height <= 0 || !this.scissor(inside, ratio)) return;
    this.gl.clearColor(...color, 1);
    this.gl.clear(this.gl.COLOR_BUFFER_BIT);
  }

  /** Drawing is bound to this part of the canvas from now on; false where it is empty. */
  private scissor({ left, top, width, height }: PaneRect, ratio: number): boolean {
    const [x0, x1] = [Math.round(left * ratio), Math.round((left + width) * ratio)];
    const [y0, y1] = [Math.round(top * ratio), Math.round((top + height) * ratio)];
    if (x1 <= x0 || y1 <= y0) return false;
    this.gl.scissor(x0, this.canvas.height - y1, x1 - x0, y1 - y0);
    return true;
  }

  private colors(rgba: Uint8Array): WebGLTexture {
    const { gl } = this;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, 256, 1);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 256, 1, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
    setSampling(gl, false);
    return texture;
  }
}
