/**
 * Works ahead of the training step: the next iterations' crops are read, and their proposals asked for, while the GPU
 * is busy. Proposals do not depend on the network, so nothing but time is at stake; a batch is a function of its
 * iteration, so nothing has to be saved.
 */
import type { Batch, BatchSource } from '../data/batch';
import type { Proposal, Proposer, Search } from '../vlm/proposal';

interface Asked {
  search: string;
  proposals: Promise<Proposal[][]>;
}

export class LookAhead {
  private readonly batches = new Map<number, Promise<Batch>>();
  private readonly asked = new Map<number, Asked>();

  /**
   * @param depth iterations that are prepared ahead
   * @param end first iteration that will not be run
   */
  constructor(
    private readonly source: BatchSource,
    private readonly proposer: Proposer | null,
    private readonly depth: number,
    private readonly end: number,
  ) {}

  /** The batch of this iteration; starts reading those after it and forgets those before it. */
  batch(iteration: number): Promise<Batch> {
    for (const map of [this.batches, this.asked])
      for (const known of map.keys()) if (known < iteration) map.delete(known);
    const current = this.read(iteration);
    for (let t = iteration + 1; t <= iteration + this.depth && t < this.end; t++) this.read(t);
    return current;
  }

  /** Asks for the proposals of an iteration before they are needed. */
  ask(iteration: number, search: Search): void {
    if (iteration < this.end && search.entries.length) this.request(iteration, search);
  }

  /** Proposals of an iteration, asked again where something else was looked for when they were asked for ahead. */
  proposals(iteration: number, search: Search): Promise<Proposal[][]> {
    return this.request(iteration, search);
  }

  private read(iteration: number): Promise<Batch> {
    let batch = this.batches.get(iteration);
    if (!batch) {
      batch = this.source.batch(iteration);
      batch.catch(() => this.batches.delete(iteration)); // reported by whoever awaits it; asked again, it is read anew
      this.batches.set(iteration, batch);
    }
    return batch;
  }

  private request(iteration: number, search: Search): Promise<Proposal[][]> {
    const { proposer } = this;
    if (!proposer) throw new Error('Relabeling needs vision-language models: choose the built-in ones or a folder.');
    const key = JSON.stringify(search);
    const known = this.asked.get(iteration);
    if (known?.search === key) return known.proposals;
    const proposals = this.read(iteration).then((batch) => proposer.propose(batch.target, search));
    proposals.catch(() => this.asked.delete(iteration));
    this.asked.set(iteration, { search: key, proposals });
    return proposals;
  }
}
