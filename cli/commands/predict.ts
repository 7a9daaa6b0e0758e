/** Predicts pictures with a checkpoint: one label PNG each, and a list of the classes. */
import { relative } from 'node:path';
import { makeDirectory, openDirectory } from '../../workers/host-node';
import { readFacts } from '../../workers/train/export/metadata';
import { loadSegmentor } from '../../workers/train/infer-network';
import { classesOf, classList } from '../../workers/train/predict/classes';
import { CLASSES_FILE, listPictures } from '../../workers/train/predict/pictures';
import { INPUT_SIZE, predictPictures } from '../../workers/train/predict/predict-pictures';
import { predictSample } from '../../workers/train/predict-sample';
import { type Arguments, type Outcome, UsageError } from '../command';
import { Machine } from '../run-here';
import { chosenWeights } from '../weights-choice';

const SHOWN_PROBLEMS = 10;

export async function run(args: Arguments): Promise<Outcome> {
  const [file, images, out] = [args.required('checkpoint'), args.required('images'), args.required('out')];
  const which = args.choice('which', ['student', 'teacher'] as const);
  if (isInside(out, images))
    throw new UsageError(`--out ${out} lies in --images: label PNGs and pictures would mix. Choose another folder.`);
  const pictures = await listPictures(await openDirectory(images));
  if (pictures.length === 0) throw new Error(`${images} holds no picture (PNG, JPEG or WebP).`);
  const machine = await Machine.open();
  const { host, progress } = machine;
  const { bytes, name } = await chosenWeights(file, machine);
  const { network, report: loaded, metadata } = await loadSegmentor(bytes, name, which);
  const facts = readFacts(metadata, file);
  const { taxonomy, note } = classesOf(network.config.head.classes, facts.taxonomy, file);
  for (const sentence of [loaded.sentence, note]) if (sentence) progress.note(sentence);

  const folder = await makeDirectory(out);
  const json = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
  await folder.write(CLASSES_FILE, json(classList(taxonomy, file)));
  const size = facts.inputSize ?? INPUT_SIZE;
  const problems: { file: string; message: string }[] = [];
  const pixels = new Float64Array(taxonomy.classes.length);
  let stopped = false;
  const stop = () => {
    stopped = true;
  };
  process.once('SIGINT', stop);
  const { predicted } = await predictPictures({
    pictures,
    size,
    taxonomy,
    host,
    predict: (input) => predictSample(network, input),
    onPrediction: async ({ name, labels, png }) => {
      for (const id of labels) pixels[id]!++;
      await folder.write(name, png);
    },
    onProblem: (picture, message) => problems.push({ file: picture, message }),
    onProgress: (p) => progress.count(p.what, p.done, p.total, p.secondsLeft),
    cancelled: () => stopped,
  });
  process.removeListener('SIGINT', stop);
  progress.clear();
  network.dispose();
  for (const problem of problems.slice(0, SHOWN_PROBLEMS)) console.log(`left out: ${problem.file}: ${problem.message}`);
  if (problems.length > SHOWN_PROBLEMS)
    console.log(`and ${problems.length - SHOWN_PROBLEMS} more problems; --json lists all`);
  console.log(`${predicted} of ${pictures.length} pictures predicted; label PNGs and classes.json are in ${out}`);
  const total = pixels.reduce((a, b) => a + b, 0);
  const shares = taxonomy.classes.map(({ name }, id) => [name, total ? pixels[id]! / total : 0]);
  const report = {
    checkpoint: loaded.sentence,
    pictures: predicted,
    inputSize: size,
    classShares: Object.fromEntries(shares),
    problems,
    stopped,
  };
  if (stopped) return { report, failure: `stopped after ${predicted} of ${pictures.length} pictures.` };
  if (predicted === 0) return { report, failure: `no picture could be predicted: ${problems[0]!.message}` };
  return { report };
}

/** True where `inner` is `outer` or lies below it. */
function isInside(inner: string, outer: string): boolean {
  const path = relative(outer, inner);
  return path === '' || !(path.startsWith('..') || /^([/\\]|[A-Za-z]:)/.test(path));
}
