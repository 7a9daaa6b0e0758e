/** One way to draw for two surfaces, so that a saved figure is the chart on the screen: a canvas, or the text of an SVG. */
import type { Point } from './decimate';

export interface Stroke {
  color: string;
  width: number;
  dash?: readonly number[];
  /** 0..1, 1 by default. */
  opacity?: number;
}

export interface Letters {
  color: string;
  align: 'left' | 'center' | 'right';
  /** What of the letters lies at y. */
  baseline: 'top' | 'middle' | 'bottom';
  bold?: boolean;
  /** Turned by 90 degrees against the clock. */
  upwards?: boolean;
}

export interface Pen {
  fill(x: number, y: number, width: number, height: number, color: string, opacity?: number): void;
  polyline(points: readonly Point[], stroke: Stroke): void;
  text(text: string, x: number, y: number, letters: Letters): void;
  /** Everything that `draw` draws is cut off outside the rectangle. */
  clipped(x: number, y: number, width: number, height: number, draw: () => void): void;
}

const FONT_PX = 11;
const FONT = 'system-ui, sans-serif';

export function canvasPen(g: CanvasRenderingContext2D): Pen {
  return {
    fill(x, y, width, height, color, opacity = 1) {
      g.globalAlpha = opacity;
      g.fillStyle = color;
      g.fillRect(x, y, width, height);
      g.globalAlpha = 1;
    },
    polyline(points, { color, width, dash, opacity = 1 }) {
      g.globalAlpha = opacity;
      g.strokeStyle = color;
      g.lineWidth = width;
      g.lineJoin = 'round';
      g.setLineDash(dash ? [...dash] : []);
      g.beginPath();
      for (const { x, y } of points) g.lineTo(x, y);
      g.stroke();
      g.setLineDash([]);
      g.globalAlpha = 1;
    },
    text(text, x, y, { color, align, baseline, bold, upwards }) {
      g.save();
      g.font = `${bold ? '600 ' : ''}${FONT_PX}px ${FONT}`;
      g.fillStyle = color;
      g.textAlign = align;
      g.textBaseline = baseline;
      g.translate(x, y);
      if (upwards) g.rotate(-Math.PI / 2);
      g.fillText(text, 0, 0);
      g.restore();
    },
    clipped(x, y, width, height, draw) {
      g.save();
      g.beginPath();
      g.rect(x, y, width, height);
      g.clip();
      draw();
      g.restore();
    },
  };
}

const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

const ANCHORS = { left: 'start', center: 'middle', right: 'end' } as const;
const BASELINES = { top: 'hanging', middle: 'central', bottom: 'alphabetic' } as const;
/** A tenth of a pixel is more than any screen shows. */
const short = (value: number): string => String(Math.round(value * 10) / 10);

/** A pen that writes SVG; `svg()` gives the whole picture, without a reference to anything outside. */
export class SvgPen implements Pen {
  private readonly parts: string[] = [];
  private clips = 0;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {}

  fill(x: number, y: number, width: number, height: number, color: string, opacity = 1): void {
    this.parts.push(
      `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${color}"${opacity < 1 ? ` fill-opacity="${opacity}"` : ''}/>`,
    );
  }

  polyline(points: readonly Point[], { color, width, dash, opacity = 1 }: Stroke): void {
    const path = points.map(({ x, y }) => `${short(x)},${short(y)}`).join(' ');
    const dashes = dash?.length ? ` stroke-dasharray="${dash.join(' ')}"` : '';
    const faint = opacity < 1 ? ` stroke-opacity="${opacity}"` : '';
    this.parts.push(
      `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round"${dashes}${faint}/>`,
    );
  }

  text(text: string, x: number, y: number, { color, align, baseline, bold, upwards }: Letters): void {
    const turned = upwards ? ` transform="rotate(-90 ${short(x)} ${short(y)})"` : '';
    this.parts.push(
      `<text x="${short(x)}" y="${short(y)}" fill="${color}" text-anchor="${ANCHORS[align]}" dominant-baseline="${BASELINES[baseline]}"${bold ? ' font-weight="600"' : ''}${turned}>${escapeXml(text)}</text>`,
    );
  }

  clipped(x: number, y: number, width: number, height: number, draw: () => void): void {
    const id = `clip-${++this.clips}`;
    this.parts.push(
      `<clipPath id="${id}"><rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"/></clipPath><g clip-path="url(#${id})">`,
    );
    draw();
    this.parts.push('</g>');
  }

  svg(): string {
    const { width, height } = this;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" font-size="${FONT_PX}">${this.parts.join('')}</svg>`;
  }
}
