/** The train worker: one GPU device, one run at a time, fed by the two other workers through ports. */
import * as Comlink from 'comlink';
import { startEngine } from '../../models/engine/device';
import { connectData } from '../data/port';
import type { ExperimentConfig } from '../experiment/schema';
import type { Host } from '../host';
import { createBrowserHost, FileListDirectory, HandleDirectory } from '../host-browser';
import type { FrameName, MemoryPlan, RunEvent, StartOptions, TrainWorkerApi } from '../protocol';
import { connectProposer } from '../vlm/port';
import { WeightsService } from '../weights/service';
import { asOnlyWriter, discardRun, openRun, readRun, storedRuns, storedRunsApi, writableRun } from './browser-runs';
import { timelineApi } from './browser-timeline';
import { changeAtRest } from './change-at-rest';
import { exportFiles } from './export/export-files';
import { save } from './export/save';
import { readTrainedNetwork } from './export/trained-network';
import { type PlanOptions, planMemory } from './memory-plan';
import { predictionEncoder } from './predict/classes';
import { PredictionService } from './predict/prediction-service';
import { proposerFor } from './proposals';
import { Session } from './session';
import { decisionsApi } from './stored-decisions';
import { Trainer } from './trainer';

let host: Host | null = null;
let weightsService: WeightsService | null = null;
let gpu: Promise<unknown> | null = null;
let session: Session | null = null;
/** True while the run waits between two iterations, so that the GPU is free. */
let paused = false;
let predictions: PredictionService | null = null;
/** Set when stop was pressed while the run was still being prepared. */
let stopped = false;
/** Pictures that somebody looks at; null: it was never said. */
let looking: FrameName[] | null = null;

function opened(): Host {
  if (!host) throw new Error('The train worker was asked before it was opened.');
  return host;
}

function weights(): WeightsService {
  weightsService ??= new WeightsService(opened());
  return weightsService;
}

/** Opens the GPU, anew after it was lost. @throws a sentence where there is none. */
async function startGpu(): Promise<void> {
  gpu ??= startEngine(opened().gpu, {
    onLost: () => {
      gpu = null;
      predictions?.forget();
    },
  });
  try {
    await gpu;
  } catch (error) {
    gpu = null;
    throw error;
  }
}

/** The GPU, for work beside a run. @throws where there is none, or where a run is using it. */
async function freeGpu(): Promise<PredictionService> {
  if (session && !paused) throw new Error('A run is going on. Pause it, or wait for its end.');
  await startGpu();
  predictions ??= new PredictionService(opened());
  return predictions;
}

/** Settles with the last plan that was asked for: they are made one after the other. */
let plans: Promise<unknown> = Promise.resolve();

async function plan(config: ExperimentConfig, options: PlanOptions): Promise<MemoryPlan> {
  if (session) throw new Error('Memory is counted in a worker of its own, not in that of a run.');
  await startGpu();
  return planMemory(config, options);
}

interface Ports {
  batches: MessagePort;
  proposals: MessagePort | null;
}

/** Everything from an empty worker to the end of the run. */
async function run(options: StartOptions, ports: Ports, emit: (event: RunEvent) => void): Promise<void> {
  const { run, config, encoder, resume } = options;
  await startGpu();
  const folder = await openRun(run);
  if (!resume) await folder.begin(config);
  const { batches, evaluation } = await connectData(ports.batches);
  const proposer = ports.proposals && proposerFor(config.relabeling, connectProposer(ports.proposals), batches);
  const readEncoder = () => weights().encoder(encoder, config, (progress) => emit({ type: 'progress', run, progress }));
  const pretrained = stopped ? null : await readEncoder().catch(unlessStopped);
  if (stopped) return emit({ type: 'status', run, status: 'stopped' });
  const trainer = await Trainer.create(config, pretrained ? { pretrained } : {});
  try {
    const parts = { run, config, trainer, batches, proposer, evaluation, targetPictures: batches, folder };
    session = new Session({ ...parts, pictures: true, encodePrediction: predictionEncoder(config.taxonomy) }, emit);
    if (stopped) session.stop();
    if (looking) session.look(looking);
    await session.run();
  } finally {
    session = null;
    trainer.dispose();
  }
}

