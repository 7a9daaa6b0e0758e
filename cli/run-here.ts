/** Runs a session in this process: data, networks and vision-language models side by side. */
import { type EngineInfo, startEngine } from '../models/engine/device';
import type { Reading } from '../workers/data/assemble';
import type { CityOptions } from '../workers/data/city/dataset';
import type { Scan } from '../workers/data/scan';
import { DataService } from '../workers/data/service';
import type { ExperimentConfig } from '../workers/experiment/schema';
import type { Host } from '../workers/host';
import { createNodeHost, makeDirectory, openDirectory } from '../workers/host-node';
import type { MapEntry, RunEvent } from '../workers/protocol';
import type { State } from '../workers/train/checkpoint';
import { planMemory } from '../workers/train/memory-plan';
import { predictionEncoder } from '../workers/train/predict/classes';
import { readEncoder, shippedEncoder } from '../workers/train/pretrained';
import { proposerFor } from '../workers/train/proposals';
import { RunFolder } from '../workers/train/run-folder';
import { type RunResult, Session } from '../workers/train/session';
import { Trainer } from '../workers/train/trainer';
import { VlmService } from '../workers/vlm/service';
import { startDecoders } from './decoders';
import { memorySentence } from './memory-table';
import { modelChoice } from './model-choice';
import { duration, TerminalProgress } from './progress';
import { supervisedNote } from './supervision';
import { percent } from './table';
import { chosenWeights, RANDOM_WEIGHTS } from './weights-choice';

const RETRY_INTERVAL_MS = 15_000;

export interface RunRequest {
  name: string;
  config: ExperimentConfig;
  /** Null where the target's own labels are learned. */
  source: Scan | null;
  target: Scan;
  validation: Scan | null;
  /** `builtin`, a hub id of both models (CLIP,OWL-ViT), or a folder. */
  models: string;
  /** A hub id or a folder of the SAM that draws masks; absent: it lies in the folder of the models. */
  sam?: string;
  /** Weights of the encoder: a file, a folder, a model of the hub, or `random`; null takes the shipped ones. */
  init: string | null;
  folder: string;
  resume: boolean;
}

export interface RunOutcome extends RunResult {
  map: MapEntry[];
}

/** The machine's part of a run: engine, host and data, opened once for all runs of a command. */
export class Machine {
  private constructor(
    readonly engine: EngineInfo,
    readonly host: Host,
    readonly data: DataService,
    readonly progress: TerminalProgress,
  ) {}

  static async open(): Promise<Machine> {
    const engine = await startEngine(navigator.gpu);
    const host = createNodeHost(navigator.gpu);
    return new Machine(engine, host, new DataService(host, startDecoders()), new TerminalProgress());
  }

  /** Checks a dataset folder. @throws the reason where it is none. */
  async scan(path: string, reading: Reading = {}): Promise<Scan> {
    const scan = await this.data.scan(await openDirectory(path), { reading }, (p) =>
      this.progress.count(p.what, p.done, p.total, p.secondsLeft),
    );
    return this.checked(scan, path);
  }

  /** The built-in city, drawn at first use. */
  async scanDemo(part: 'source' | 'target', options: CityOptions): Promise<Scan> {
    const folder = await this.data.demo(part, options, (p) =>
      this.progress.count(p.what, p.done, p.total, p.secondsLeft),
    );
    const scan = await this.data.scan(folder);
    return this.checked(scan, `the built-in ${part}`);
  }

  private checked(scan: Scan, path: string): Scan {
    const { layout, problems, pairs } = scan.report;
    if (layout === null) throw new Error(problems[0]?.message ?? `${path} holds no data set that the lab knows.`);
    if (problems.length)
      this.progress.note(`${path}: ${pairs} pictures, ${problems.length} left out: ${problems[0]!.message}`);
    return scan;
  }

