/**
 * A vlm worker of its own for trying prompts: what a run holds is left alone, and whatever it does can be given up by
 * ending it.
 */
import { proxy, type Remote, wrap } from 'comlink';
import type { BenchAnswer, BenchApi, VlmWorkerApi } from '../../workers/protocol';

interface Bench {
  api: Remote<VlmWorkerApi>;
  /** Rejects when the worker ends or breaks, so that nobody waits for ever. */
  ended: Promise<never>;
  end(reason: Error): void;
}

/** What is thrown where a person gave up. */
export class BenchCancelled extends Error {}

let bench: Bench | null = null;

function start(): Bench {
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
    if (bench?.ended === ended) bench = null;
    reject(reason);
  };
  worker.addEventListener('error', ({ message }) =>
    end(new Error(`Trying prompts has stopped (${message || 'its program could not be loaded'}): look again.`)),
  );
  return { api: wrap<VlmWorkerApi>(worker), ended, end };
}

/** Loads models in place of those before. @throws where they cannot be loaded, or it is given up. */
export async function openBench(...[models, detector, onProgress]: Parameters<BenchApi['openBench']>): Promise<{
  clip: string;
  owl: string;
}> {
  endBench();
  const opened = start();
  bench = opened;
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

/** Asks the loaded models. */
function ask<Result>(question: (api: Bench['api']) => Promise<Result>): Promise<Result> {
  if (!bench) return Promise.reject(new BenchCancelled('No models are loaded.'));
  return Promise.race([question(bench.api), bench.ended]);
}

export const look = (...[picture, prompts]: Parameters<BenchApi['look']>): Promise<void> =>
  ask((api) => api.look(picture, prompts));
export const boxes = (...[question]: Parameters<BenchApi['boxes']>): Promise<BenchAnswer> =>
  ask((api) => api.boxes(question));
export const classify = (...[box, asked]: Parameters<BenchApi['classify']>): ReturnType<BenchApi['classify']> =>
  ask((api) => api.classify(box, asked));

export const benchIsOpen = (): boolean => bench !== null;

/** Ends the worker, which gives the models' memory back; whoever waits for it is told. */
export function endBench(): void {
  bench?.end(new BenchCancelled('Cancelled.'));
}
