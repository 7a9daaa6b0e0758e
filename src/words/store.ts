/** What the state of the page says by itself: how things ended, and why they cannot be done. */

export const bench = {
  lookedFor: (name: string) => `"${name}" is looked for already.`,
  noPicture: (name: string) => `There is no picture in ${name}.`,
  noModels: 'Choose models that work, below.',
  models: (owl: string, clip: string) => `${owl} and ${clip}`,
  builtIn: 'Built-in',
  folder: (name: string) => `Folder ${name}`,
} as const;

export const datasets = {
  givenUp: (name: string) => `Reading "${name}" was given up.`,
  notAllowed: (name: string) => `Reading "${name}" was not allowed. Press Reopen again, or drop the folder.`,
} as const;

export const models = { found: (clip: string, owl: string) => `CLIP: ${clip}. OWL-ViT: ${owl}.` } as const;

export const prediction = {
  busy: 'Pictures are being predicted. Wait for the end, or cancel it.',
  summary: (predicted: number, total: number, cancelled: boolean) => {
    const of = `${predicted.toLocaleString('en')} of ${total.toLocaleString('en')} pictures predicted`;
    return cancelled ? `Cancelled: ${of}.` : `${of}.`;
  },
} as const;

export const relabeling = {
  noSam: 'Name a SAM for the masks, or choose a folder of models that holds one.',
} as const;

export const runs = {
  importing: 'Importing',
  imported: (run: string) => `Imported as ${run}.`,
} as const;

/** Names the kept classes where they cannot be read. */
export const taxonomy = { kept: 'The kept list of classes' } as const;