/** Reading that stop has cut short is no failure. */
function unlessStopped(error: unknown): null {
  if (stopped) return null;
  throw error;
}

const api: TrainWorkerApi = {
  open(base) {
    host = createBrowserHost(base);
  },
  planMemory(config, models) {
    const asked = plans.then(() => plan(config, { models }));
    plans = asked.catch(() => undefined);
    return asked;
  },
  offerWeights: (id) => weights().offer(id),
  inspectWeights: (origin, config, onProgress) => weights().inspect(origin, config, onProgress),
  async cancelWeights() {
    weights().cancel();
  },
  async start(options, batches, proposals, onEvent) {
    if (session) throw new Error('A run is going on. Stop it before you start another.');
    if (predictions?.busy) throw new Error('Pictures are being predicted. Wait for the end, or cancel it.');
    stopped = false;
    const emit = (event: RunEvent) => {
      if (event.type === 'status') paused = event.status === 'paused';
      if (event.type === 'frames') onEvent(transferred(event));
      else onEvent(event);
    };
    try {
      await asOnlyWriter(options.run, () => run(options, { batches, proposals }, emit));
    } finally {
      batches.close();
      proposals?.close();
    }
  },
  async pause() {
    session?.pause();
  },
  async resume() {
    await predictions?.end(); // the GPU belongs to the run
    session?.resume();
  },
  async changeMap(run, change, by) {
    if (session?.isOf(run)) return session.change(change, by);
    return asOnlyWriter(run, async () => changeAtRest(await writableRun(run), change, by));
  },
  async look(names) {
    looking = names;
    session?.look(names);
  },
  async stop() {
    stopped = true;
    if (session) session.stop();
    else weightsService?.cancel();
  },
  ...storedRunsApi,
  ...timelineApi,
  ...decisionsApi(() => session),
  patchLabels: async (run, iteration, sample) =>
    session?.recentLabels(run, iteration, sample) ?? storedRunsApi.patchLabels(run, iteration, sample),
  runs: storedRuns,
  discard: discardRun,
  async exportRun(run, which, format, target) {
    const damages: string[] = [];
    const network = await readTrainedNetwork(await readRun(run), which, (message) => damages.push(message));
    const { files, notes } = exportFiles(network, format);
    const blobs = [...files].map(([path, bytes]) => [path, new Blob([bytes])] as const);
    return { ...(await save(blobs, target)), notes: [...damages, ...notes] };
  },
  async openCheckpoint(file) {
    const service = await freeGpu();
    return service.open(new Uint8Array(await file.arrayBuffer()), file.name);
  },
  async closeCheckpoint() {
    predictions?.close();
  },
  async predict(pictures, onEvent) {
    const service = await freeGpu();
    if (pictures.kind === 'demo') throw new Error('The built-in city is not predicted here: drop pictures.');
    const folder =
      pictures.kind === 'handle' ? new HandleDirectory(pictures.handle) : FileListDirectory.from(pictures.files);
    return service.predict(folder, onEvent);
  },
  async cancelPrediction() {
    predictions?.cancel();
  },
  async predictedPicture(file) {
    const service = predictions ?? (await freeGpu());
    const found = await service.look(file);
    return Comlink.transfer(found, [found.picture.data.buffer, found.labels.data.buffer]);
  },
  async savePredictions(target) {
    const service = predictions ?? (await freeGpu());
    return save(service.files(), target);
  },
};

/** Pictures are moved to the page, not copied. */
function transferred(event: Extract<RunEvent, { type: 'frames' }>): RunEvent {
  return Comlink.transfer(
    event,
    Object.values(event.layers).map((layer) => layer.data.buffer),
  );
}

Comlink.expose(api);
