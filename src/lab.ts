/** The lab as one object: sends each call to the worker that answers it, which is made when it is first needed. */
import { proxy, type Remote, transfer, wrap } from 'comlink';
import type {
  DataWorkerApi,
  HardwareWorkerApi,
  LabApi,
  Progress,
  TrainWorkerApi,
  VlmWorkerApi,
} from '../workers/protocol';
import { untilAnswered } from './app/until-answered';

let instance: LabApi | null = null;

export function lab(): LabApi {
  instance ??= assemble();
  return instance;
}

function assemble(): LabApi {
  const base = new URL('.', document.baseURI).href;
  const data = joined<DataWorkerApi>(
    () => new Worker(new URL('../workers/data/data.worker.ts', import.meta.url), { type: 'module', name: 'data' }),
  );
  const vlm = joined<VlmWorkerApi>(
    () => new Worker(new URL('../workers/vlm/vlm.worker.ts', import.meta.url), { type: 'module', name: 'vlm' }),
    (api) => api.open(base),
  );
  const hardware = joined<HardwareWorkerApi>(
    () => new Worker(new URL('../workers/hardware.worker.ts', import.meta.url), { type: 'module', name: 'hardware' }),
  );
  const train = trainWorker('train', base);
  /** Counts the memory of runs that may be started, beside the one that goes on. */
  const planner = trainWorker('planner', base);

  /** Ends the preparation of the run that was started last. */
  let preparing = new AbortController();

  const on =
    <Api, Arguments extends unknown[], Result>(
      worker: Joined<Api>,
      ask: (api: Remote<Api>, ...args: Arguments) => Promise<Result>,
    ) =>
    (...args: Arguments): Promise<Result> =>
      worker.call((api) => ask(api, ...args));

  return {
    scan: on(data, (api, origin, onProgress) => untilAnswered(onProgress, (tell) => api.scan(origin, tell))),
    cancelScans: on(data, (api) => api.cancelScans()),
    openDataset: on(data, (api, origin, options, onCard, onProgress) =>
      api.openDataset(origin, options, proxy(onCard), proxy(onProgress)),
    ),
    stopChecking: on(data, (api, id) => api.stopChecking(id)),
    closeDataset: on(data, (api, id) => api.closeDataset(id)),
    setIdMap: on(data, (api, id, map) => api.setIdMap(id, map)),
    samples: on(data, (api, id, query, from, count) => api.samples(id, query, from, count)),
    problems: on(data, (api, id, from, count) => api.problems(id, from, count)),
    thumbnail: on(data, (api, id, index, maxSide) => api.thumbnail(id, index, maxSide)),
    openPictures: on(data, (api, origin, resize) => api.openPictures(origin, resize)),
    pictureCrop: on(data, (api, pictures, file, area, maxSide) => api.pictureCrop(pictures, file, area, maxSide)),
    closePictures: on(data, (api, pictures) => api.closePictures(pictures)),
    openScored: on(data, (api, options) => api.openScored(options)),
    scoredPicture: on(data, (api, pictures, file, sought) => api.scoredPicture(pictures, file, sought)),
    closeScored: on(data, (api, pictures) => api.closeScored(pictures)),
    statisticsFiles: on(data, (api, id) => api.statisticsFiles(id)),
    checkModels: on(vlm, (api, origin, onProgress) =>
      untilAnswered(onProgress, (tell) => api.checkModels(origin, tell)),
    ),
    suggestSources: on(vlm, (api, origin, classes, onProgress) =>
      untilAnswered(onProgress, (tell) => api.suggestSources(origin, classes, tell)),
    ),
    hardware: on(hardware, (api) => api.hardware()),
    offerWeights: on(train, (api, id) => api.offerWeights(id)),
    inspectWeights: on(train, (api, origin, config, onProgress) =>
      untilAnswered(onProgress, (tell) => api.inspectWeights(origin, config, tell)),
    ),
    cancelWeights: on(train, (api) => api.cancelWeights()),
    planMemory: async (config, models) => {
      const needed = models && config.relabeling.relabel ? await vlm.call((api) => api.modelMemory(models)) : null;
      return planner.call((api) => api.planMemory(config, needed));
    },
    start: async (options, onEvent) => {
      preparing = new AbortController();
      const { signal } = preparing;
      const batches = new MessageChannel();
      const proposals = options.config.relabeling.relabel ? new MessageChannel() : null;
      const { run } = options;
      const onProgress = proxy((progress: Progress) => {
        if (!signal.aborted) onEvent({ type: 'progress', run, progress });
      });
      const onProblem = proxy((file: string, message: string) => onEvent({ type: 'problem', run, file, message }));
      const { source, target, validation, config, models } = options;
      const prepare = async () => {
        // For the built-in city this means drawing it at first use.
        const found = await data.call((api) => api.open({ source, target, validation, config }, onProgress, onProblem));
        for (const report of [found.source, found.target, found.validation])
          for (const { file, message } of report?.problems ?? []) onEvent({ type: 'problem', run, file, message });
        await data.call((api) => api.connect(ported(batches.port1)));
        if (signal.aborted || !proposals) return;
        await vlm.call((api) => api.load({ models, config }, onProgress));
        if (signal.aborted) return;
        await vlm.call((api) => api.connect(ported(proposals.port1)));
      };
      try {
        await Promise.race([prepare(), aborted(signal)]);
        if (signal.aborted) onEvent({ type: 'status', run, status: 'stopped' });
        else
          await train.call((api) =>
            api.start(options, ported(batches.port2), proposals && ported(proposals.port2), proxy(onEvent)),
          );
      } finally {
        const closed = Promise.all([data.call((api) => api.close()), proposals && vlm.call((api) => api.close())]);
        // Models that are being loaded are given up only when they are there: after a stop nobody waits for that.
        await Promise.race([closed, aborted(signal)]);
      }
    },
    pause: on(train, (api) => api.pause()),
    resume: on(train, (api) => api.resume()),
    stop: async () => {
      preparing.abort();
      await train.call((api) => api.stop());
    },
    changeMap: on(train, (api, run, change, by) => api.changeMap(run, change, by)),
    look: on(train, (api, names) => api.look(names)),
    runs: on(train, (api) => api.runs()),
    discard: on(train, (api, run) => api.discard(run)),
    runRecords: on(train, (api) => api.runRecords()),
    runHistory: on(train, (api, run) => api.runHistory(run)),
    runChanges: on(train, (api, run) => api.runChanges(run)),
    runDecisions: on(train, (api, run) => api.runDecisions(run)),
    decide: on(train, (api, run, choices) => api.decide(run, choices)),
    withdrawDecisions: on(train, (api, run, ids) => api.withdrawDecisions(run, ids)),
    runPatches: on(train, (api, run) => api.runPatches(run)),
    runPrediction: on(train, (api, run, file) => api.runPrediction(run, file)),
    patchLabels: on(train, (api, run, iteration, sample) => api.patchLabels(run, iteration, sample)),
    describeRun: on(train, (api, run, about) => api.describeRun(run, about)),
    bundleRun: on(train, (api, run, target) => api.bundleRun(run, target)),
    importRun: on(train, (api, origin, onProgress) => untilAnswered(onProgress, (tell) => api.importRun(origin, tell))),
    runTimeline: on(train, (api, run) => api.runTimeline(run)),
    pinnedStill: on(train, (api, run, pin) => api.pinnedStill(run, pin)),
    pinnedPrediction: on(train, (api, run, pin, iteration) => api.pinnedPrediction(run, pin, iteration)),
    choosePins: on(train, (api, run, pins) => api.choosePins(run, pins)),
    saveRunPredictions: on(train, (api, run, target) => api.saveRunPredictions(run, target)),
    exportRun: on(train, (api, run, which, format, target) => api.exportRun(run, which, format, target)),
    openCheckpoint: on(train, (api, file) => api.openCheckpoint(file)),
    closeCheckpoint: on(train, (api) => api.closeCheckpoint()),
    predict: on(train, (api, pictures, onEvent) => api.predict(pictures, proxy(onEvent))),
    cancelPrediction: on(train, (api) => api.cancelPrediction()),
    predictedPicture: on(train, (api, file) => api.predictedPicture(file)),
    savePredictions: on(train, (api, target) => api.savePredictions(target)),
  };
}

