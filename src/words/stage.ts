/** Every word of the stage: its tools, its keys, the probe, and the legend of classes. */
import type { StageAction } from '../stage/keys';

/** A class that the list of classes has no name for. */
export const unnamedClass = (id: number): string => `class ${id}`;

export const stageToolbar = {
  views: 'Views',
  all: 'All',
  two: 'Two',
  one: 'One',
  swipe: 'Swipe between two layers',
  labels: 'Labels',
  opacity: 'Labels over picture',
  percent: (value: number) => `${value} %`,
  fullOrNone: 'Labels at 0 or 100 %',
  peek: 'Hold to see the picture without labels',
  borders: 'Borders of the segments',
  zoomOut: 'Zoom out',
  fit: 'Show the whole picture',
  zoomIn: 'Zoom in',
  /** A tool and its key. */
  withKey: (tool: string, key: string | undefined) => `${tool} (${key})`,
} as const;

export const colorMenu = {
  title: 'Colours of the classes',
  usual: 'Usual colours',
  safe: 'For any kind of colour vision',
  forget: 'Forget my own colours',
} as const;

export const keySheet = { title: 'Keys of the pictures' } as const;

export const labelOpacity = {
  title: 'Labels over picture',
  percent: (value: number) => `${value} %`,
} as const;

export const stagePane = {
  layer: 'Layer',
  layerOnRight: 'Layer on the right',
  both: (left: string, right: string) => `${left} and ${right}`,
  swiped: (left: string, right: string) => `Left: ${left}. Right: ${right}.`,
  least: '0',
  most: '1',
} as const;

export const swipeLine = { title: 'Line between the two layers' } as const;

export const probe = {
  pixel: 'Pixel',
  nothing: 'nothing',
  howTo: 'Point at a picture to read its pixels. Scroll with Ctrl, pinch or press + to zoom; drag to move.',
} as const;

export const classLegend = {
  empty: 'The classes in these pictures will be listed here.',
  color: (name: string) => `Colour of ${name}`,
  changeColor: (name: string) => `Change the colour of ${name}`,
  hide: (name: string) => `Hide ${name}`,
  show: (name: string) => `Show ${name}`,
  only: 'only',
  onlyThis: (name: string) => `Only ${name}`,
  showOnly: (name: string) => `Show only ${name}`,
} as const;

export const keyNames = { space: 'Space' } as const;

/** What the keys of a picture do. */
export const stageKeys: Record<StageAction, string> = {
  'zoom-in': 'Zoom in',
  'zoom-out': 'Zoom out',
  fit: 'Show the whole picture',
  actual: 'One pixel of the picture as one of the screen',
  left: 'Move to the left; further with Shift',
  right: 'Move to the right',
  up: 'Move up',
  down: 'Move down',
  peek: 'See the picture without labels while held',
  'toggle-labels': 'Labels at 0 or 100 %',
  weaker: 'Labels weaker',
  stronger: 'Labels stronger',
  outlines: 'Borders of the segments',
  layout: 'All views, two, or one',
  swipe: 'Swipe between two layers',
  'swipe-left': 'Swipe to the left, while swiping',
  'swipe-right': 'Swipe to the right, while swiping',
  'next-layer': 'Next layer in the first view',
  'previous-layer': 'Previous layer in the first view',
  solo: 'Only the class under the pointer',
  hide: 'Hide the class under the pointer',
  'all-classes': 'Show all classes again',
};

export const drawing = {
  shader: (logs: string) => `A shader of the stage does not compile: ${logs}`,
  noWebgl: 'Pictures need WebGL 2, which this browser does not offer: switch hardware acceleration on.',
  workerFailed: (message: string) => `The worker that draws pictures failed: ${message}`,
} as const;
