/** The target pictures of a run, opened once for whoever shows parts of them. */
import { useEffect, useState } from 'react';
import type { PictureArea, PictureCrop } from '../../workers/patch-columns';
import type { StartOptions } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { unknownPictures } from '../words/segments';

/** A picture that is only looked for is made small. */
const CHECKED_SIDE = 8;

export interface RunPictures {
  /** Name that no other set of pictures has. */
  name: string;
  /** @throws a sentence where the part cannot be read. */
  cut(file: string, area: PictureArea | null, maxSide: number): Promise<PictureCrop>;
}

/** `failure` says why there are none; both are null while they are being opened. */
export function useRunPictures({ target, config }: StartOptions): {
  pictures: RunPictures | null;
  failure: string | null;
} {
  const [pictures, setPictures] = useState<RunPictures | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const missing = target.kind === 'files' && target.files.length === 0;
  const [width, height] = config.data.target.resize;
  useEffect(() => {
    setFailure(null);
    if (missing) return;
    let wanted = true;
    let name: string | null = null;
    lab()
      .openPictures(target, [width, height])
      .then(
        (id) => {
          name = id;
          if (wanted) setPictures({ name: id, cut: (file, area, side) => lab().pictureCrop(id, file, area, side) });
          else lab().closePictures(id);
        },
        (error: unknown) => wanted && setFailure(sentenceOf(error)),
      );
    return () => {
      wanted = false;
      setPictures(null);
      if (name !== null) lab().closePictures(name);
    };
  }, [target, width, height, missing]);
  const why = missing ? unknownPictures : failure;
  return { pictures, failure: why };
}

/** Reads one picture of the target. @throws a sentence where its folder does not have it. */
export async function checkPictures({ target, config }: StartOptions, file: string): Promise<void> {
  const [width, height] = config.data.target.resize;
  const id = await lab().openPictures(target, [width, height]);
  try {
    await lab().pictureCrop(id, file, null, CHECKED_SIDE);
  } finally {
    lab().closePictures(id);
  }
}
