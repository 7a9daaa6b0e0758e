/** Writes the network of a run for use elsewhere. */
import { makeDirectory, openDirectory } from '../../workers/host-node';
import { EXPORT_FORMATS, exportFiles, writeExport } from '../../workers/train/export/export-files';
import { NETWORK_CHOICES, readTrainedNetwork } from '../../workers/train/export/trained-network';
import type { Arguments, Outcome } from '../command';
import { TerminalProgress } from '../progress';

export async function run(args: Arguments): Promise<Outcome> {
  const which = args.choice('which', NETWORK_CHOICES) ?? 'student';
  const format = args.choice('format', EXPORT_FORMATS) ?? 'safetensors';
  const [path, out] = [args.required('run'), args.required('out')];
  const progress = new TerminalProgress();
  const network = await readTrainedNetwork(await openDirectory(path), which, (message) => progress.note(message));
  progress.show(`Writing the ${which} of ${path} as ${format}`);
  const exported = exportFiles(network, format);
  await writeExport(await makeDirectory(out), exported);
  progress.clear();
  for (const note of exported.notes) console.log(note);
  const files = Object.fromEntries([...exported.files].map(([name, { byteLength }]) => [name, byteLength]));
  const { iteration, miou } = network;
  console.log(`The ${which} after ${iteration} iterations is in ${out}: ${Object.keys(files).join(', ')}`);
  return { report: { run: path, which, format, iteration, miou, out, files, notes: exported.notes } };
}
