/** All that a run needs, in one object: the page edits it, a JSON file carries it, the command runs it. */
import { z } from 'zod';
import { IdMapSchema } from './id-map';

export const ClassSchema = z.object({
  name: z.string().min(1),
  category: z.string().min(1),
  /** RGB, 0..255. */
  color: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  prompts: z.array(z.string().min(1)),
});

export const TaxonomySchema = z.object({ classes: z.array(ClassSchema).min(2).max(254) });

const Fraction = z.number().min(0).max(1);
/** Width and height. */
const Size = z.tuple([z.number().int().positive(), z.number().int().positive()]);

const Margin = z.number().int().nonnegative();

/**
 * A Mix Transformer or a ResNet; named variants are in models/mit.ts and models/resnet.ts. `custom` is another Mix
 * Transformer, told by `dims`, `heads` and `depths`; `resnet` another ResNet, told by `base` and `depths`.
 */
export const EncoderSchema = z.object({
  variant: z.enum([
    'mit_b0',
    'mit_b1',
    'mit_b2',
    'mit_b3',
    'mit_b4',
    'mit_b5',
    'custom',
    'r50v1c',
    'r101v1c',
    'resnet',
  ]),
  dims: z.array(z.number().int()).length(4).optional(),
  heads: z.array(z.number().int()).length(4).optional(),
  depths: z.array(z.number().int()).length(4).optional(),
  /** Width of a ResNet's stem and of the blocks of its first stage. */
  base: z.number().int().positive().optional(),
  dropPathRate: Fraction,
});

export const HeadSchema = z.object({
  kind: z.enum(['daformer', 'daformer_conv1', 'segformer', 'dlv2red', 'dlv2']),
  /** Width of the embeddings and of the fused features; DeepLab's heads have neither. */
  channels: z.number().int().positive(),
  dropout: Fraction,
});

/** Two scales (HRDA); what each setting does is told in models/hrda.ts. */
export const HrdaSchema = z.object({
  crop: Size,
  contextScale: z.number().positive().max(1),
  divisor: z.number().int().positive(),
  attention: z.enum(['class-wise', 'single', 'fixed']),
  attentionChannels: z.number().int().positive(),
  detailLoss: Fraction,
  contextLoss: Fraction,
  overlap: z.boolean(),
  blurDetail: z.boolean(),
});

/** Masked image consistency (MIC); modes are named as in the reference, see workers/train/masking.ts. */
export const MaskSchema = z.object({
  mode: z.enum(['separate', 'separateaug', 'separatesrc', 'separatesrcaug', 'separatetrg', 'separatetrgaug']),
  /** Side of the masked blocks, in pixels. */
  block: z.number().int().positive(),
  /** Share of the blocks that is masked. */
  ratio: Fraction,
  /** Multiplies the main loss of the masked pictures. */
  lambda: z.number().nonnegative(),
  /** The masked pictures' own teacher, where either differs from `same`; threshold `none` gives every pixel weight 1. */
  emaAlpha: z.union([Fraction, z.literal('same')]),
  pseudoThreshold: z.union([Fraction, z.literal('same'), z.literal('none')]),
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
  /** Which detector the models must have; absent: the one they have, OWL-ViT where they have both. */
  detector: z.enum(['owlvit', 'owlv2']).optional(),
  /*
   * What follows is not the reference's; absent is as the reference has it.
   */
  /** A patch pastes the pixels that it changes, and leaves what an earlier patch changed beside them (Q6). */
  pasteChangedOnly: z.boolean().optional(),
  /** A patch is the mask that a SAM finds inside its box, instead of the whole box. */
  masks: z.boolean().optional(),
  /** `picture`: objects are looked for once in each whole picture, and what lies in a crop is cut out of that. */
  detectOn: z.enum(['crop', 'picture']).optional(),
});

