/** Several commands of the lab side by side, each in a process of its own. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Starts jobs in their order, `most` at a time; after the first that fails no other begins. */
export async function beside<T>(jobs: (() => Promise<T>)[], most: number): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (next < jobs.length && !failed) {
      const at = next++;
      try {
        results[at] = await jobs[at]!();
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(most, jobs.length) }, worker));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
  return results;
}

/**
 * Runs this command line tool once more; its lines go to `onLine`.
 * A rasteriser on the CPU gets one thread: processes side by side use the cores better than threads that wait for each
 * other after every small kernel. @throws the child's last line where it fails.
 */
export function lab(args: string[], onLine: (line: string) => void): Promise<void> {
  const child = spawn(process.execPath, [process.argv[1]!, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LP_NUM_THREADS: '0' },
  });
  let last = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    last = line;
    onLine(line);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0) resolve();
      else reject(new Error(signal ? `lab ${args[0]} was ended by ${signal}.` : last.replace(/^lab \w+: /, '')));
    });
  });
}
