import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { DecodePool } from './decode-pool';

const ports: { close(): void }[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

describe('decoding threads', () => {
  it('fail whoever waits for a thread that died, and everyone after', async () => {
    const { port1, port2 } = new MessageChannel(); // nobody answers at the other end
    ports.push(port1, port2);
    const pool = new DecodePool([port1 as unknown as MessagePort]);
    const waiting = pool.count(new Uint8Array(8), 'a.png', 'index');
    pool.fail(new Error('out of memory'));
    await expect(waiting).rejects.toThrow('out of memory');
    await expect(pool.count(new Uint8Array(8), 'b.png', 'index')).rejects.toThrow('out of memory');
  });
});
