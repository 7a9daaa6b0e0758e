/** A decoding thread in browsers. */
import { serveDecoder } from './decode-pool';
import { decoderThread } from './decoder';
import { decodePictureInBrowser } from './picture/decode-browser';

serveDecoder(decoderThread(decodePictureInBrowser), self as unknown as Worker);
