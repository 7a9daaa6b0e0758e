/** All that a run needs, in one object: the page edits it, a JSON file carries it, the command runs it. */
import { z } from 'zod';
import { IdMapSchema } from './id-map';
import { TaxonomySchema } from './taxonomy';

const Fraction = z.number().min(0).max(1);
/** Width and height. */
const Size = z.tuple([z.number().int().positive(), z.number().int().positive()]);

const Margin = z.number().int().nonnegative();

/** A Mix Transformer; named variants are in models/mit.ts, `dims` and friends describe others. */
export const EncoderSchema = z.object({
  variant: z.enum(['mit_b0', 'mit_b1', 'mit_b2', 'mit_b3', 'mit_b4', 'mit_b5', 'custom']),
  dims: z.array(z.number().int()).length(4).optional(),
  heads: z.array(z.number().int()).length(4).optional(),
  depths: z.array(z.number().int()).length(4).optional(),
  dropPathRate: Fraction,
});

export const HeadSchema = z.object({
  kind: z.enum(['daformer', 'segformer']),
  /** Width of the embeddings and of the fused features. */
  channels: z.number().int().positive(),
  dropout: Fraction,
});

/** One side of the data pipeline: keep-ratio resize to fit `resize` (long, short in any order), then a crop. */
export const PipelineSchema = z.object({
  resize: Size,
  crop: Size,
  /** A crop in which one class has more than this share is drawn again (source only; 1 = off). */
  categoryMaxRatio: Fraction,
  flip: Fraction,
  /** How label values are read; absent: as the data set's layout has it. */
  ids: z.union([z.literal('gta16'), IdMapSchema]).optional(),
});

export const RareClassSamplingSchema = z.object({
  temperature: z.number().positive(),
  minPixels: z.number().int().nonnegative(),
  minCropRatio: z.number().nonnegative(),
});

/** What the relabeling is told about one target class. */
export const RelabelEntrySchema = z.object({
  target: z.number().int(),
  /** Class under which the source data hides it; null = find out by collecting votes. */
  source: z.number().int().nullable(),
  detectionThreshold: Fraction,
  /** null = no CLIP filter. */
  classificationThreshold: Fraction.nullable(),
});

export const RelabelingSchema = z.object({
  /** Iterations [from, to) in which votes are collected, then in which pseudo-labels are relabeled; null = off. */
  collect: z.tuple([z.number().int(), z.number().int()]).nullable(),
  relabel: z.tuple([z.number().int(), z.number().int()]).nullable(),
  map: z.array(RelabelEntrySchema),
  nmsIou: Fraction,
  minSide: z.number().int(),
});

export const ExperimentConfigSchema = z.object({
  version: z.literal(1),
  /** The run's name without the seed. */
  name: z.string().min(1),
  seed: z.number().int().nonnegative(),
  taxonomy: TaxonomySchema,
  network: z.object({ encoder: EncoderSchema, head: HeadSchema }),
  data: z.object({
    source: PipelineSchema,
    target: PipelineSchema,
    rareClassSampling: RareClassSamplingSchema.nullable(),
    /** Rows of the target crop whose pseudo-labels get weight 0. */
    ignoreTop: z.number().int().nonnegative(),
    ignoreBottom: z.number().int().nonnegative(),
    /**
     * Border of the target's pictures, in pixels of the resized picture, whose pseudo-labels get weight 0. The reference
     * does not mirror it together with the crop (Q3).
     */
    margins: z.object({ top: Margin, bottom: Margin, left: Margin, right: Margin, followFlip: z.boolean() }).optional(),
    /** Network input at evaluation (keep-ratio resize). */
    evaluation: Size,
  }),
  method: z.object({
    kind: z.enum(['dacs', 'source-only']),
    emaAlpha: Fraction,
    pseudoThreshold: Fraction,
    /** 0 = off; classes null = every position. */
    featureDistance: z.object({
      lambda: z.number().nonnegative(),
      classes: z.array(z.number().int()).nullable(),
      minRatio: Fraction,
    }),
    jitterStrength: z.number().nonnegative(),
    jitterProbability: Fraction,
    blur: z.boolean(),
    /** Denominator of the cross-entropy (Q2): valid pixels, or all. */
    lossAverage: z.enum(['valid', 'all']),
  }),
  relabeling: RelabelingSchema,
  schedule: z.object({
    iterations: z.number().int().positive(),
    warmup: z.number().int().nonnegative(),
    batch: z.number().int().positive(),
    learningRate: z.number().positive(),
    headLrFactor: z.number().positive(),
    weightDecay: z.number().nonnegative(),
    evaluateEvery: z.number().int().positive(),
  }),
  memory: z.object({ recompute: z.boolean() }),
});

export type ExperimentConfig = z.infer<typeof ExperimentConfigSchema>;
export type EncoderConfig = z.infer<typeof EncoderSchema>;
export type HeadConfig = z.infer<typeof HeadSchema>;
export type PipelineConfig = z.infer<typeof PipelineSchema>;
export type RelabelEntry = z.infer<typeof RelabelEntrySchema>;
export type RelabelingConfig = z.infer<typeof RelabelingSchema>;
