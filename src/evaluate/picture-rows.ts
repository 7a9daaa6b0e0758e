/** Pictures of an evaluation in the order in which a question wants them: the worst first. */
import type { PictureScore } from '../../workers/protocol';
import type { Question } from '../store/scores';

export interface PictureRow {
  file: string;
  /** IoU that the question is about, 0..1; of the true class where it is about an error. */
  iou: number | null;
  /** Pixels of the error that is asked about. */
  pixels: number | null;
}

/** Pictures that have nothing to do with the question are left out. */
export function pictureRows(pictures: readonly PictureScore[], question: Question): PictureRow[] {
  if (question.kind === 'error')
    return pictures
      .flatMap(({ file, iou, errors }) => {
        const found = errors?.find(
          ([truth, predicted]) => truth === question.truth && predicted === question.predicted,
        );
        return found ? [{ file, iou: iou[question.truth] ?? null, pixels: found[2] }] : [];
      })
      .sort((a, b) => b.pixels - a.pixels);
  return pictures
    .map(({ file, miou, iou }) => ({
      file,
      iou: question.kind === 'mean' ? miou : (iou[question.id] ?? null),
      pixels: null,
    }))
    .filter((row) => row.iou !== null)
    .sort((a, b) => a.iou! - b.iou!);
}
