/** Relabels pseudo-labels that were made anywhere: pictures and label PNGs of the same names in, label PNGs out. */
import { z } from 'zod';
import { decodeLabel } from '../../workers/data/labels';
import { LABEL_RULES } from '../../workers/data/layouts/label-ids';
import { listFiles } from '../../workers/data/layouts/listing';
import { encodePng } from '../../workers/data/png/encode';
import {
  type RelabelEntry,
  RelabelEntrySchema,
  type RelabelingConfig,
  RelabelingSchema,
} from '../../workers/experiment/schema';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import type { Directory, Host, SourceFile, WritableDirectory } from '../../workers/host';
import { createNodeHost, makeDirectory, openDirectory } from '../../workers/host-node';
import type { ConsideredPatch } from '../../workers/protocol';
import { consideredPatch } from '../../workers/train/patch-log';
import { relabelBatch, relabelSettings } from '../../workers/vlm/relabel';
import { RelabelMap } from '../../workers/vlm/relabel-map';
import { VlmService } from '../../workers/vlm/service';
import type { Arguments, Outcome } from '../command';
import { readJsonFile } from '../folders';
import { modelChoice } from '../model-choice';
import { TerminalProgress } from '../progress';
import { relabelSwitches } from '../relabel-options';
import { table } from '../table';

/** The method's own values; a map file may carry others. */
const NMS_IOU = 0.3;
const MIN_SIDE = 10;

/** A list of entries, or the `relabeling` part of a configuration. */
const MapFileSchema = z.union([
  z.array(RelabelEntrySchema).transform((map) => ({ map, nmsIou: NMS_IOU, minSide: MIN_SIDE })),
  z.object({
    map: z.array(RelabelEntrySchema),
    nmsIou: z.number().default(NMS_IOU),
    minSide: z.number().default(MIN_SIDE),
    ...RelabelingSchema.pick({ detector: true, pasteChangedOnly: true, masks: true }).shape,
  }),
]);

export async function run(args: Arguments): Promise<Outcome> {
  const read = readMap(args.required('map'));
  const settings = { ...read, ...relabelSwitches(args, { masksSaidElsewhere: read.masks === true }) };
  const pictures = await pictureFiles(args.required('images'));
  const labels = await openDirectory(args.required('labels'));
  const out = await makeDirectory(args.required('out'));
  const host = createNodeHost(undefined);
  const progress = new TerminalProgress();
  const models = new VlmService(
    (path) => host.asset(path),
    async () => 'wasm',
  );
  await models.load(
    await modelChoice(args.text('vlm') ?? 'builtin', args.text('sam')),
    { taxonomy: CITYSCAPES, relabeling: settings },
    (p) => progress.count(p.what, p.done, p.total, p.secondsLeft),
  );
  const ranges = { collect: null, relabel: [0, pictures.length] as [number, number] };
  const map = RelabelMap.fromConfig({ ...ranges, map: settings.map }, CITYSCAPES);
  const job: Job = { host, labels, out, models, map, settings };
  const patches: ConsideredPatch[] = [];
  const problems: { file: string; message: string }[] = [];
  const started = Date.now();
  for (const [i, picture] of pictures.entries()) {
    try {
      patches.push(...(await relabelOne(job, picture, i)));
    } catch (error) {
      problems.push({ file: picture.path, message: (error as Error).message });
    }
    const secondsLeft = ((Date.now() - started) / 1000 / (i + 1)) * (pictures.length - i - 1);
    progress.count('Relabeling', i + 1, pictures.length, secondsLeft);
  }
  progress.clear();
  await models.dispose();
  const name = (id: number) => CITYSCAPES.classes[id]!.name;
  const counts = Object.fromEntries(
    map.elements.map(({ target }) => [name(target), map.relabeledPatches[target] ?? 0]),
  );
  console.log(table([['class', 'patches'], ...Object.entries(counts).map(([n, count]) => [n, `${count}`])]));
  for (const { file, message } of problems) console.error(`left out: ${file}: ${message}`);
  const report = { pictures: pictures.length - problems.length, counts, patches, problems };
  if (problems.length < pictures.length) return { report };
  return { report, failure: `no picture could be relabeled: ${problems[0]!.message}` };
}

interface Job {
  host: Host;
  labels: Directory;
  out: WritableDirectory;
  models: VlmService;
  map: RelabelMap;
  settings: MapSettings;
}

/** Relabels one picture and writes its label. @throws what is wrong with its files. */
async function relabelOne(job: Job, picture: SourceFile, iteration: number): Promise<ConsideredPatch[]> {
  const { map } = job;
  const stem = picture.path.replace(/\.[^./]+$/, '');
  const file = await job.labels.file(`${stem}.png`);
  if (!file) throw new Error(`There is no label ${stem}.png for it.`);
  const label = await decodeLabel(await file.bytes(), file, LABEL_RULES.trainIds);
  const { width, height, rgb } = await job.host.decodePicture(await picture.bytes(), picture.path);
  if (label.width !== width || label.height !== height)
    throw new Error(`The label is ${label.width} x ${label.height}, its picture ${width} x ${height}.`);
  const phase = map.advance(iteration);
  const proposals = await job.models.propose([{ rgb, width, height }], map.search(phase));
  const outcome = relabelBatch(
    { iteration, labels: [label.trainIds], width, height, files: [picture.path], proposals },
    map,
    phase,
    relabelSettings(job.settings),
  );
  map.record(outcome.update);
  await job.out.write(`${stem}.png`, await encodePng({ width, height, channels: 1, data: outcome.labels[0]! }));
  const whole = { x: 0, y: 0, width, height, file: picture.path, flipped: false };
  return outcome.records.map((record) => consideredPatch(record, [whole]));
}

type MapSettings = { map: RelabelEntry[]; nmsIou: number; minSide: number } & Pick<
  RelabelingConfig,
  'detector' | 'pasteChangedOnly' | 'masks'
>;

function readMap(path: string): MapSettings {
  const result = MapFileSchema.safeParse(readJsonFile(path));
  if (!result.success)
    throw new Error(
      `${path} is no relabeling map: it must be a list of {target, source, detectionThreshold, classificationThreshold}.`,
    );
  const unknown = result.data.map.find(({ source }) => source === null);
  if (unknown)
    throw new Error(`${path}: class ${unknown.target} has no source; finding it out needs a run, name one here.`);
  return result.data;
}

async function pictureFiles(path: string): Promise<SourceFile[]> {
  const files = (await listFiles(await openDirectory(path))).filter(({ name }) => /\.(png|jpe?g|webp)$/i.test(name));
  if (!files.length) throw new Error(`${path} holds no PNG, JPEG or WebP picture.`);
  return files;
}
