/** A decoding thread in Node. The other end of its channel is the first message. */
import { type MessagePort as NodePort, parentPort } from 'node:worker_threads';
import { serveDecoder } from './decode-pool';
import { decoderThread } from './decoder';
import { decodePictureInNode } from './picture/decode-node';

parentPort?.once('message', (port: NodePort) => {
  serveDecoder(decoderThread(decodePictureInNode), port as unknown as MessagePort);
});
