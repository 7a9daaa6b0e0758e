/** Evaluates a run's networks, a checkpoint file, or predictions that were made elsewhere, on labelled data. */
import type { Segmentor } from '../../models/segmentor';
import type { Reading } from '../../workers/data/assemble';
import { FolderEvaluation } from '../../workers/data/evaluation';
import type { Item } from '../../workers/data/layouts/layout';
import { encodePng } from '../../workers/data/png/encode';
import { DataService, evaluationItems, readingFor } from '../../workers/data/service';
import { supervisionOf } from '../../workers/decisions';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import { CITYSCAPES, type Taxonomy } from '../../workers/experiment/taxonomy';
import { createNodeHost, makeDirectory, openDirectory } from '../../workers/host-node';
import { readDecisions } from '../../workers/train/decision-log';
import { evaluate, type Predictor } from '../../workers/train/evaluate';
import { NETWORK_CHOICES, readTrainedNetwork } from '../../workers/train/export/trained-network';
import { loadSegmentor, segmentorOf } from '../../workers/train/infer-network';
import { scalesConfig } from '../../workers/train/network';
import { paletteBytes } from '../../workers/train/predict/classes';
import { predictSample } from '../../workers/train/predict-sample';
import { predictionName } from '../../workers/train/run-folder';
import { StoredPredictions } from '../../workers/train/stored-predictions';
import { type Arguments, type Outcome, UsageError } from '../command';
import { startDecoders } from '../decoders';
import { readIdMap } from '../folders';
import { TerminalProgress } from '../progress';
import { Machine } from '../run-here';
import { scoreTable } from '../score-table';
import { chosenWeights } from '../weights-choice';

type Windows = ExperimentConfig['data']['evaluationWindows'];

/** Longer and shorter side at which the paper evaluates, whole or in windows; a run's own configuration comes first. */
const WHOLE: { size: [number, number]; sliding?: Windows } = { size: [1024, 512] };
const TWO_SCALES: typeof WHOLE = { size: [2048, 1024], sliding: { crop: [1024, 1024], stride: [512, 512] } };

/** What is evaluated, and how. */
interface Subject {
  taxonomy: Taxonomy;
  /** Box of the network's input; for stored predictions nothing is resized. */
  size: [number, number];
  /** How the run reads the labels that it is evaluated on. */
  reading: Reading;
  /** Decisions by hand that held before the network stood like that; absent: none, or not known. */
  decisions?: number;
  predictor(items: Item[]): Promise<Predictor>;
  dispose(): void;
}

/** Where pictures come from; a GPU only where a network runs. */
type Workplace = Pick<Machine, 'host' | 'data' | 'progress'>;

export async function run(args: Arguments): Promise<Outcome> {
  const [data, from] = [args.required('data'), args.text('predictions-from')];
  const sources = [args.text('run'), args.text('checkpoint'), from].filter((source) => source !== undefined);
  if (sources.length !== 1)
    throw new UsageError('Give one of --run DIR, --checkpoint WEIGHTS and --predictions-from DIR.');
  const out = args.text('predictions');
  if (from !== undefined && out !== undefined)
    throw new UsageError('--predictions writes what a network predicts; --predictions-from has predictions already.');
  const place: Workplace = from === undefined ? await Machine.open() : withoutGpu();
  const subject = from === undefined ? await networkSubject(args, place) : await storedSubject(from);
  const { taxonomy, size, decisions } = subject;
  const { host, progress } = place;
  const map = readIdMap(args, 'map');
  const scan = await place.data.scan(await openDirectory(data), { reading: map ? { map } : subject.reading }, (p) =>
    progress.count(p.what, p.done, p.total, p.secondsLeft),
  );
  const { layout, problems } = scan.report;
  if (layout === null) throw new Error(problems[0]?.message ?? `${data} holds no data set that the lab knows.`);
  const items = evaluationItems(scan, scan);
  if (!items.length) return { report: null, failure: `${data} has no labelled picture to evaluate on.` };
  const problem = (file: string, message: string) => progress.note(`${file}: ${message}`);
  const source = new FolderEvaluation({ items, size, host, onProblem: problem });
  const folder = out ? await makeDirectory(out) : null;
  const palette = paletteBytes(taxonomy);
  const found = await evaluate(await subject.predictor(items), source, taxonomy, {
    onProgress: (p) => progress.count(p.what, p.done, p.total, p.secondsLeft),
    onProblem: problem,
    onPrediction: async ({ file, labelWidth: width, labelHeight: height }, data) =>
      folder?.write(predictionName(file), await encodePng({ width, height, channels: 1, data, palette })),
  });
  progress.clear();
  subject.dispose();
  const { matrix, pictures } = found!;
  const scores = matrix.scores(taxonomy.classes.map((c) => c.name));
  const report = { ...scores, ...(decisions && { decisions }), pictures };
  console.log(scoreTable(report, decisions));
  return { report };
}

function withoutGpu(): Workplace {
  const host = createNodeHost(undefined);
  return { host, data: new DataService(host, startDecoders()), progress: new TerminalProgress() };
}

/** Scores of a folder do not depend on what the network saw, so pictures stay small. */
async function storedSubject(from: string): Promise<Subject> {
  const folder = await openDirectory(from);
  const classes = CITYSCAPES.classes.length;
  return {
    taxonomy: CITYSCAPES,
    size: [64, 32],
    reading: {},
    predictor: (items) =>
      StoredPredictions.find(
        folder,
        items.map(({ picture }) => picture.path),
        classes,
      ),
    dispose: () => undefined,
  };
}

async function networkSubject(args: Arguments, place: Workplace): Promise<Subject> {
  const { network, sliding, ...rest } = await load(args, place);
  return {
    ...rest,
    predictor: async () => ({ predict: (sample) => predictSample(network, sample, sliding) }),
    dispose: () => network.dispose(),
  };
}

/** @throws where the network tells other classes apart than those that are scored. */
function fitting(network: Segmentor, { classes }: Taxonomy, file: string): Segmentor {
  const has = network.config.head.classes;
  if (has === classes.length) return network;
  network.dispose();
  throw new Error(
    `${file} tells ${has} classes apart, but the data is scored in ${classes.length}; choose a checkpoint of these classes.`,
  );
}

interface Loaded extends Omit<Subject, 'predictor' | 'dispose'> {
  network: Segmentor;
  sliding?: Windows;
}

async function load(args: Arguments, place: Workplace): Promise<Loaded> {
  const [run, file] = [args.text('run'), args.text('checkpoint')];
  const which = args.choice('which', NETWORK_CHOICES);
  if (run !== undefined) {
    const folder = await openDirectory(run);
    const trained = await readTrainedNetwork(folder, which ?? 'student', console.error);
    const { config, weights, iteration } = trained;
    return {
      network: segmentorOf(weights, run, scalesConfig(config)),
      taxonomy: config.taxonomy,
      size: config.data.evaluation,
      sliding: config.data.evaluationWindows,
      reading: readingFor(config.data.target),
      decisions: supervisionOf(await readDecisions(folder), iteration).held,
    };
  }
  if (which === 'best') throw new UsageError('--which best needs --run; a checkpoint file holds student and teacher.');
  const { bytes, name } = await chosenWeights(file!, place);
  const { network, report } = await loadSegmentor(bytes, name, which);
  place.progress.note(report.sentence);
  const shown = network.config.hrda ? TWO_SCALES : WHOLE;
  return { network: fitting(network, CITYSCAPES, file!), taxonomy: CITYSCAPES, ...shown, reading: {} };
}
