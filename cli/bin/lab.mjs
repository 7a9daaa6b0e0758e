#!/usr/bin/env node
// The `lab` command. Its bundle is made by `npm ci`; a checkout in which it is missing makes it now.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const bundle = join(root, 'build', 'cli', 'main.js');
if (!existsSync(bundle)) {
  const { build } = await import('vite');
  await build({ root, configFile: join(root, 'vite.config.ts'), mode: 'cli', logLevel: 'warn' });
}
await import(pathToFileURL(bundle).href);
