import { startEngine } from '../../models/engine/device';
import { DecodeHere } from '../../workers/data/decoder';
import { decodePictureInNode } from '../../workers/data/picture/decode-node';
import { type BenchOptions, type BenchReport, bench, benchTable } from '../bench';
import { benchInBrowser } from '../bench/in-browser';
import type { Arguments, Outcome } from '../command';
import { startDecoders } from '../decoders';
import { TerminalProgress } from '../progress';

/** Benchmarks against stock TF.js; the report is the table's numbers. */
export async function run(args: Arguments): Promise<Outcome> {
  const progress = new TerminalProgress();
  const options = {
    only: args.text('only'),
    onProgress: (name: string, done: number, total: number) => progress.count(name, done, total, null),
  };
  const report = args.flag('browser') ? await benchInBrowser(options) : await benchHere(options);
  progress.clear();
  console.log(benchTable(report));
  return { report };
}

async function benchHere(options: BenchOptions): Promise<BenchReport> {
  await startEngine(navigator.gpu);
  return bench({
    ...options,
    data: {
      here: new DecodeHere({ decodePicture: decodePictureInNode }),
      pool: startDecoders(),
      cpuSeconds: () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1e6;
      },
      memoryBytes: () => process.memoryUsage().rss,
    },
  });
}
