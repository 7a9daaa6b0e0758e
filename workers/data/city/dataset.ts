import { encodePng } from '../png/encode';
import { type CityPicture, drawScene } from './scene';

/** Where the city's files go: a folder in OPFS, on disk or in memory. Paths use `/`; folders are made as needed. */
export interface CityWriter {
  write(path: string, bytes: Uint8Array): Promise<void>;
}

export interface CityOptions {
  seed: number;
  /** Labelled pictures in the `game` look, SYNTHIA's layout. */
  source: { count: number; width: number; height: number };
  /** Pictures in the `camera` look, Cityscapes' layout; their labels are for scoring only. */
  target: { count: number; width: number; height: number };
  /** Of the target's size. */
  validation: { count: number };
}

/** SYNTHIA's raw class id of each train id; terrain and truck do not exist there, train is void. */
const SYNTHIA_ID = [3, 4, 2, 21, 5, 7, 15, 9, 6, 6, 1, 10, 17, 8, 8, 19, 0, 12, 11];
/** Cityscapes' raw id of each train id. */
const CITYSCAPES_ID = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33];

/** Keeps source, target and validation scenes apart: each has its own range of scene numbers. */
const FIRST_INDEX = { source: 0, target: 1_000_000, validation: 2_000_000 };

/** The demo's sets: sizes keep the proportions of SYNTHIA (1280x760) and Cityscapes (2:1). */
export const DEMO_CITY: Omit<CityOptions, 'seed'> = {
  source: { count: 240, width: 216, height: 128 },
  target: { count: 240, width: 256, height: 128 },
  validation: { count: 60 },
};

/**
 * Draws the city and writes it as two dataset folders, `synthia` and `cityscapes`. `onProgress` counts pictures; an
 * aborted `signal` throws its reason between two pictures.
 */
export async function writeCity(
  dir: CityWriter,
  options: CityOptions,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const { seed, source, target, validation } = options;
  const total = source.count + target.count + validation.count;
  let done = 0;
  // The platform compresses beside this thread, so one picture is written while the next is drawn.
  let writing: Promise<void> = Promise.resolve();
  const next = async (write: () => Promise<void>) => {
    signal?.throwIfAborted();
    const current = write().then(() => onProgress?.(++done, total));
    // A failure surfaces at the next await; until then it must not count as unhandled.
    current.catch(() => undefined);
    await writing;
    writing = current;
  };
  for (let i = 0; i < source.count; i++)
    await next(() => writeSource(dir, drawScene({ ...source, seed, index: FIRST_INDEX.source + i, look: 'game' }), i));
  const { width, height } = target;
  for (const split of ['train', 'val'] as const) {
    const [first, count] =
      split === 'train' ? [FIRST_INDEX.target, target.count] : [FIRST_INDEX.validation, validation.count];
    for (let i = 0; i < count; i++)
      await next(() =>
        writeTarget(dir, drawScene({ seed, index: first + i, width, height, look: 'camera' }), split, i),
      );
  }
  await writing;
}

async function writeSource(dir: CityWriter, picture: CityPicture, index: number): Promise<void> {
  const name = `${String(index).padStart(7, '0')}.png`;
  await dir.write(`synthia/RGB/${name}`, await encodePng({ ...picture, channels: 3, data: picture.rgb }));
  await dir.write(
    `synthia/GT/LABELS/${name}`,
    await encodePng({ ...picture, channels: 3, data: synthiaLabels(picture) }),
  );
}

/** SYNTHIA's label samples: R the class, G the instance, B nothing; 16 bits each. */
export function synthiaLabels(picture: CityPicture): Uint16Array {
  const out = new Uint16Array(picture.trainIds.length * 3);
  picture.trainIds.forEach((trainId, at) => {
    out[at * 3] = trainId === 255 ? 0 : SYNTHIA_ID[trainId];
    out[at * 3 + 1] = picture.instanceIds[at];
  });
  return out;
}

async function writeTarget(
  dir: CityWriter,
  picture: CityPicture,
  split: 'train' | 'val',
  index: number,
): Promise<void> {
  const stem = `citya_${String(index).padStart(6, '0')}_000019`;
  const labels = picture.trainIds.map((trainId) => (trainId === 255 ? 0 : CITYSCAPES_ID[trainId]));
  await dir.write(
    `cityscapes/leftImg8bit/${split}/citya/${stem}_leftImg8bit.png`,
    await encodePng({ ...picture, channels: 3, data: picture.rgb }),
  );
  await dir.write(
    `cityscapes/gtFine/${split}/citya/${stem}_gtFine_labelIds.png`,
    await encodePng({ ...picture, channels: 1, data: labels }),
  );
}
