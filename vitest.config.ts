import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['{src,workers,models,cli}/**/*.test.{ts,tsx}'],
    globalSetup: 'tools/temp-folder.ts',
    setupFiles: ['cli/vulkan.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    server: { deps: { inline: [/@tensorflow/] } },
  },
});
