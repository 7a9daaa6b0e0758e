/** Reads pinned pictures from runs' folders and keeps those that were looked at last. */
import type { FrameLayer, PinnedStill } from '../../workers/protocol';
import { type Pin, pinKey } from '../../workers/run-timeline';
import { lab } from '../lab';

/** A picture of 1024 by 512 pixels takes 1.5 MB, a prediction a third of it. */
const KEPT_STILLS = 12;
const KEPT_PREDICTIONS = 48;

/** The values that were asked for last; one that could not be read is asked for anew. */
class Recent<T> {
  private readonly kept = new Map<string, Promise<T>>();
  constructor(private readonly most: number) {}

  get(key: string, read: () => Promise<T>): Promise<T> {
    const value = this.kept.get(key) ?? read();
    this.kept.delete(key);
    this.kept.set(key, value);
    value.catch(() => this.kept.delete(key));
    if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value!);
    return value;
  }
}

const stills = new Recent<PinnedStill>(KEPT_STILLS);
const predictions = new Recent<FrameLayer>(KEPT_PREDICTIONS);

export const stillOf = (run: string, pin: Pin): Promise<PinnedStill> =>
  stills.get(`${run} ${pinKey(pin)}`, () => lab().pinnedStill(run, pin));

export const predictionOf = (run: string, pin: Pin, iteration: number): Promise<FrameLayer> =>
  predictions.get(`${run} ${pinKey(pin)} ${iteration}`, () => lab().pinnedPrediction(run, pin, iteration));
