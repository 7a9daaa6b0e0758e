import { startEngine } from '../../models/engine/device';
import { DecodeHere } from '../../workers/data/decoder';
import { decodePictureInNode } from '../../workers/data/picture/decode-node';
import type { Arguments, Outcome } from '../command';
import { startDecoders } from '../decoders';
import { TerminalProgress } from '../progress';

/** Benchmarks against stock TF.js; the report is the table's numbers. */
export async function run(args: Arguments): Promise<Outcome> {
  await startEngine(navigator.gpu);
  const { bench } = await import('../bench');
  const progress = new TerminalProgress();
  const report = await bench({
    only: args.text('only'),
    data: {
      here: new DecodeHere({ decodePicture: decodePictureInNode }),
      pool: startDecoders(),
      cpuSeconds: () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1e6;
      },
      memoryBytes: () => process.memoryUsage().rss,
    },
    onProgress: (name, done, total) => progress.count(name, done, total, null),
  });
  progress.clear();
  return { report };
}
