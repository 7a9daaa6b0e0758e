/** Evaluates a run's last checkpoint, or a checkpoint file, on labelled data. */
import type { Segmentor } from '../../models/segmentor';
import type { Reading } from '../../workers/data/assemble';
import { FolderEvaluation } from '../../workers/data/evaluation';
import { encodePng } from '../../workers/data/png/encode';
import { evaluationItems, readingFor } from '../../workers/data/service';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { makeDirectory, openDirectory } from '../../workers/host-node';
import { evaluate } from '../../workers/train/evaluate';
import { loadSegmentor, segmentorOf } from '../../workers/train/infer-network';
import { scalesConfig } from '../../workers/train/network';
import { predictSample } from '../../workers/train/predict-sample';
import { predictionName, RunFolder } from '../../workers/train/run-folder';
import { type Arguments, type Outcome, UsageError } from '../command';
import { readIdMap } from '../folders';
import { Machine } from '../run-here';
import { scoreTable } from '../score-table';
import { chosenWeights } from '../weights-choice';

/** Longer and shorter side at which the paper evaluates; a run's own configuration comes first. */
const EVALUATION_SIZE: [number, number] = [1024, 512];

export async function run(args: Arguments): Promise<Outcome> {
  const data = args.required('data');
  const machine = await Machine.open();
  const { network, taxonomy, size, sliding, reading } = await load(args, machine);
  const map = readIdMap(args, 'map');
  const scan = await machine.scan(data, map ? { map } : reading);
  const items = evaluationItems(scan, scan);
  if (!items.length) return { report: null, failure: `${data} has no labelled picture to evaluate on.` };
  const problem = (file: string, message: string) => machine.progress.note(`${file}: ${message}`);
  const source = new FolderEvaluation({ items, size, host: machine.host, onProblem: problem });
  const out = args.text('predictions');
  const folder = out ? await makeDirectory(out) : null;
  const matrix = await evaluate({ predict: (sample) => predictSample(network, sample, sliding) }, source, taxonomy, {
    onProgress: (p) => machine.progress.count(p.what, p.done, p.total, p.secondsLeft),
    onProblem: problem,
    onPrediction: async ({ file, labelWidth: width, labelHeight: height }, data) =>
      folder?.write(predictionName(file), await encodePng({ width, height, channels: 1, data })),
  });
  machine.progress.clear();
  const report = matrix!.scores(taxonomy.classes.map((c) => c.name));
  console.log(scoreTable(report));
  return { report };
}

/** @throws where the network tells other classes apart than those that are scored. */
function fitting(network: Segmentor, { classes }: ExperimentConfig['taxonomy'], file: string): Segmentor {
  const has = network.config.head.classes;
  if (has === classes.length) return network;
  network.dispose();
  throw new Error(
    `${file} tells ${has} classes apart, but the data is scored in ${classes.length}; choose a checkpoint of these classes.`,
  );
}

interface Loaded {
  network: Segmentor;
  taxonomy: ExperimentConfig['taxonomy'];
  size: [number, number];
  sliding?: ExperimentConfig['data']['evaluationWindows'];
  /** How the run reads the labels that it is evaluated on. */
  reading: Reading;
}

async function load(args: Arguments, machine: Machine): Promise<Loaded> {
  const [run, file] = [args.text('run'), args.text('checkpoint')];
  if ((run === undefined) === (file === undefined))
    throw new UsageError('Give either --run DIR or --checkpoint WEIGHTS.');
  if (file !== undefined) {
    const { bytes, name } = await chosenWeights(file, machine);
    const { network, report } = await loadSegmentor(bytes, name);
    machine.progress.note(report.sentence);
    return { network: fitting(network, CITYSCAPES, file), taxonomy: CITYSCAPES, size: EVALUATION_SIZE, reading: {} };
  }
  const folder = new RunFolder(await openDirectory(run!));
  const config = await folder.config();
  const checkpoint = await folder.latest((message) => console.error(message));
  if (!checkpoint) throw new Error(`The run ${run} has no checkpoint yet.`);
  return {
    network: segmentorOf(checkpoint.state, run!, scalesConfig(config)),
    taxonomy: config.taxonomy,
    size: config.data.evaluation,
    sliding: config.data.evaluationWindows,
    reading: readingFor(config.data.target),
  };
}
