/** Decoding threads of the command; they end with it. */
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { DecodePool, threadsFor } from '../workers/data/decode-pool';

/** The build's folder: what is bundled lies in it, or in a folder below. */
function buildFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.endsWith('cli') ? here : dirname(here);
}

/** Starts threads, by default as many as the machine's cores allow beside training. */
export function startDecoders(threads = threadsFor(availableParallelism())): DecodePool {
  const ends = Array.from({ length: threads }, () => {
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(join(buildFolder(), 'decode-thread.js'));
    worker.postMessage(port2, [port2]);
    worker.on('error', (error) => {
      // Whoever waits for this thread would wait for ever.
      console.error(`A decoding thread has stopped: ${error.message}`);
      process.exit(1);
    });
    worker.unref();
    port1.unref();
    return port1 as unknown as MessagePort;
  });
  return new DecodePool(ends);
}
