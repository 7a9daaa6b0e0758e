/** Proposals of a run across a MessagePort: what the vlm worker serves and the worker that trains uses. */
import * as Comlink from 'comlink';
import type { Viewer } from './proposal';

/** Serves at one end of a channel. */
export function serveProposer(viewer: Viewer, port: MessagePort): void {
  const api: Viewer = {
    propose: (crops, search, found) => viewer.propose(crops, search, found),
    detect: (pictures, search) => viewer.detect(pictures, search),
  };
  Comlink.expose(api, port);
}

/** Asks at the other end; pixels are copied across, without what else is known of a crop. */
export function connectProposer(port: MessagePort): Viewer {
  const remote = Comlink.wrap<Viewer>(port);
  return {
    propose: (crops, search, found) => remote.propose(crops.map(pixelsOf), search, found),
    detect: (pictures, search) => remote.detect(pictures.map(pixelsOf), search),
  };
}

type Pixels = Parameters<Viewer['detect']>[0][number];

const pixelsOf = ({ rgb, width, height }: Pixels): Pixels => ({ rgb, width, height });
