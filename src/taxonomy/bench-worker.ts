/**
 * A vlm worker of its own for trying prompts: what a run holds is left alone, and whatever it does can be given up by
 * ending it. Detectors that are compared have one each.
 */
import { proxy, type Remote, wrap } from 'comlink';
import type { BenchApi, VlmWorkerApi } from '../../workers/protocol';
import { benchWorker as words } from '../words/taxonomy-bench';

interface Started {
  api: Remote<VlmWorkerApi>;
  /** Rejects when the worker ends or breaks, so that nobody waits for ever. */
  ended: Promise<never>;
  end(reason: Error): void;
}

/** What is thrown where a person gave up. */
export class BenchCancelled extends Error {}

export class BenchWorker implements BenchApi {
  private started: Started | null = null;

  get isOpen(): boolean {
    return this.started !== null;
  }

  /** Loads models in place of those before. @throws where they cannot be loaded, or it is given up. */
  async openBench(
    ...[models, detector, onProgress]: Parameters<BenchApi['openBench']>
  ): ReturnType<BenchApi['openBench']> {
    this.end();
    const opened = this.start();
    this.started = opened;
    const load = async () => {
      await opened.api.open(new URL('.', document.baseURI).href);
      return opened.api.openBench(models, detector, proxy(onProgress));
    };
    try {
      return await Promise.race([load(), opened.ended]);
    } catch (error) {
      opened.end(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  look: BenchApi['look'] = (picture, prompts) => this.ask((api) => api.look(picture, prompts));
  boxes: BenchApi['boxes'] = (question) => this.ask((api) => api.boxes(question));
  classify: BenchApi['classify'] = (box, asked) => this.ask((api) => api.classify(box, asked));

  /** Ends the worker, which gives the models' memory back; whoever waits for it is told. */
  end(): void {
    this.started?.end(new BenchCancelled(words.cancelled));
  }

  private ask<Result>(question: (api: Started['api']) => Promise<Result>): Promise<Result> {
    const { started } = this;
    if (!started) return Promise.reject(new BenchCancelled(words.noModels));
    return Promise.race([question(started.api), started.ended]);
  }

  private start(): Started {
    const worker = new Worker(new URL('../../workers/vlm/vlm.worker.ts', import.meta.url), {
      type: 'module',
      name: 'prompts',
    });
    let reject: (reason: Error) => void = () => undefined;
    const ended = new Promise<never>((_, fail) => {
      reject = fail;
    });
    ended.catch(() => undefined);
    const end = (reason: Error) => {
      worker.terminate();
      if (this.started?.ended === ended) this.started = null;
      reject(reason);
    };
    worker.addEventListener('error', ({ message }) => end(new Error(words.stopped(message))));
    return { api: wrap<VlmWorkerApi>(worker), ended, end };
  }
}