  /** Trains to the end; interrupted by Ctrl-C, it writes a checkpoint first. */
  async run(request: RunRequest): Promise<RunOutcome> {
    const { config } = request;
    const { progress } = this;
    // Before anything is written: weights that do not fit leave no half-begun run behind.
    const pretrained = await this.encoder(request);
    if (!pretrained) progress.note(`${request.name}: the encoder starts from random numbers.`);
    const plan = await planMemory(config, { models: await this.modelMemory(request) });
    progress.note(memorySentence(plan));
    if (plan.refusals.length)
      throw new Error(`${plan.refusals[0]} (${plan.refusals.length} tensors are too large; see lab memory.)`);
    const folder = new RunFolder(await makeDirectory(request.folder));
    const onProblem = (file: string, message: string) => progress.note(`${file}: ${message}`);
    const { batches, evaluation } = this.data.open({ ...request, onProblem });
    if (!request.resume) await folder.begin(config);
    const models = config.relabeling.relabel ? await this.loadModels(request) : null;
    const trainer = await Trainer.create(config, { pretrained: pretrained ?? undefined });
    let map: MapEntry[] = [];
    let retry: NodeJS.Timeout | undefined;
    const session: Session = new Session(
      {
        run: request.name,
        config,
        trainer,
        batches,
        proposer: models && proposerFor(config.relabeling, models, batches),
        evaluation,
        folder,
        pictures: false,
        targetPictures: batches,
        encodePrediction: predictionEncoder(config.taxonomy),
      },
      (event) => {
        if (event.type === 'map') map = event.entries;
        this.show(event);
        // Nobody pauses here but a data set whose folder is gone; it is tried again until it is back.
        if (event.type === 'status' && event.status === 'paused')
          retry = setTimeout(() => session.resume(), RETRY_INTERVAL_MS);
      },
    );
    const stop = () => {
      progress.note('Stopping after this iteration; a checkpoint is written. Resume with --resume.');
      session.stop();
    };
    process.once('SIGINT', stop);
    try {
      const result = await session.run();
      return { ...result, map };
    } finally {
      process.removeListener('SIGINT', stop);
      clearTimeout(retry);
      progress.clear();
      trainer.dispose();
      await models?.dispose();
    }
  }

  private modelMemory({ models, sam, config }: RunRequest) {
    return config.relabeling.relabel ? modelChoice(models, sam).then((choice) => this.vlm().memory(choice)) : null;
  }

  private vlm(): VlmService {
    // Dawn's devices are for training: the models run in WebAssembly, as on a page without a real GPU.
    return new VlmService(
      (path) => this.host.asset(path),
      async () => 'wasm',
    );
  }

  private async loadModels({ models, sam, config }: RunRequest): Promise<VlmService> {
    const service = this.vlm();
    await service.load(await modelChoice(models, sam), config, (p) =>
      this.progress.count(p.what, p.done, p.total, p.secondsLeft),
    );
    return service;
  }

  private async encoder({ init, config }: RunRequest): Promise<State | null> {
    if (init === RANDOM_WEIGHTS) return null;
    if (!init) return shippedEncoder(this.host, config);
    const { bytes, name } = await chosenWeights(init, this);
    return readEncoder(bytes, config, name, (report) => this.progress.note(report.sentence));
  }

  private show(event: RunEvent): void {
    const { progress } = this;
    if (event.type === 'iteration') {
      const { iteration, iterations, secondsLeft, losses, phase } = event;
      const loss = losses['decode.loss_seg']?.toFixed(3);
      const pace = `${duration(event.secondsPerIteration)} each`;
      const left = secondsLeft === null ? '' : `, ${duration(secondsLeft)} left`;
      const doing = phase === 'off' ? '' : phase === 'collect' ? ', collecting' : ', relabeling';
      progress.show(`${event.run}: ${iteration + 1} of ${iterations}, loss ${loss}, ${pace}${left}${doing}`);
    } else if (event.type === 'progress') {
      progress.count(event.progress.what, event.progress.done, event.progress.total, event.progress.secondsLeft);
    } else if (event.type === 'scores') {
      const note = supervisedNote(event.decisions);
      const supervised = note ? `, ${note}` : '';
      progress.note(
        `${event.run}: mIoU ${percent(event.scores.miou)} after ${event.iteration} iterations${supervised}`,
      );
    } else if (event.type === 'status' && event.status === 'paused' && event.message) {
      progress.note(`${event.run} is paused. ${event.message} It is tried again every ${RETRY_INTERVAL_MS / 1000} s.`);
    } else if (event.type === 'problem') {
      progress.note(`${event.run}: ${event.file}: ${event.message}`);
    }
  }
}
