/** Charts: curves, their keys and axes, and what is saved of them. */

export const curveChart = {
  marked: (label: string, mark: string) => `${label} (${mark})`,
  wholeRun: 'Whole run',
  smoothing: 'Smoothing',
  smoothingOf: (title: string) => `Smoothing of ${title}`,
  log: 'Log',
  logOf: (title: string) => `Logarithmic axis of ${title}`,
  canvas: (title: string, unit: string) => `${title}, ${unit}`,
  latest: 'Values: latest.',
  at: (iteration: number) => `Values: at iteration ${iteration.toLocaleString('en')}.`,
  keys: 'Drag to zoom, or Ctrl + wheel; double click for the whole run. Keys: arrows, + − 0.',
} as const;

export const curveCanvas = {
  values: (iteration: number | null, values: readonly string[]) =>
    `${iteration === null ? 'latest' : `iteration ${iteration}`}: ${values.join(', ')}`,
} as const;

export const plot = { iteration: 'iteration' } as const;

export const lossChart = {
  title: 'Losses',
  explanation: 'What training brings down; each is a mean over the pixels of a batch.',
  unit: 'loss (nats)',
  empty: 'The curves begin with the first iteration.',
} as const;

export const losses = {
  source: { label: 'source', explanation: 'cross-entropy on labelled pictures' },
  mixed: { label: 'mixed', explanation: 'weighted cross-entropy on mixed pictures' },
  featureDistance: {
    label: 'feature distance',
    explanation: 'how far the encoder is from its pretrained features',
  },
  masked: { label: 'masked', explanation: 'weighted cross-entropy on masked pictures' },
  detail: 'detail',
  context: 'context',
  labelAt: (label: string, scale: string) => `${label}, ${scale}`,
  explanationAt: (explanation: string, scale: string) => `${explanation}, the ${scale} part`,
} as const;

export const saveMenu = {
  save: (what: string) => `Save ${what}`,
  cannotDraw: 'This browser cannot draw it; save the SVG.',
  svg: 'Figure as SVG',
  png: 'Figure as PNG',
  csv: 'Values as CSV',
  json: 'Values as JSON',
} as const;
