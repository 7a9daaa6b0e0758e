// In Node, transformers.js runs the same WebAssembly build as the page: no native binary, no install script,
// and embeddings identical to the browser's.
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const entry = require.resolve('onnxruntime-web');
const ort = require(entry);
ort.env.wasm.wasmPaths = pathToFileURL(`${path.dirname(entry)}/`).href;
ort.env.wasm.numThreads = 1;
module.exports = ort;
