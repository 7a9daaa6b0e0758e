/**
 * Compares relabeling and suppression with numbers of the reference code, for the command's parity report.
 *
 * Everything is read from the case's JSON: sizes, maps, ranges, thresholds, boxes. Detections start where a detector
 * stops (float boxes with score and best prompt), classification where CLIP stops (logits of all prompts).
 */
import { CITYSCAPES, type Taxonomy } from '../experiment/taxonomy';
import { classifyPatch } from './classify';
import { type Detection, type SelectedDetection, selectDetections } from './decode';
import { isLargeEnough } from './filters';
import { nonMaximumSuppression } from './nms';
import { Comparison, type ParityResult } from './parity-comparison';
import { type Case, type Iteration, NmsSchema, type RelabelFixture, RelabelSchema } from './parity-schema';
import { promptsOf } from './prompts';
import type { Proposal } from './proposal';
import { relabelBatch } from './relabel';
import { RelabelMap } from './relabel-map';

/** A tensor of the fixture's safetensors file. */
export interface ParityTensor {
  shape: number[];
  data: ArrayLike<number | bigint>;
}

/** @param json contents of the suppression fixture. @throws when it does not have the expected form. */
export function nmsParity(json: unknown): ParityResult {
  const comparison = new Comparison();
  for (const { name, iou_threshold, boxes, scores, keep } of NmsSchema.parse(json))
    comparison.equal(name, nonMaximumSuppression(boxes, scores, iou_threshold), keep);
  return { ...comparison.result('suppression'), maxAbsError: comparison.exact, tolerance: 0 };
}

/**
 * @param json contents of the relabeling fixture
 * @param tensors labels and CLIP logits, under the names that the JSON gives
 * @throws when either does not have the expected form
 */
export function relabelParity(json: unknown, tensors: ReadonlyMap<string, ParityTensor>): ParityResult {
  const fixture = RelabelSchema.parse(json);
  const comparison = new Comparison();
  for (const one of fixture.cases) runCase(fixture, one, tensors, comparison);
  return comparison.result(`${fixture.cases.length} cases`);
}

/** Cityscapes' classes and categories with the prompts of the fixture. */
function taxonomyOf({ prompts_all, prompt_to_class_all }: RelabelFixture): Taxonomy {
  return {
    classes: CITYSCAPES.classes.map((info, id) => ({
      ...info,
      prompts: prompts_all.filter((_, k) => prompt_to_class_all[k] === id),
    })),
  };
}

function tensorNamed(tensors: ReadonlyMap<string, ParityTensor>, name: string): ParityTensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`The fixture's tensors lack "${name}".`);
  return tensor;
}

function runCase(
  fixture: RelabelFixture,
  one: Case,
  tensors: ReadonlyMap<string, ParityTensor>,
  out: Comparison,
): void {
  const taxonomy = taxonomyOf(fixture);
  const map = RelabelMap.fromConfig(
    {
      collect: one.range_of_collect_mapping_info,
      relabel: one.range_of_relabel_with_mapping_info,
      map: one.relabeling_cfg.map((entry) => ({
        target: entry.target,
        source: entry.source,
        detectionThreshold: entry.threshold_for_detection,
        classificationThreshold: entry.threshold_for_classification,
      })),
    },
    taxonomy,
  );
  for (const step of one.iterations) runIteration(fixture, one, step, taxonomy, map, tensors, out);
}

function runIteration(
  fixture: RelabelFixture,
  one: Case,
  step: Iteration,
  taxonomy: Taxonomy,
  map: RelabelMap,
  tensors: ReadonlyMap<string, ParityTensor>,
  out: Comparison,
): void {
  const { hyper } = fixture;
  const { expected } = step;
  const at = `${one.name}, iteration ${step.iter}`;
  const labelTensor = tensorNamed(tensors, step.label);
  const [samples, height, width] = labelTensor.shape as [number, number, number];
  const labels = Array.from({ length: samples }, (_, b) =>
    Uint8Array.from({ length: height * width }, (_, i) => Number(labelTensor.data[b * height * width + i])),
  );
  const filter = { minWidth: hyper.min_width, minHeight: hyper.min_height };
  const phase = map.advance(step.iter);
  out.equal(`${at}, phase`, phase, { collecting: expected.collecting, relabeling: expected.relabeling });

  const asked = promptsOf(taxonomy, map.targets(phase));
  if (expected.prompts || asked.prompts.length > 0) out.equal(`${at}, prompts`, asked.prompts, expected.prompts);
  const active = asked.prompts.length > 0 && expected.prompts !== undefined;
  const selected = step.raw_detections.map((raw) =>
    active
      ? select(raw, asked.classOf, (t) => map.element(t).detectionThreshold, hyper.nms_iou, { width, height })
      : [],
  );
  const proposals = selected.map((detections, b) =>
    detections.map((detection): Proposal => {
      const proposal = { target: detection.target, detectionScore: detection.score, box: detection.box };
      const { classificationThreshold } = map.element(detection.target);
      if (classificationThreshold === null || !isLargeEnough(detection.box, filter))
        return { ...proposal, predicted: null, confidence: 0, promptProbabilities: [] };
      const logits = tensorNamed(tensors, `${one.name}/clip_${step.iter}_${b}`);
      return { ...proposal, ...classifyRow(logits, detection.index, fixture, taxonomy, detection.target) };
    }),
  );

  const outcome = relabelBatch(
    { iteration: step.iter, labels, width, height, files: labels.map((_, b) => `${b}`), proposals },
    map,
    phase,
    { ...filter, majorityShare: hyper.threshold_for_class_ratio },
  );
  map.record(outcome.update);
  if (active) compareStages(at, step, selected, outcome.records, out);
  const reference = tensorNamed(tensors, step.relabeled ?? step.label);
  outcome.labels.forEach((label, b) => {
    const pixels = Array.prototype.slice.call(reference.data, b * height * width, (b + 1) * height * width) as number[];
    out.labels(`${at}, label of sample ${b}`, label, pixels);
  });
  out.equal(`${at}, changed pixels`, outcome.changedPixels, expected.changed_pixels);
  compareMap(at, step, map, out);
}

