/** Decoding threads of the command; they end with it. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { DecodePool, threadsFor } from '../workers/data/decode-pool';
import { DecodeHere, type Decoder } from '../workers/data/decoder';
import { decodePictureInNode } from '../workers/data/picture/decode-node';

/** The thread's program among the bundled files, or null where these sources run without a bundle. */
function threadProgram(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  return [here, dirname(here)].map((folder) => join(folder, 'decode-thread.js')).find(existsSync) ?? null;
}

/** Starts threads, by default as many as the machine's cores allow beside training. */
export function startDecoders(threads = threadsFor(availableParallelism())): Decoder {
  const program = threadProgram();
  if (!program) return new DecodeHere({ decodePicture: decodePictureInNode });
  const ends = Array.from({ length: threads }, () => {
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(program);
    worker.postMessage(port2, [port2]);
    worker.on('error', ({ message }) =>
      pool.fail(new Error(`A thread that decodes pictures has stopped (${message}); start the command again.`)),
    );
    worker.unref();
    return { worker, port: port1 };
  });
  const pool = new DecodePool(ends.map(({ port }) => port as unknown as MessagePort));
  return pool;
}
