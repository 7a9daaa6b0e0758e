/**
 * A learning pass whose pictures go through the network one after the other, so that the activations of one picture
 * are held at a time instead of those of the whole batch.
 *
 * Losses, accuracies and gradients are those of the batch: each picture's mean counts by its share of the pixels that
 * the batch's mean is over. What differs is batch normalisation, which sees one picture at a time, and the random masks
 * of drop path and dropout, of which every picture draws its own as before, but others.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { encode } from '../../models/encoder';
import { Tape, withTape } from '../../models/engine/tape';
import { EVALUATION, type Mode } from '../../models/mode';
import { add } from '../../models/ops/add/add';
import { featureDistance } from '../../models/ops/feature-distance/feature-distance';
import { ALL_VALUES, type Counted, joinMeans, sampleShares } from '../../models/ops/sample-share/sample-share';
import { stack } from '../../models/ops/windows/windows';
import type { Segmentor, View } from '../../models/segmentor';
import { type FeatureDistance, type LossOptions, type LossResult, named, toLookAt } from './step';

/** Passes of one iteration are numbered below this, so that no two pictures draw the same masks. */
const PASSES_PER_PICTURE = 64;

/** The pass of `sourcePass` and `pseudoPass`, picture by picture; adds to the student's gradients. */
export function passOneByOne(
  student: Segmentor,
  { image, label, weight }: View,
  mode: Mode,
  options: LossOptions & { featureDistance?: FeatureDistance | null },
): LossResult {
  const { average, one, box = null, factor, toBeSeen, featureDistance: fd = null } = options;
  const classes = student.config.head.classes;
  const views = student.views(image, label, weight, box);
  const valid = { low: 0, high: classes };
  const sharesOf = (counted: Counted) => views.map((view) => sampleShares(view.label, counted, one));
  const validShares = sharesOf(valid); // accuracies leave ignored pixels out, whatever the loss does
  const shares = average === 'all' ? sharesOf(ALL_VALUES) : validShares;
  const distances = fd ? distanceShares(student, views, fd, one) : [];
  const results = Array.from({ length: image.shape[0]! }, (_, k) =>
    tf.tidy(() => {
      const own = views.map((view) => pictureOf(view, k));
      const tape = new Tape();
      const passed = withTape(tape, () => {
        const losses = student.losses(
          own,
          { ...mode, pass: mode.pass + PASSES_PER_PICTURE * k },
          { average, box, factor },
        );
        const { entries, maps } = losses;
        const each = distances.map(({ references, settings }, v) =>
          featureDistance(maps[v]!.at(-1)!, stack([{ tensor: references, sample: k }]), own[v]!.label, settings),
        );
        const seen = toBeSeen && k === 0 ? toLookAt(losses, own[0]!.label) : {}; // only the first one is looked at
        return { entries, distance: each.map(({ loss }) => loss), seen };
      });
      const { entries, distance } = passed;
      const seeds = entries.map(({ name, loss }) => ({ tensor: loss, gradient: shares[viewOf(name)]![k]! }));
      distance.forEach((tensor, v) => {
        seeds.push({ tensor, gradient: distances[v]!.seeds[k]! });
      });
      for (const { gradient } of seeds) tf.keep(gradient); // the tape's walk must not free what two losses share
      tape.backward(seeds);
      return passed;
    }),
  );
  const joined = results[0]!.entries.map(({ name }, e) => ({
    name,
    loss: joinMeans(
      results.map(({ entries }) => entries[e]!.loss),
      shares[viewOf(name)]!,
    ),
    accuracy: joinMeans(
      results.map(({ entries }) => entries[e]!.accuracy),
      validShares[viewOf(name)]!,
    ),
  }));
  const result: LossResult = { ...named(joined), ...results[0]!.seen };
  if (distances.length) {
    const each = distances.map((d, v) =>
      joinMeans(
        results.map(({ distance }) => distance[v]!),
        d.shares,
      ),
    );
    result.distance = each.reduce((sum, distance) => add(sum, distance));
    result.distanceMask = distances[0]!.mask;
  }
  for (const share of new Set([...shares.flat(), ...validShares.flat(), ...distances.flatMap(({ seeds }) => seeds)]))
    share.dispose();
  return result;
}

/** The context's loss, like that of a single scale, is over the whole picture; the detail's over its crop. */
const viewOf = (name: string) => (name === 'hr.' ? 1 : 0);

function pictureOf({ image, label, weight }: View, sample: number): View {
  const cut = (tensor: Tensor) => stack([{ tensor, sample }]);
  return { image: cut(image), label: cut(label), weight: weight && cut(weight) };
}

/** The pretrained features of every compared view, where the distance counts, and each picture's share of that. */
function distanceShares(student: Segmentor, views: View[], fd: FeatureDistance, one: Tensor) {
  const settings = { classes: fd.classes, minRatio: fd.minRatio, classCount: student.config.head.classes };
  return (fd.allScales ? views : views.slice(0, 1)).map(({ image, label }) => {
    const references = tf.tidy(() => {
      const maps = Array.from({ length: image.shape[0]! }, (_, sample) => ({
        tensor: tf.tidy(
          () => encode(stack([{ tensor: image, sample }]), fd.encoder, '', fd.encoderConfig, EVALUATION).at(-1)!,
        ),
      }));
      return stack(maps);
    });
    const { mask } = featureDistance(references, references, label, settings);
    const counted = { low: 1, high: 2 };
    return {
      references,
      settings,
      mask,
      shares: sampleShares(mask, counted, one),
      seeds: sampleShares(mask, counted, fd.lambda),
    };
  });
}
