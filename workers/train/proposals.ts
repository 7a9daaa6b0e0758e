/** What a run's crops are shown to: the models, directly or by way of the whole pictures. */
import type { TargetPictures } from '../data/batch';
import type { RelabelingConfig } from '../experiment/schema';
import type { Proposer, Viewer } from '../vlm/proposal';
import { WholePictures } from '../vlm/whole-pictures';

export function proposerFor(
  { detectOn }: Pick<RelabelingConfig, 'detectOn'>,
  viewer: Viewer,
  pictures: TargetPictures,
): Proposer {
  return detectOn === 'picture' ? new WholePictures(viewer, (file) => pictures.targetPicture(file)) : viewer;
}
