/** Proposals of a run across a MessagePort: what the vlm worker serves and the worker that trains uses. */
import * as Comlink from 'comlink';
import type { Proposal, Proposer } from './proposal';

/** Serves at one end of a channel. */
export function serveProposer(proposer: Proposer, port: MessagePort): void {
  const api: Proposer = { propose: (crops, targets) => proposer.propose(crops, targets) };
  Comlink.expose(api, port);
}

/** Asks at the other end; crops are copied across, without their labels. */
export function connectProposer(port: MessagePort): Proposer {
  const remote = Comlink.wrap<Proposer>(port);
  return {
    propose: (crops, targets): Promise<Proposal[][]> =>
      remote.propose(
        crops.map(({ rgb, width, height }) => ({ rgb, width, height })),
        targets,
      ),
  };
}
