import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

/** Bundles the programs that draw the city for the trainers; see README.md. */
export default defineConfig({
  publicDir: false,
  build: {
    target: 'node20',
    ssr: true,
    outDir: 'build/tools',
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        export: 'tools/city/export.ts',
        sheet: 'tools/city/sheet.ts',
        write: 'tools/city/write.ts',
        survey: 'tools/city/survey.ts',
      },
      external: [...builtinModules, /^node:/],
    },
  },
  ssr: { noExternal: true },
});
