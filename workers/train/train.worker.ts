/** The train worker: one GPU device, one run at a time, fed by the two other workers through ports. */
import * as Comlink from 'comlink';
import { startEngine } from '../../models/engine/device';
import { connectData } from '../data/port';
import type { Host } from '../host';
import { createBrowserHost } from '../host-browser';
import type { LabApi, RunEvent, StartOptions, TrainWorkerApi } from '../protocol';
import { connectProposer } from '../vlm/port';
import { asOnlyWriter, discardRun, openRun, storedRuns } from './browser-runs';
import { readEncoder, shippedEncoder } from './pretrained';
import { Session } from './session';
import { Trainer } from './trainer';

let host: Host | null = null;
let hardware: ReturnType<LabApi['hardware']> | null = null;
let session: Session | null = null;
/** Set when stop was pressed while the run was still being prepared. */
let stopped = false;

function opened(): Host {
  if (!host) throw new Error('The train worker was asked before it was opened.');
  return host;
}

async function checkHardware(): ReturnType<LabApi['hardware']> {
  const isolated = globalThis.crossOriginIsolated;
  try {
    const { adapter, fallback, limits } = await startEngine(opened().gpu, {
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

interface Ports {
  batches: MessagePort;
  proposals: MessagePort | null;
}

/** Everything from an empty worker to the end of the run. */
async function run(options: StartOptions, ports: Ports, emit: (event: RunEvent) => void): Promise<void> {
  const { run, config, encoder, resume } = options;
  hardware ??= checkHardware();
  const { problem } = await hardware;
  if (problem) throw new Error(problem);
  const folder = await openRun(run);
  if (!resume) await folder.begin(config);
  const { batches, evaluation } = await connectData(ports.batches);
  const proposer = ports.proposals && connectProposer(ports.proposals);
  const pretrained = encoder
    ? await readEncoder(new Uint8Array(await encoder.arrayBuffer()), config, encoder.name)
    : await shippedEncoder(opened(), config);
  const trainer = await Trainer.create(config, pretrained ? { pretrained } : {});
  try {
    session = new Session({ run, config, trainer, batches, proposer, evaluation, folder, pictures: true }, emit);
    if (stopped) session.stop();
    await session.run();
  } finally {
    session = null;
    trainer.dispose();
  }
}

const api: TrainWorkerApi = {
  open(base) {
    host = createBrowserHost(base);
  },
  hardware() {
    hardware ??= checkHardware();
    return hardware;
  },
  async start(options, batches, proposals, onEvent) {
    if (session) throw new Error('A run is going on. Stop it before you start another.');
    stopped = false;
    const emit = (event: RunEvent) => {
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
