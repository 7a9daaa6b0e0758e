/** Just predicting: a checkpoint, pictures, and what came out of it. */
import { counted, formatTimeLeft } from '../app/format';

export const predictView = {
  title: 'Just predict',
  explanation:
    'Load a checkpoint, drop pictures, look at what the network sees, and save the labels as PNG files. Nothing is trained, and nothing leaves this tab.',
  drop: 'Checkpoint and pictures',
  /** In the sentence "<what> could not be shown." */
  prediction: 'The prediction',
} as const;

export const checkpointCard = {
  title: 'Checkpoint',
  remove: 'Remove',
  looksAt: (classes: number, size: readonly number[]) =>
    `It tells ${classes} classes apart and looks at pictures of ${size.join(' × ')} pixels.`,
  reading: (file: string) => `Reading ${file}…`,
  another: 'Another checkpoint',
  choose: 'Choose checkpoint',
  orDrop: 'or drop it here: safetensors, .pth, .pt, .bin',
} as const;

export const pictureCard = {
  title: 'Pictures',
  choosePictures: 'Choose pictures',
  chooseFolder: 'Choose folder',
  noPicture: 'There is no picture among these files (PNG, JPEG or WebP).',
  progress: 'Prediction',
  done: (done: number, total: number, secondsLeft: number | null) =>
    `${done} of ${counted(total, 'picture')}, ${formatTimeLeft(secondsLeft)} left`,
  cancel: 'Cancel',
  orDrop: 'or drop them here: PNG, JPEG, WebP, or a folder of them.',
  waiting: (name: string) => `${name}: waiting for a checkpoint.`,
  predicting: (name: string) => `Predicting ${name}.`,
  summary: (name: string, summary: string | null) => `${name}: ${summary ?? 'not predicted.'}`,
  leftOut: (n: number) => `${counted(n, 'picture')} left out`,
  more: (n: number) => `and ${n.toLocaleString('en')} more`,
  save: 'Save label PNGs',
} as const;

export const predictedView = {
  label: 'Prediction',
  prediction: 'Prediction',
  predictionExplanation: 'The class that the network gives each pixel.',
  picture: 'Picture',
  pictureExplanation: 'The picture as it was read.',
  waiting: 'The prediction will be shown here.',
  stage: 'Picture and prediction',
  legend: 'Classes in this picture',
} as const;

export const dropped = {
  neither: (file: string) =>
    `${file} is neither a checkpoint (.safetensors, .pth, .pt, .bin) nor a picture (PNG, JPEG, WebP).`,
  severalCheckpoints: 'These are several checkpoints. Drop one at a time.',
  severalFolders: 'These are several folders. Drop the folder that holds them all.',
  folderAndPictures: 'This is a folder together with pictures. Drop either of them.',
  leftAside: (file: string, others: number) =>
    `Left aside: ${file}${others > 0 ? ` and ${counted(others, 'other file')}` : ''}.`,
  pictures: (n: number) => `${n.toLocaleString('en')} pictures`,
} as const;
