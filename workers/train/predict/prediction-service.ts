/**
 * Prediction for the page: a loaded network, the pictures it was last asked for, and their label PNGs until they are
 * saved. Label PNGs are kept as blobs, which a browser moves to the disk when there are many.
 */
import type { Segmentor } from '../../../models/segmentor';
import { decodePng } from '../../data/png/decode';
import { keepRatio, resizeBilinear, resizeNearest } from '../../data/resize';
import type { Directory, Host, SourceFile } from '../../host';
import type { CheckpointFacts, PredictedPicture, PredictionEvent } from '../../protocol';
import { readFacts } from '../export/metadata';
import { loadSegmentor } from '../infer-network';
import { predictSample } from '../predict-sample';
import { classesOf, classList } from './classes';
import { CLASSES_FILE, decodeUpright, listPictures } from './pictures';
import { INPUT_SIZE, predictPictures } from './predict-pictures';

/** Box of the pictures that are looked at. */
const VIEW_SIZE: [number, number] = [1600, 1600];

interface Loaded {
  network: Segmentor;
  facts: CheckpointFacts;
}

interface Predicted {
  picture: SourceFile;
  name: string;
  png: Blob;
}

export class PredictionService {
  private loaded: Loaded | null = null;
  private predicted = new Map<string, Predicted>();
  private state: 'idle' | 'working' | 'cancelled' = 'idle';
  private work: Promise<unknown> = Promise.resolve();

  constructor(private readonly host: Host) {}

  get busy(): boolean {
    return this.state !== 'idle';
  }

  /**
   * Loads a file of weights in place of the one before.
   * @throws a sentence where it cannot be read, or holds no network that the lab knows.
   */
  async open(bytes: Uint8Array, file: string): Promise<CheckpointFacts> {
    this.mustBeIdle();
    this.close();
    const { network, report, metadata } = await loadSegmentor(bytes, file);
    try {
      const { taxonomy, inputSize } = readFacts(metadata, file);
      const found = classesOf(network.config.head.classes, taxonomy, file);
      const facts: CheckpointFacts = {
        file,
        summary: report.sentence,
        note: found.note,
        taxonomy: found.taxonomy,
        inputSize: inputSize ?? INPUT_SIZE,
      };
      this.loaded = { network, facts };
      return facts;
    } catch (error) {
      network.dispose();
      throw error;
    }
  }

  /** Gives the network and all predictions up. */
  close(): void {
    this.loaded?.network.dispose();
    this.forget();
  }

  /** The graphics device is gone, and the network with it. */
  forget(): void {
    this.loaded = null;
    this.predicted = new Map();
  }

  /** Predicts all pictures of a folder. @returns how many, and how many pictures there were. */
  predict(
    folder: Directory,
    onEvent: (event: PredictionEvent) => void,
  ): Promise<{ predicted: number; pictures: number; cancelled: boolean }> {
    const work = this.predictAll(folder, onEvent);
    this.work = Promise.all([this.work, work.catch(() => undefined)]);
    return work;
  }

  /** Ends `predict` after the picture at hand; what is predicted stays. */
  cancel(): void {
    if (this.state === 'working') this.state = 'cancelled';
  }

  /** Cancels and waits until the GPU is free again. */
  async end(): Promise<void> {
    this.cancel();
    await this.work;
  }

  /** A predicted picture in a size to look at. @throws where it is gone. */
  async look(file: string): Promise<PredictedPicture> {
    const found = this.predicted.get(file);
    if (!found) throw new Error(`${file} has not been predicted.`);
    const whole = await decodeUpright(found.picture, this.host);
    const labels = await decodePng(new Uint8Array(await found.png.arrayBuffer()), found.name);
    const fitted = keepRatio(whole, VIEW_SIZE);
    const size = fitted.width > whole.width ? whole : fitted;
    const { width, height } = size;
    const { rgb } = resizeBilinear(whole, size);
    return {
      picture: { kind: 'rgb', width, height, data: new Uint8Array(rgb) },
      labels: {
        kind: 'labels',
        width,
        height,
        data: new Uint8Array(resizeNearest(labels.data as Uint8Array, labels, size)),
      },
    };
  }

  /** Label PNGs of all predicted pictures and `classes.json`, by name. */
  files(): [string, Blob][] {
    const { facts } = this.network();
    if (this.predicted.size === 0) throw new Error('Nothing has been predicted yet.');
    const list = `${JSON.stringify(classList(facts.taxonomy, facts.file), null, 2)}\n`;
    return [
      [CLASSES_FILE, new Blob([list])],
      ...[...this.predicted.values()].map(({ name, png }): [string, Blob] => [name, png]),
    ];
  }

  private async predictAll(
    folder: Directory,
    onEvent: (event: PredictionEvent) => void,
  ): Promise<{ predicted: number; pictures: number; cancelled: boolean }> {
    this.mustBeIdle();
    const { network, facts } = this.network();
    this.state = 'working';
    this.predicted = new Map();
    try {
      const pictures = await listPictures(folder);
      if (pictures.length === 0) throw new Error('There is no picture to predict: drop PNG, JPEG or WebP files.');
      const byPath = new Map(pictures.map((picture) => [picture.path, picture]));
      const outcome = await predictPictures({
        pictures,
        size: facts.inputSize,
        taxonomy: facts.taxonomy,
        host: this.host,
        predict: (input) => predictSample(network, input),
        onPrediction: async ({ file, name, width, height, png }) => {
          this.predicted.set(file, { picture: byPath.get(file)!, name, png: new Blob([png]) });
          onEvent({ type: 'picture', file, width, height });
        },
        onProblem: (file, message) => onEvent({ type: 'problem', file, message }),
        onProgress: (progress) => onEvent({ type: 'progress', progress }),
        cancelled: () => this.state === 'cancelled',
      });
      return { ...outcome, pictures: pictures.length };
    } finally {
      this.state = 'idle';
    }
  }

  private network(): Loaded {
    if (!this.loaded) throw new Error('No checkpoint is loaded, or the graphics device was lost: load it again.');
    return this.loaded;
  }

  private mustBeIdle(): void {
    if (this.busy) throw new Error('Pictures are being predicted. Wait for the end, or cancel it.');
  }
}
