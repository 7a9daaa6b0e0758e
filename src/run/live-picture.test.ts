import { describe, expect, it } from 'vitest';
import { DEMO_CSI } from '../../workers/experiment/demo';
import type { FrameLayer } from '../../workers/protocol';
import { isShowable } from '../stage/picture';
import { LIVE_OVERVIEW, livePicture, neededLayers, stacksOf } from './live-picture';

const layer = (kind: FrameLayer['kind']): FrameLayer => ({
  kind,
  width: 4,
  height: 2,
  data: new Uint8Array(kind === 'rgb' ? 24 : 8),
});

describe('the pictures of a run', () => {
  const config = structuredClone(DEMO_CSI);
  const keys = () => stacksOf(config).map(({ key }) => key);

  it('are those that its method makes', () => {
    config.method.featureDistance.lambda = 0;
    expect(keys()).not.toContain('featureMask');
    config.method.featureDistance.lambda = 0.005;
    expect(keys()).toContain('featureMask');
    expect(keys()).not.toContain('detail');
    expect(keys()).toEqual(expect.arrayContaining(LIVE_OVERVIEW));
    expect(stacksOf({ ...config, method: { ...config.method, kind: 'source-only' } }).map(({ key }) => key)).toEqual([
      'source',
      'target',
      'featureMask',
    ]);
  });

  it('are read back where they are shown, those of the overview always', () => {
    const stacks = stacksOf(config);
    expect(neededLayers(stacks, [])).toContain('weight');
    expect(neededLayers(stacks, [])).not.toContain('confidence');
    expect(neededLayers(stacks, ['confidence', 'pseudoLabel'])).toContain('confidence');
  });

  it('become layers of one picture, with the scores for the probe', () => {
    expect(livePicture(null)).toBeNull();
    const picture = livePicture({
      type: 'frames',
      run: 'r',
      iteration: 6,
      file: { source: 'a', target: 'b' },
      layers: {
        target: layer('rgb'),
        pseudoLabel: layer('labels'),
        scores: { kind: 'scores', width: 1, height: 1, classes: 3, data: Float32Array.of(1, 2, 3) },
      },
    })!;
    expect(picture).toMatchObject({ width: 4, height: 2, note: 'iteration 7' });
    expect(picture.layers.map(({ name, scene }) => [name, scene])).toEqual([
      ['target', 'target'],
      ['pseudoLabel', 'target'],
    ]);
    expect([...picture.logits!.values]).toEqual([1, 2, 3]);
    const showable = stacksOf(config).filter((stack) => isShowable(stack, picture));
    expect(showable.map(({ key }) => key)).toEqual(['target', 'pseudoLabel']);
  });
});
