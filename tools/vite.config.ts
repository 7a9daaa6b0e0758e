import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

/** Bundles the programs that draw the city for the trainers; see README.md. */
export default defineConfig({
  build: {
    target: 'node20',
    ssr: true,
    outDir: 'build/tools',
    emptyOutDir: true,
    rolldownOptions: {
      input: { sheet: 'tools/city/sheet.ts' },
      external: [...builtinModules, /^node:/],
    },
  },
  ssr: { noExternal: true },
});