function select(
  raw: Iteration['raw_detections'][number],
  classOf: number[],
  thresholdOf: (target: number) => number,
  nmsIou: number,
  crop: { width: number; height: number },
): SelectedDetection[] {
  const detections = raw.map(({ box, prompt_label: prompt, score }): Detection => {
    const target = prompt === null ? undefined : classOf[prompt];
    if (prompt === null || target === undefined) throw new Error(`The fixture has a detection of prompt ${prompt}.`);
    return { target, prompt, score, box };
  });
  return selectDetections(detections, thresholdOf, nmsIou, crop);
}

function classifyRow(
  logits: ParityTensor,
  row: number,
  fixture: RelabelFixture,
  taxonomy: Taxonomy,
  target: number,
): Pick<Proposal, 'predicted' | 'confidence' | 'promptProbabilities'> {
  const count = fixture.prompts_all.length;
  const { category } = taxonomy.classes[target]!;
  const columns = fixture.prompt_to_class_all.flatMap((id, k) =>
    taxonomy.classes[id]?.category === category ? [k] : [],
  );
  return classifyPatch(
    columns.map((k) => Number(logits.data[row * count + k])),
    columns.map((k) => fixture.prompt_to_class_all[k]!),
  );
}

/** Detected boxes, and the detections that each filter left, by their index among the raw ones. */
function compareStages(
  at: string,
  { expected }: Iteration,
  selected: SelectedDetection[][],
  records: ReturnType<typeof relabelBatch>['records'],
  out: Comparison,
): void {
  const judged = selected.map((detections, b) => {
    const own = records.filter((r) => r.sample === b);
    return detections.map(({ index }, k) => ({ index, record: own[k]! }));
  });
  const left = (...gone: string[]): number[][] =>
    judged.map((list) => list.filter(({ record }) => !gone.includes(record.verdict)).map(({ index }) => index));
  const detected = selected.map((list) => ({
    boxes: list.map(({ box }) => [box.x0, box.y0, box.x1, box.y1]),
    classes: list.map(({ target }) => target),
    scores: list.map(({ score }) => score),
  }));
  if (expected.detected) out.equal(`${at}, detected`, detected, expected.detected);
  if (expected.extracted) out.equal(`${at}, order`, left(), expected.extracted);
  if (expected.source_class)
    out.equal(
      `${at}, sources`,
      judged.map((list) => list.map(({ record }) => record.source)),
      expected.source_class,
    );
  if (expected.after_pseudo_label)
    out.equal(`${at}, with a source pixel`, left('no source pixel'), expected.after_pseudo_label);
  if (expected.after_patch_size)
    out.equal(`${at}, large enough`, left('no source pixel', 'too small'), expected.after_patch_size);
  if (expected.after_classification_confidence)
    out.equal(
      `${at}, accepted`,
      left('no source pixel', 'too small', 'other class', 'below threshold'),
      expected.after_classification_confidence,
    );
  expected.classified?.forEach((list, b) => {
    for (const { det, predicted_class, confidence } of list) {
      const record = judged[b]?.find(({ index }) => index === det)?.record;
      out.equal(`${at}, class of detection ${det}`, record?.predicted, predicted_class);
      out.close(`${at}, detection ${det}`, record?.confidence ?? Number.NaN, confidence);
    }
  });
}

function compareMap(at: string, { expected }: Iteration, map: RelabelMap, out: Comparison): void {
  const elements = map.elements.map(({ target, source, origin, votes }) => ({
    target_class: target,
    source_class: source,
    origin,
    candidates: votes.map(({ source: voted, count }) => [voted, count]),
  }));
  out.equal(`${at}, map`, elements, expected.map_after);
  const counters = map.relabeledPatches.flatMap((count, id) => (count > 0 ? [[id, count]] : []));
  out.equal(`${at}, counters`, counters, expected.total_relabeled);
}
