import { describe, expect, it } from 'vitest';
import { clamped, fitScale, fitted, MAX_SCALE, panned, pixelAt, toPane, toPicture, zoomedAbout } from './view';

const picture = { width: 2048, height: 1024 };
const pane = { width: 600, height: 400 };

describe('a view', () => {
  it('fits the longer side and centres the other', () => {
    const view = fitted(picture, pane);
    expect(view.scale).toBeCloseTo(600 / 2048);
    expect(toPane({ x: 0, y: 0 }, view, pane)).toEqual({ x: 0, y: 50 });
    expect(toPane({ x: 2048, y: 1024 }, view, pane)).toEqual({ x: 600, y: 350 });
  });

  it('leads from the pane to the picture and back', () => {
    const view = { center: { x: 700.25, y: 300.5 }, scale: 3.7 };
    const back = toPane(toPicture({ x: 17, y: 391 }, view, pane), view, pane);
    expect(back.x).toBeCloseTo(17);
    expect(back.y).toBeCloseTo(391);
  });

  it('is never smaller than the whole picture, nor nearer than the largest scale', () => {
    expect(clamped({ center: { x: 5, y: 5 }, scale: 0.01 }, picture, pane)).toEqual(fitted(picture, pane));
    expect(clamped({ center: { x: 1000, y: 500 }, scale: 1e6 }, picture, pane).scale).toBe(MAX_SCALE);
    // A picture that is small already is shown as large as the pane.
    const tiny = { width: 3, height: 2 };
    expect(clamped(null, tiny, pane).scale).toBe(200);
    expect(clamped({ center: { x: 1, y: 1 }, scale: 500 }, tiny, pane).scale).toBe(200);
  });

  it('leaves no emptiness beside a picture that covers the pane', () => {
    const view = clamped({ center: { x: -50, y: 5000 }, scale: 2 }, picture, pane);
    expect(toPicture({ x: 0, y: 400 }, view, pane)).toEqual({ x: 0, y: 1024 });
  });

  it('moves with the pointer and stops at the border', () => {
    const start = { center: { x: 1000, y: 500 }, scale: 2 };
    expect(panned({ x: 10, y: -20 }, start, picture, pane).center).toEqual({ x: 995, y: 510 });
    expect(panned({ x: 1e5, y: 0 }, start, picture, pane).center.x).toBe(150);
  });
});

describe('zooming about a point', () => {
  it('keeps what is under the pointer', () => {
    const at = { x: 410, y: 120 };
    const start = { center: { x: 1000, y: 500 }, scale: 1.5 };
    const before = toPicture(at, start, pane);
    const after = toPicture(at, zoomedAbout(at, 1.3, start, picture, pane), pane);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });

  it('keeps it also where the largest scale cuts the step short', () => {
    const at = { x: 3, y: 390 };
    const start = { center: { x: 1000, y: 500 }, scale: 60 };
    const after = zoomedAbout(at, 10, start, picture, pane);
    expect(after.scale).toBe(MAX_SCALE);
    expect(toPicture(at, after, pane).x).toBeCloseTo(toPicture(at, start, pane).x);
  });

  it('in and out again ends at the whole picture', () => {
    let view = fitted(picture, pane);
    for (let i = 0; i < 20; i++) view = zoomedAbout({ x: 30 * i, y: 17 * i }, 1.4, view, picture, pane);
    for (let i = 0; i < 40; i++) view = zoomedAbout({ x: 500, y: 10 }, 1 / 1.4, view, picture, pane);
    expect(view).toEqual(fitted(picture, pane));
  });
});

describe('the pixel at a point', () => {
  it('belongs to its upper left corner and ends at the borders', () => {
    expect(pixelAt({ x: 3.999, y: 0 }, picture)).toEqual({ x: 3, y: 0 });
    expect(pixelAt({ x: 2047.9, y: 1023.9 }, picture)).toEqual({ x: 2047, y: 1023 });
    expect(pixelAt({ x: 2048, y: 5 }, picture)).toBeNull();
    expect(pixelAt({ x: -0.01, y: 5 }, picture)).toBeNull();
    expect(pixelAt({ x: Number.NaN, y: 5 }, picture)).toBeNull();
  });

  it('at a zoomed view is the pixel that is drawn there', () => {
    const view = { center: { x: 100.5, y: 50.5 }, scale: MAX_SCALE };
    const middle = { x: 300, y: 200 };
    expect(pixelAt(toPicture(middle, view, pane), picture)).toEqual({ x: 100, y: 50 });
    expect(pixelAt(toPicture({ x: middle.x + 32, y: middle.y - 33 }, view, pane), picture)).toEqual({ x: 101, y: 49 });
    expect(fitScale(picture, pane)).toBeLessThan(1);
  });
});
