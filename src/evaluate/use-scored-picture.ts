/** Reads the picture that is opened in a list of scores: its ground truth, and what the run's last evaluation predicted. */
import { useEffect, useState } from 'react';
import type { AskedError, Labels, ScoredPicture } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import type { RunEntry } from '../store/session';
import { unknownPictures } from '../words/segments';

export interface ReadPicture {
  file: string;
  /** Null where it could not be read. */
  picture: ScoredPicture | null;
  prediction: Labels | null;
  /** Why not. */
  failure: string | null;
}

/** Null while it is being read. `file` null: nothing is opened, and the pictures are given up. */
export function useScoredPicture(
  { run, options }: Pick<RunEntry, 'run' | 'options'>,
  file: string | null,
  error: AskedError | null,
): ReadPicture | null {
  const [read, setRead] = useState<ReadPicture | null>(null);
  const [pictures, setPictures] = useState<Promise<string> | null>(null);
  const { target, validation, config } = options;
  const opened = file !== null;
  const labelled = validation ?? target;
  const unknown = labelled.kind === 'files' && labelled.files.length === 0;
  useEffect(() => {
    if (!opened || unknown) return;
    const opening = lab().openScored({ target, validation, config });
    setPictures(opening);
    return () => {
      setPictures(null);
      setRead(null);
      opening.then(
        (name) => lab().closeScored(name),
        () => undefined, // was said where the picture was asked for
      );
    };
  }, [opened, unknown, target, validation, config]);
  const [truth, predicted] = [error?.truth ?? null, error?.predicted ?? null];
  useEffect(() => {
    if (file === null || !pictures) return;
    let wanted = true;
    const readAll = async (): Promise<ReadPicture> => {
      const prediction = await lab().runPrediction(run, file);
      const sought = prediction && truth !== null ? { prediction: prediction.data, error: { truth, predicted } } : null;
      return { file, prediction, picture: await lab().scoredPicture(await pictures, file, sought), failure: null };
    };
    readAll()
      .catch((failure: unknown) => ({ file, picture: null, prediction: null, failure: sentenceOf(failure) }))
      .then((now) => wanted && setRead(now));
    return () => {
      wanted = false;
    };
  }, [run, file, pictures, truth, predicted]);
  if (file !== null && unknown) return { file, picture: null, prediction: null, failure: unknownPictures };
  return read?.file === file ? read : null;
}
