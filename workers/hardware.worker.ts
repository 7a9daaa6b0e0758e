/** Says what this machine can do, before anything else of the lab is loaded. */
import * as Comlink from 'comlink';
import { adapterName, drawsOnCpu } from '../models/engine/adapter-kind';
import { openDevice } from '../models/engine/open-device';
import type { HardwareWorkerApi } from './protocol';

const api: HardwareWorkerApi = {
  async hardware() {
    const isolated = globalThis.crossOriginIsolated;
    try {
      const { adapter, device } = await openDevice(navigator.gpu);
      const maxBufferBytes = device.limits.maxBufferSize;
      device.destroy();
      const name = adapterName(adapter.info) || 'unnamed adapter';
      return { adapter: name, fallback: drawsOnCpu(adapter.info), maxBufferBytes, isolated, problem: null };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { adapter: 'none', fallback: false, maxBufferBytes: 0, isolated, problem };
    }
  },
};

Comlink.expose(api);
