/** Form of the reference's relabeling and suppression fixtures; what is not compared is not described. */
import { z } from 'zod';

const Range = z.tuple([z.number(), z.number()]);
const Lists = z.array(z.array(z.number()));

const IterationSchema = z.object({
  iter: z.number().int(),
  label: z.string(),
  relabeled: z.string().nullable(),
  raw_detections: z.array(
    z.array(
      z.object({
        box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
        /** null where the reference did not detect. */
        prompt_label: z.number().int().nullable(),
        score: z.number(),
      }),
    ),
  ),
  expected: z.object({
    prompts: z.array(z.string()).optional(),
    detected: z
      .array(
        z.object({ boxes: z.array(z.array(z.number())), classes: z.array(z.number()), scores: z.array(z.number()) }),
      )
      .optional(),
    extracted: Lists.optional(),
    source_class: z.array(z.array(z.number().nullable())).optional(),
    after_pseudo_label: Lists.optional(),
    after_patch_size: Lists.optional(),
    classified: z
      .array(z.array(z.object({ det: z.number(), predicted_class: z.number().nullable(), confidence: z.number() })))
      .optional(),
    after_classification_confidence: Lists.optional(),
    collecting: z.boolean(),
    relabeling: z.boolean(),
    map_after: z.array(
      z.object({
        target_class: z.number(),
        source_class: z.number().nullable(),
        origin: z.string(),
        candidates: z.array(z.tuple([z.number(), z.number()])),
      }),
    ),
    total_relabeled: z.array(z.tuple([z.number(), z.number()])),
    changed_pixels: z.number(),
  }),
});

export const RelabelSchema = z.object({
  hyper: z.object({
    min_width: z.number(),
    min_height: z.number(),
    threshold_for_class_ratio: z.number(),
    nms_iou: z.number(),
  }),
  prompt_to_class_all: z.array(z.number().int()),
  prompts_all: z.array(z.string()),
  cases: z.array(
    z.object({
      name: z.string(),
      relabeling_cfg: z.array(
        z.object({
          target: z.number().int(),
          source: z.number().int().nullable(),
          threshold_for_detection: z.number(),
          threshold_for_classification: z.number().nullable(),
        }),
      ),
      range_of_collect_mapping_info: Range,
      range_of_relabel_with_mapping_info: Range,
      iterations: z.array(IterationSchema),
    }),
  ),
});

export const NmsSchema = z.array(
  z.object({
    name: z.string(),
    iou_threshold: z.number(),
    boxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
    scores: z.array(z.number()),
    keep: z.array(z.number()),
  }),
);

export type RelabelFixture = z.infer<typeof RelabelSchema>;
export type Case = RelabelFixture['cases'][number];
export type Iteration = z.infer<typeof IterationSchema>;
