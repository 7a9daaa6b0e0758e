import { beforeEach, expect, it } from 'vitest';
import { cursor, zoomBy, zoomWithin } from './cursor';

beforeEach(() => cursor.setState({ iteration: null, zoom: null }));

it('a zoom stays inside the run and is nothing where it is the whole', () => {
  expect(zoomWithin(-50, 20, [0, 100])).toEqual([0, 70]);
  expect(zoomWithin(80, 60, [0, 100])).toEqual([60, 80]);
  expect(zoomWithin(50, 50.5, [0, 100])).toEqual([48.25, 52.25]);
  expect(zoomWithin(-10, 130, [0, 100])).toBeNull();
  expect(zoomWithin(0, 1, [0, 2])).toBeNull();
});

it('zooming keeps what is pointed at in its place, and comes back', () => {
  zoomBy(2, 20, [0, 100]);
  expect(cursor.getState().zoom).toEqual([10, 60]);
  zoomBy(0.5, 20, [0, 100]);
  expect(cursor.getState().zoom).toBeNull();
});
