/** The data worker: opens folders, checks them, and feeds the run through ports. */
import * as Comlink from 'comlink';
import type { ExperimentConfig } from '../experiment/schema';
import type { Directory } from '../host';
import { createBrowserHost, FileListDirectory, HandleDirectory } from '../host-browser';
import type { DataOrigin, DataWorkerApi, Progress, ScanReport } from '../protocol';
import { serveData } from './port';
import type { Scan } from './scan';
import { DataService, type RunData } from './service';

export interface OpenOptions {
  source: DataOrigin;
  target: DataOrigin;
  validation: DataOrigin | null;
  config: ExperimentConfig;
}

/** Without assets of its own, this worker needs no base address but that of its script. */
const service = new DataService(createBrowserHost(self.location.href));
let run: RunData | null = null;
const scanning = new Set<AbortController>();

async function openFolder(
  origin: DataOrigin,
  onProgress: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<Directory> {
  if (origin.kind === 'handle') return new HandleDirectory(origin.handle);
  if (origin.kind === 'files') return FileListDirectory.from(origin.files);
  return service.demo(origin.part, undefined, onProgress, signal);
}

async function scan(origin: DataOrigin, onProgress: (progress: Progress) => void, signal?: AbortSignal): Promise<Scan> {
  return service.scan(await openFolder(origin, onProgress, signal), {}, onProgress, signal);
}

const api = {
  /** Recognises and checks a folder. @throws when it is given up by `cancelScans`. */
  async scan(origin: DataOrigin, onProgress: (progress: Progress) => void): Promise<ScanReport> {
    const controller = new AbortController();
    scanning.add(controller);
    try {
      return (await scan(origin, onProgress, controller.signal)).report;
    } finally {
      scanning.delete(controller);
    }
  },

  cancelScans(): void {
    for (const controller of scanning) controller.abort(new Error('The scan was cancelled.'));
  },

  /** Prepares the data of a run. @returns the reports of source, target and validation. */
  async open(
    { source, target, validation, config }: OpenOptions,
    onProgress: (progress: Progress) => void,
    onProblem: (file: string, message: string) => void,
  ): Promise<{ source: ScanReport; target: ScanReport; validation: ScanReport | null }> {
    const scans = {
      source: await scan(source, onProgress),
      target: await scan(target, onProgress),
      validation: validation && (await scan(validation, onProgress)),
    };
    run = service.open({ ...scans, config, onProblem });
    return {
      source: scans.source.report,
      target: scans.target.report,
      validation: scans.validation?.report ?? null,
    };
  },

  /** Serves the opened run's data on a port that another worker holds the other end of. */
  connect(port: MessagePort): void {
    if (!run) throw new Error('Open a run before its data is connected.');
    serveData(run, port);
  },

  close(): void {
    run = null;
  },
} satisfies DataWorkerApi;

export type DataApi = typeof api;

Comlink.expose(api);
