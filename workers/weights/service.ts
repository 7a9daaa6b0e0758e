/** What the page asks about weights, and the encoder that a run starts with. */
import type { ExperimentConfig } from '../experiment/schema';
import type { Host } from '../host';
import type { Progress, WeightsInspection, WeightsOffer, WeightsOrigin } from '../protocol';
import type { State } from '../train/checkpoint';
import { fitEncoder, readEncoder, shippedEncoder } from '../train/pretrained';
import { findHubWeights } from './hub';
import { licenceOfFile } from './licence';
import { type OpenedWeights, openWeights } from './open';

type OnProgress = (progress: Progress) => void;

export class WeightsService {
  private reading = new AbortController();

  constructor(private readonly host: Host) {}

  /** Size and licence of a model of the hub. @throws where it has no weights that the lab reads. */
  async offer(id: string): Promise<WeightsOffer> {
    const { file, bytes, licence } = await findHubWeights(id, { fetch: fetch.bind(globalThis) });
    return { id, file, bytes, licence };
  }

  /** What the weights would give the encoder of a configuration. @throws where they cannot be read. */
  async inspect(origin: WeightsOrigin, config: ExperimentConfig, onProgress: OnProgress): Promise<WeightsInspection> {
    if (origin.kind === 'random') throw new Error('Random weights have nothing to be looked at.');
    const { bytes, name, note } = await this.open(origin, onProgress);
    const { report } = await fitEncoder(bytes, config, name);
    if (note) report.notes.push(note);
    // What comes from the hub was offered with its licence.
    return { report, licence: origin.kind === 'hub' ? null : licenceOfFile(name) };
  }

  /** Encoder tensors that a run starts with; null where it starts from random numbers. */
  async encoder(origin: WeightsOrigin | null, config: ExperimentConfig, onProgress: OnProgress): Promise<State | null> {
    if (origin === null) return shippedEncoder(this.host, config);
    if (origin.kind === 'random') return null;
    const { bytes, name } = await this.open(origin, onProgress);
    return readEncoder(bytes, config, name);
  }

  /** Gives up what is being read or downloaded. */
  cancel(): void {
    this.reading.abort(new Error('Reading the weights was given up.'));
  }

  private open(origin: Exclude<WeightsOrigin, { kind: 'random' }>, onProgress: OnProgress): Promise<OpenedWeights> {
    this.reading = new AbortController();
    return openWeights(origin, this.host, onProgress, this.reading.signal);
  }
}