function trainWorker(name: string, base: string): Joined<TrainWorkerApi> {
  return joined(
    () => new Worker(new URL('../workers/train/train.worker.ts', import.meta.url), { type: 'module', name }),
    (api) => api.open(base),
  );
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const ported = (port: MessagePort): MessagePort => transfer(port, [port]);

interface Joined<Api> {
  /**
   * Asks the worker, which is made and opened at the first call: until then its program is not loaded.
   * Rejects also when the worker itself breaks, so that nobody waits for ever.
   */
  call<Result>(ask: (api: Remote<Api>) => Promise<Result>): Promise<Result>;
}

function joined<Api>(make: () => Worker, open?: (api: Remote<Api>) => Promise<unknown>): Joined<Api> {
  let made: { api: Remote<Api>; broken: Promise<never>; opened: Promise<unknown> | undefined } | null = null;
  const begin = () => {
    const worker = make();
    const api = wrap<Api>(worker);
    const broken = new Promise<never>((_, reject) => {
      worker.addEventListener('error', (event) => {
        const what = event.message || 'its program could not be loaded';
        reject(new Error(`The lab's background part has stopped: ${what}. Reload the page.`));
      });
    });
    const opened = open?.(api);
    for (const promise of [broken, opened]) promise?.catch(() => undefined); // every call waits for them and reports them
    return { api, broken, opened };
  };
  return {
    call: (ask) => {
      made ??= begin();
      const { api, broken, opened } = made;
      return Promise.race([opened ? opened.then(() => ask(api)) : ask(api), broken]);
    },
  };
}
