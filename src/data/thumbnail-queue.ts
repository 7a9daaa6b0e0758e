/**
 * Asks for thumbnails, a few at a time, as long as somebody looks at their place.
 *
 * What is scrolled away before its turn is never asked for; what was shown before is kept for a while.
 */
import { sentenceOf } from '../app/sentence';

/** As many as keep the decoding threads fed. */
const IN_FLIGHT = 4;
/** 240 x 120 pixels and their labels are 115 kB. */
const KEPT = 300;

export interface Wanted<T> {
  key: string;
  load(): Promise<T>;
  onLoad(result: T): void;
  onFail(sentence: string): void;
}

export class ThumbnailQueue<T> {
  private readonly waiting = new Set<Wanted<T>>();
  private readonly kept = new Map<string, T>();
  private flying = 0;

  /** @returns gives it up; nothing is said afterwards. */
  ask(wanted: Wanted<T>): () => void {
    const known = this.kept.get(wanted.key);
    if (known !== undefined) {
      wanted.onLoad(known);
      return () => undefined;
    }
    let isWanted = true;
    const entry: Wanted<T> = {
      ...wanted,
      onLoad: (result) => isWanted && wanted.onLoad(result),
      onFail: (sentence) => isWanted && wanted.onFail(sentence),
    };
    this.waiting.add(entry);
    this.pump();
    return () => {
      isWanted = false;
      this.waiting.delete(entry);
    };
  }

  private pump(): void {
    for (const entry of this.waiting) {
      if (this.flying >= IN_FLIGHT) return;
      this.waiting.delete(entry);
      this.flying++;
      void this.fly(entry);
    }
  }

  private async fly({ key, load, onLoad, onFail }: Wanted<T>): Promise<void> {
    try {
      const result = await load();
      this.kept.set(key, result);
      for (const old of this.kept.keys()) {
        if (this.kept.size <= KEPT) break;
        this.kept.delete(old);
      }
      onLoad(result);
    } catch (error) {
      onFail(sentenceOf(error));
    } finally {
      this.flying--;
      this.pump();
    }
  }
}
