/** What lies in a downloaded zip. */
import { readFile } from 'node:fs/promises';
import type { Download } from '@playwright/test';
import { inMemory, ZipArchive } from '../models/weights/torch/zip';

export async function unzipped(download: Download): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const bytes = new Uint8Array(await readFile(await download.path()));
  const archive = await ZipArchive.open(inMemory(bytes), 'download', { error: Error });
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const name of archive.names()) files.set(name, new Uint8Array((await archive.read(name))!));
  return files;
}
