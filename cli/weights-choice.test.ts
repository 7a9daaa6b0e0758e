import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryFolder } from '../workers/testing/memory-folder';
import { TerminalProgress } from './progress';
import { chosenWeights } from './weights-choice';

const root = mkdtempSync(join(tmpdir(), 'weights-'));
const storage = new MemoryFolder();
let server: Server;
let endpoint = '';

beforeAll(async () => {
  mkdirSync(join(root, 'model'));
  writeFileSync(join(root, 'model', 'model.safetensors'), 'one');
  writeFileSync(join(root, 'mit_b5.pth'), 'two');
  const model = { sha: 'a'.repeat(40), siblings: [{ rfilename: 'model.safetensors', size: 5 }] };
  server = createServer((request, response) => {
    response.setHeader('connection', 'close');
    response.end(request.url?.startsWith('/api/') ? JSON.stringify(model) : 'three');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

async function choose(text: string) {
  let printed = '';
  const stream = new Writable({
    write(chunk, _, done) {
      printed += String(chunk);
      done();
    },
  }) as unknown as NodeJS.WriteStream;
  const host = { storage: async () => storage };
  const { bytes, name } = await chosenWeights(text, { host, progress: new TerminalProgress(stream), endpoint });
  return { text: Buffer.from(bytes).toString(), name, printed };
}

describe('weights on the command line', () => {
  it("are a file; the licence of NVIDIA's is printed", async () => {
    const file = join(root, 'mit_b5.pth');
    const { text, name, printed } = await choose(file);
    expect({ text, name }).toEqual({ text: 'two', name: file });
    expect(printed).toContain('3.3 Use Limitation.');
    expect(printed).toContain('for non-commercial use only');
  });

  it('are the file of a folder', async () => {
    const folder = join(root, 'model');
    expect(await choose(folder)).toEqual({ text: 'one', name: `${folder}/model.safetensors`, printed: '' });
  });

  it('are a model of the hub, whose licence is printed', async () => {
    const { text, name, printed } = await choose('nvidia/mit-b0');
    expect({ text, name }).toEqual({ text: 'three', name: 'nvidia/mit-b0' });
    expect(printed).toContain('for non-commercial use only');
    expect([...storage.files.keys()][0]).toMatch(/^weights\/.*nvidia\/mit-b0\/resolve/);
    expect((await choose('somebody/else')).printed).toContain('licence "not stated by the model"');
  });

  it('are neither', async () => {
    await expect(choose(join(root, 'gone.pth'))).rejects.toThrow(/There is no file .*gone\.pth/);
    await expect(choose('nvidia/gone.pth')).rejects.toThrow('There is no file nvidia/gone.pth');
    await expect(choose('something')).rejects.toThrow('There is no file something');
  });
});