export const ExperimentConfigSchema = z.object({
  version: z.literal(1),
  /** The run's name without the seed. */
  name: z.string().min(1),
  seed: z.number().int().nonnegative(),
  /** The runs of an experiment, one after the other, whose mean and spread are told; absent: `seed` alone. */
  seeds: z.array(z.number().int().nonnegative()).min(1).optional(),
  taxonomy: TaxonomySchema,
  /** `hrda` absent: one scale. */
  network: z.object({ encoder: EncoderSchema, head: HeadSchema, hrda: HrdaSchema.optional() }),
  data: z.object({
    source: PipelineSchema,
    target: PipelineSchema,
    /** How the labels of a validation folder are read; absent: as the target's. */
    validation: PipelineSchema.pick({ ids: true }).optional(),
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
    /** Pictures are evaluated in these windows, whose logits are averaged; absent: whole. */
    evaluationWindows: z.object({ crop: Size, stride: Size }).optional(),
  }),
  method: z.object({
    /**
     * `dacs` adapts from source to target. `source-only` learns the source's labels and nothing of the target;
     * `target-only` learns the labels of the target's training pictures and needs no source.
     */
    kind: z.enum(['dacs', 'source-only', 'target-only']),
    emaAlpha: Fraction,
    pseudoThreshold: Fraction,
    /** 0 = off; classes null = every position. */
    featureDistance: z.object({
      lambda: z.number().nonnegative(),
      classes: z.array(z.number().int()).nullable(),
      minRatio: Fraction,
      /** At two scales: the context's features only (the default), or the detail's too. */
      scales: z.enum(['context', 'all']).optional(),
    }),
    jitterStrength: z.number().nonnegative(),
    jitterProbability: Fraction,
    blur: z.boolean(),
    /**
     * What brightness, contrast and saturation do to colours (Q22): as torchvision, which is the default, or as Kornia
     * 0.5, which DAFormer was published with.
     */
    jitterOperations: z.enum(['torchvision', 'kornia-0.5']).optional(),
    /**
     * From which label values the pasted classes are drawn (Q5). `perSample`: those of the own picture instead of the
     * whole batch's; `excludeIgnore`: 255 is no class. Both are off by default.
     */
    classMix: z.object({ perSample: z.boolean(), excludeIgnore: z.boolean() }).optional(),
    /**
     * How the teacher's BatchNorm layers normalise for pseudo-labels (Q13): with the target batch, which is the default,
     * or with running statistics, which are then those of the student.
     */
    teacherStatistics: z.enum(['batch', 'running']).optional(),
    /** Denominator of the cross-entropy (Q2): valid pixels, or all. */
    lossAverage: z.enum(['valid', 'all']),
    /** Absent: no masked consistency. */
    mask: MaskSchema.optional(),
  }),
  relabeling: RelabelingSchema,
  schedule: z.object({
    iterations: z.number().int().positive(),
    warmup: z.number().int().nonnegative(),
    /**
     * The learning rate after the warm-up (Q1). `csi`, the default: from the full rate down to 0 over what is left of
     * the run. `daformer`: the warm-up multiplies a rate that falls from the very start, so the full rate is never met.
     */
    decay: z.enum(['csi', 'daformer']).optional(),
    batch: z.number().int().positive(),
    learningRate: z.number().positive(),
    headLrFactor: z.number().positive(),
    weightDecay: z.number().nonnegative(),
    evaluateEvery: z.number().int().positive(),
    /** The teacher is evaluated beside the student, whose scores are those of the run (Q14); absent: it is not. */
    evaluateTeacher: z.boolean().optional(),
  }),
  memory: z.object({
    recompute: z.boolean(),
    /** At two scales: detail windows, times pictures, that run at once over whole pictures; absent: all. */
    windowsAtOnce: z.number().int().positive().optional(),
    /**
     * The pictures of a batch are learned from one after the other, and their gradients added: the activations of one
     * picture instead of the batch's. Losses are exactly those of the batch; batch normalisation, however, sees one
     * picture at a time, and moves its running statistics once per picture. Absent: all at once.
     */
    oneByOne: z.boolean().optional(),
  }),
});

export type ExperimentConfig = z.infer<typeof ExperimentConfigSchema>;
export type EncoderConfig = z.infer<typeof EncoderSchema>;
export type MaskConfig = z.infer<typeof MaskSchema>;
export type HeadConfig = z.infer<typeof HeadSchema>;
export type PipelineConfig = z.infer<typeof PipelineSchema>;
export type RelabelEntry = z.infer<typeof RelabelEntrySchema>;
export type RelabelingConfig = z.infer<typeof RelabelingSchema>;
