/** The train worker: one GPU device, one run at a time, fed by the two other workers through ports. */
import * as Comlink from 'comlink';
import { startEngine } from '../../models/engine/device';
import { connectData } from '../data/port';
import type { Host } from '../host';
import { createBrowserHost } from '../host-browser';
import type { LabApi, RunEvent, StartOptions, TrainWorkerApi } from '../protocol';
import { connectVlm, type VlmPort } from '../vlm/port';
import { asOnlyWriter, discardRun, openRun, storedRuns } from './browser-runs';
import { readEncoder, shippedEncoder } from './pretrained';
import { Session } from './session';
import { Trainer } from './trainer';

let host: Host | null = null;
let vlm: VlmPort | null = null;
let hardware: ReturnType<LabApi['hardware']> | null = null;
let session: Session | null = null;
/** Set when stop was pressed while the run was still being prepared. */
let stopped = false;

function opened(): { host: Host; vlm: VlmPort } {
  if (!host || !vlm) throw new Error('The train worker was asked before it was opened.');
  return { host, vlm };
}

async function checkHardware(): ReturnType<LabApi['hardware']> {
  const isolated = globalThis.crossOriginIsolated;
  try {
    const { adapter, fallback, limits } = await startEngine(opened().host.gpu, {
      onLost: () => {
        hardware = null; // the next run opens a device anew
      },
    });
    return { adapter, fallback, maxBufferBytes: limits.maxBufferSize, isolated, problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { adapter: 'none', fallback: false, maxBufferBytes: 0, isolated, problem };
  }
}

/** Everything from an empty worker to the end of the run. */
async function run(options: StartOptions, data: MessagePort, emit: (event: RunEvent) => void): Promise<void> {
  const { run, config, models, resume } = options;
  const { host, vlm } = opened();
  hardware ??= checkHardware();
  const { problem } = await hardware;
  if (problem) throw new Error(problem);
  const folder = await openRun(run);
  if (!resume) await folder.begin(config);
  const { batches, evaluation } = await connectData(data);
  const { taxonomy, relabeling } = config;
  if (relabeling.relabel)
    await vlm.load(models, { taxonomy, relabeling }, (progress) => emit({ type: 'progress', run, progress }));
  const pretrained = options.encoder
    ? readEncoder(new Uint8Array(await options.encoder.arrayBuffer()), config, options.encoder.name)
    : await shippedEncoder(host, config);
  if (stopped) {
    emit({ type: 'status', run, status: 'stopped' });
    return;
  }
  const trainer = await Trainer.create(config, pretrained ? { pretrained } : {});
  try {
    const proposer = relabeling.relabel ? vlm : null;
    session = new Session({ run, config, trainer, batches, proposer, evaluation, folder, pictures: true }, emit);
    await session.run();
  } finally {
    session = null;
    trainer.dispose();
    await vlm.dispose();
  }
}

const api: TrainWorkerApi = {
  async open(base, port) {
    host = createBrowserHost(base);
    vlm = connectVlm(port);
  },
  hardware() {
    hardware ??= checkHardware();
    return hardware;
  },
  async start(options, data, onEvent) {
    if (session) throw new Error('A run is going on. Stop it before you start another.');
    stopped = false;
    const emit = (event: RunEvent) => {
      if (event.type === 'frames') onEvent(transferred(event));
      else onEvent(event);
    };
    try {
      await asOnlyWriter(options.run, () => run(options, data, emit));
    } finally {
      data.close();
    }
  },
  async pause() {
    session?.pause();
  },
  async resume() {
    session?.resume();
  },
  async stop() {
    stopped = true;
    session?.stop();
  },
  runs: storedRuns,
  discard: discardRun,
};

/** Pictures are moved to the page, not copied. */
function transferred(event: Extract<RunEvent, { type: 'frames' }>): RunEvent {
  return Comlink.transfer(
    event,
    Object.values(event.layers).map((layer) => layer.data.buffer),
  );
}

Comlink.expose(api);
