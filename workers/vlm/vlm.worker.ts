/** The vlm worker: transformers.js with a GPU device of its own. It can be ended at any time to give its memory back. */
import { env } from '@huggingface/transformers';
import * as Comlink from 'comlink';
import factory from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import binary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { drawsOnCpu } from '../../models/engine/adapter-kind';
import { createBrowserHost, HandleDirectory } from '../host-browser';
import type { ModelOrigin, VlmWorkerApi } from '../protocol';
import type { Device } from './network';
import { serveProposer } from './port';
import type { PromptBench } from './prompt-bench';
import { type ModelChoice, VlmService } from './service';

// The runtime comes from the page's own origin, and is not copied into the browser's cache a second time.
env.backends.onnx.wasm!.wasmPaths = { wasm: binary, mjs: factory };
env.useWasmCache = false;

let service: VlmService | null = null;
let bench: PromptBench | null = null;

/** A CPU that pretends to be a GPU is far slower than WebAssembly. */
async function chooseDevice(): Promise<Device> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  return !adapter || drawsOnCpu(adapter.info) ? 'wasm' : 'webgpu';
}

function opened(): VlmService {
  if (!service) throw new Error('The vlm worker was asked before it was opened.');
  return service;
}

function openedBench(): PromptBench {
  if (!bench) throw new Error('Load the models before trying prompts.');
  return bench;
}

function choiceOf(origin: ModelOrigin): ModelChoice {
  const { sam } = origin;
  const own = sam?.kind === 'folder' ? ({ kind: 'folder', directory: new HandleDirectory(sam.handle) } as const) : sam;
  return origin.kind === 'folder'
    ? { kind: 'folder', directory: new HandleDirectory(origin.handle), sam: own }
    : { ...origin, sam: own };
}

const api: VlmWorkerApi = {
  open(base) {
    service = new VlmService(createBrowserHost(base).asset, chooseDevice);
  },
  checkModels: (origin) => opened().check(choiceOf(origin)),
  modelMemory: (origin) => opened().memory(choiceOf(origin)),
  suggestSources: (origin, classes, onProgress) => opened().suggest(choiceOf(origin), classes, onProgress),
  load: ({ models, config }, onProgress) => opened().load(choiceOf(models), config, onProgress),
  connect(port) {
    serveProposer(opened(), port);
  },
  // Ending the worker gives back the memory of WebAssembly too.
  close: () => opened().dispose(),
  // The page tries prompts in a worker of its own, and ends it to change models or to give up.
  async openBench(models, detector, onProgress) {
    const loaded = await opened().openBench(choiceOf(models), detector, onProgress);
    bench = loaded.bench;
    return loaded.names;
  },
  look: async (picture, prompts) => openedBench().look(picture, prompts),
  boxes: async (question) => openedBench().boxes(question),
  classify: async (box, asked) => openedBench().classify(box, asked),
};

Comlink.expose(api);
