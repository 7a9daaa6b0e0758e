import { describe, expect, it } from 'vitest';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { type ActionContext, act, classUnderPointer, zoom } from './actions';
import { createStage, isVisible, paletteBytes, showAllClasses, soloClass, toggleClass } from './model';
import type { Stack, StagePicture } from './picture';

const picture: StagePicture = {
  width: 40,
  height: 20,
  layers: [
    { name: 'photo', title: 'Photo', scene: 's', kind: 'rgb', width: 40, height: 20, data: new Uint8Array(2400) },
    {
      name: 'labels',
      title: 'Labels',
      scene: 's',
      kind: 'labels',
      width: 40,
      height: 20,
      data: Uint8Array.from({ length: 800 }, (_, i) => (i % 40 < 20 ? 13 : 255)),
    },
  ],
};
const stacks: Stack[] = [
  { key: 'a', title: 'A', explanation: '', base: 'photo' },
  { key: 'b', title: 'B', explanation: '', base: 'photo', over: 'labels' },
];
const context = (part: Partial<ActionContext> = {}): ActionContext => ({
  stage: createStage({ picture, arrangement: 'one', chosen: ['a', 'b'] }),
  pane: { width: 400, height: 200 },
  stacks,
  far: false,
  ...part,
});

describe('classes', () => {
  it('are hidden one by one, shown alone, and all again', () => {
    const stage = createStage();
    toggleClass(stage, 3);
    expect([isVisible(stage.getState(), 3), isVisible(stage.getState(), 4)]).toEqual([false, true]);
    soloClass(stage, 3);
    expect([isVisible(stage.getState(), 3), isVisible(stage.getState(), 4)]).toEqual([true, false]);
    toggleClass(stage, 4);
    expect([isVisible(stage.getState(), 3), isVisible(stage.getState(), 4)]).toEqual([true, true]);
    soloClass(stage, 5);
    soloClass(stage, 5);
    expect(isVisible(stage.getState(), 3)).toBe(false); // hidden before, so hidden again
    showAllClasses(stage);
    expect(isVisible(stage.getState(), 3)).toBe(true);
  });

  it('that are hidden have no colour, and neither has what is no class', () => {
    const bytes = paletteBytes(CITYSCAPES, { hidden: new Set([13]), solo: new Set() });
    expect([...bytes.subarray(0, 4)]).toEqual([128, 64, 128, 255]);
    expect([...bytes.subarray(13 * 4, 14 * 4)]).toEqual([0, 0, 142, 0]);
    expect(bytes[255 * 4 + 3]).toBe(0);
  });
});

describe('actions', () => {
  it('zoom by keys about the middle, and back to the whole picture', () => {
    const { stage, ...rest } = context();
    act('zoom-in', { stage, ...rest });
    expect(stage.getState().view).toEqual({ center: { x: 20, y: 10 }, scale: 15 });
    act('right', { stage, ...rest });
    expect(stage.getState().view!.center.x).toBeCloseTo(20 + (0.12 * 400) / 15);
    act('zoom-out', { stage, ...rest });
    expect(stage.getState().view).toBeNull();
    zoom(stage, rest.pane, 3, { x: 0, y: 0 });
    expect(stage.getState().view!.center).toEqual({ x: 400 / 30 / 2, y: 200 / 30 / 2 });
  });

  it('set opacity in steps and by one key', () => {
    const { stage, ...rest } = context();
    act('weaker', { stage, ...rest });
    expect(stage.getState().opacity).toBe(0.5);
    act('toggle-labels', { stage, ...rest });
    expect(stage.getState().opacity).toBe(0);
    act('weaker', { stage, ...rest });
    expect(stage.getState().opacity).toBe(0);
    act('toggle-labels', { stage, ...rest });
    expect(stage.getState().opacity).toBe(1);
  });

  it('step through layers and arrangements; swiping needs one pane', () => {
    const { stage, ...rest } = context();
    act('next-layer', { stage, ...rest });
    expect(stage.getState().chosen).toEqual(['b', 'b']);
    act('next-layer', { stage, ...rest });
    expect(stage.getState().chosen).toEqual(['a', 'b']);
    act('layout', { stage, ...rest });
    expect(stage.getState().arrangement).toBe('all');
    act('swipe', { stage, ...rest });
    expect(stage.getState()).toMatchObject({ arrangement: 'one', swiping: true });
    act('swipe-left', { stage, ...rest });
    expect(stage.getState().swipeAt).toBeCloseTo(0.45);
    act('layout', { stage, ...rest });
    expect(stage.getState()).toMatchObject({ arrangement: 'all', swiping: false });
  });

  it('take the class under the pointer, where there is one', () => {
    const { stage, ...rest } = context();
    act('solo', { stage, ...rest });
    expect(stage.getState().solo.size).toBe(0);
    stage.setState({ pointer: { at: { x: 3.5, y: 4 }, stack: 'b' } });
    expect(classUnderPointer(stage, stacks)).toBe(13);
    act('solo', { stage, ...rest });
    expect([...stage.getState().solo]).toEqual([13]);
    act('all-classes', { stage, ...rest });
    act('hide', { stage, ...rest });
    expect([...stage.getState().hidden]).toEqual([13]);
    stage.setState({ pointer: { at: { x: 30, y: 4 }, stack: 'b' } });
    expect(classUnderPointer(stage, stacks)).toBeNull();
  });
});
