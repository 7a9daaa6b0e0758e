import { describe, expect, it } from 'vitest';
import { attentionLayer, confidenceLayer, detailLayer, photoLayer } from './frames';

describe('layers of an iteration', () => {
  it('have the largest probability as confidence', () => {
    const logits = [Math.log(3), 0, 5, 5];
    expect([...confidenceLayer(logits, { width: 1, height: 2, channels: 2 }).data]).toEqual([191, 128]);
  });

  it('take the attention of the class that is labelled there, and none where nothing is', () => {
    const attention = [51, 102, 153, 204, 255, 0];
    const label = [1, 1, 255, 255, 0, 0, 1, 1, 255, 255, 0, 0];
    const raster = { width: 3, height: 1, channels: 2 };
    expect([...attentionLayer(attention, raster, label, { width: 6, height: 2 }).data]).toEqual([102, 0, 255]);
    const single = attentionLayer([51, 153, 255], { ...raster, channels: 1 }, label, { width: 6, height: 2 });
    expect([...single.data]).toEqual([51, 153, 255]);
  });

  it('cut the detail crop out of its picture', () => {
    const picture = photoLayer(new Float32Array(4 * 3 * 3), 4, 3);
    for (let i = 0; i < picture.data.length; i++) picture.data[i] = i;
    const detail = detailLayer(picture, [1, 2, 0, 0, 0, 0, 0, 0], [2, 1]);
    expect([...detail.data]).toEqual([18, 19, 20, 30, 31, 32]);
    expect(detail.area).toEqual({ x0: 0.5, y0: 1 / 3, x1: 0.75, y1: 1 });
  });

  it('show the asked picture of a batch', () => {
    const values = new Float32Array(2 * 3).map((_, i) => (i < 3 ? -9 : 9));
    expect([...photoLayer(values, 1, 1).data]).toEqual([0, 0, 0]);
    expect([...photoLayer(values, 1, 1, 1).data]).toEqual([255, 255, 255]);
  });
});
