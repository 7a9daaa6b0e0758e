/** Several threads that decode; each item goes to the one with the least to do. */
import * as Comlink from 'comlink';
import type { LabelCounter } from './check';
import type { Sample } from './crop';
import { type Decoded, type Decoder, type DecoderThread, type DecodeTask, readItem, sampleOf } from './decoder';
import type { Item } from './layouts/layout';

/** More threads than this bring little: then the disk, or the thread that cuts the crops, is what one waits for. */
const MAX_THREADS = 6;
/** Page, data, training and models each have a thread, of which two are busy. */
const OTHERS = 2;

/** Threads for a machine of that many cores. */
export const threadsFor = (cores: number): number => Math.min(MAX_THREADS, Math.max(1, cores - OTHERS));

interface Thread {
  api: Comlink.Remote<DecoderThread>;
  waiting: number;
}

export class DecodePool implements Decoder {
  private readonly pool: Thread[];
  private readonly unanswered = new Set<(reason: Error) => void>();
  private failure: Error | null = null;

  /** @param ends of channels at whose other ends `serveDecoder` answers. */
  constructor(ends: Comlink.Endpoint[]) {
    this.pool = ends.map((end) => ({ api: Comlink.wrap<DecoderThread>(end), waiting: 0 }));
  }

  get threads(): number {
    return this.pool.length;
  }

  async load(item: Item, withLabel: boolean, box: DecodeTask['box']): Promise<Sample> {
    const task = await readItem(item, withLabel, box);
    const files = [task.picture.bytes.buffer, ...(task.label ? [task.label.bytes.buffer] : [])];
    return sampleOf(await this.give<Decoded>(async (api) => api.decode(Comlink.transfer(task, files))));
  }

  readonly count: LabelCounter = (bytes, path, reading) =>
    this.give((api) => api.count(Comlink.transfer(bytes, [bytes.buffer]), path, reading));

  /** A thread has died: what waits for the pool, and whatever is asked of it from now on, fails with that reason. */
  fail(reason: Error): void {
    this.failure = reason;
    for (const reject of this.unanswered) reject(reason);
    this.unanswered.clear();
  }

  private give<T>(work: (api: Comlink.Remote<DecoderThread>) => Promise<T>): Promise<T> {
    if (this.failure) return Promise.reject(this.failure);
    const thread = this.pool.reduce((least, next) => (next.waiting < least.waiting ? next : least));
    thread.waiting++;
    return new Promise<T>((resolve, reject) => {
      this.unanswered.add(reject);
      work(thread.api)
        .then(resolve, reject)
        .finally(() => {
          thread.waiting--;
          this.unanswered.delete(reject);
        });
    });
  }
}

/** Answers a pool at the other end of a channel; samples are transferred. */
export function serveDecoder(thread: DecoderThread, end: Comlink.Endpoint): void {
  const api: DecoderThread = {
    count: thread.count,
    async decode(task) {
      const decoded = await thread.decode(task);
      if (!('sample' in decoded)) return decoded;
      const { rgb, label } = decoded.sample;
      return Comlink.transfer(decoded, (label ? [rgb.buffer, label.buffer] : [rgb.buffer]) as ArrayBuffer[]);
    },
  };
  Comlink.expose(api, end);
}
