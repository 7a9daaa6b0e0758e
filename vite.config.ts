import { builtinModules } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

/** SharedArrayBuffer, and with it WebAssembly threads, needs an isolated page. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const page: UserConfig = {
  plugins: [react()],
  base: './',
  worker: { format: 'es' },
  server: { headers: isolation },
  preview: { headers: isolation },
  optimizeDeps: { exclude: ['@huggingface/transformers'] },
  build: { target: 'es2023', chunkSizeWarningLimit: 1200 },
};

/** The `lab` command and what starts beside it in Node. What holds binaries or files of its own stays outside. */
const command: UserConfig = {
  publicDir: false,
  build: {
    target: 'node20',
    ssr: true,
    outDir: 'build/cli',
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        main: 'cli/main.ts',
        'set-up': 'cli/set-up.ts',
        'demo-page': 'cli/demo-page.ts',
        'decode-thread': 'workers/data/decode-thread.ts',
      },
      external: [
        ...builtinModules,
        /^node:/,
        'webgpu',
        '@huggingface/transformers',
        'onnxruntime-web',
        'playwright',
        'vite',
      ],
    },
  },
  ssr: { noExternal: true },
};

export default defineConfig(({ mode }) => (mode === 'cli' ? command : page));
