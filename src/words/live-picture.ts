/** The pictures that a run trains on: names of their layers, and what each shows. */

export const livePicture = {
  layers: {
    source: 'Source',
    sourceLabel: 'Ground truth',
    featureMask: 'Feature distance',
    target: 'Target',
    pseudoLabel: 'Before',
    relabeled: 'After',
    confidence: 'Confidence',
    mixed: 'Mixed picture',
    mixedLabel: 'Label',
    student: 'Student',
    weight: 'Weight',
    attention: 'Scale attention',
    detail: 'Detail crop',
    masked: 'Masked picture',
  },
  logits: 'Teacher',
  iteration: (n: number) => `iteration ${n}`,
  stacks: {
    source: { title: 'Source with labels', explanation: 'A labelled crop of the look that is known.' },
    target: { title: 'Target', explanation: 'A crop of the unlabelled look that is to be learned.' },
    mixed: {
      title: 'Mixed picture',
      explanation: 'Half of the source’s classes pasted over the target: what is trained on.',
    },
    student: {
      title: 'Student',
      explanation: 'What the network that learns took the mixed picture for, before this iteration.',
    },
    pseudoLabel: {
      title: 'Pseudo-label',
      explanation: 'What the teacher, an average of the network, sees in the target.',
    },
    relabeled: {
      title: 'After relabeling',
      explanation: 'The same, corrected by OWL-ViT and CLIP; changes are outlined.',
    },
    difference: {
      title: 'Only what was relabeled',
      explanation: 'Pixels whose class was changed, in the colour of their new class.',
    },
    confidence: { title: 'Confidence', explanation: 'The teacher’s largest probability, at each of its logits.' },
    weight: {
      title: 'Mixed weight',
      explanation: 'How much each pixel counts: bright fully, dark where the teacher is unsure.',
    },
    featureMask: {
      title: 'Feature distance',
      explanation: 'Where features are held near those of ImageNet: bright positions show things.',
    },
    masked: {
      title: 'Masked picture',
      explanation: 'The picture of masked consistency: blocks are taken away, the labels stay.',
    },
    attention: {
      title: 'Scale attention',
      explanation: 'How much the detail counts beside the context, for the class of each place; 0 outside the crop.',
    },
    detail: {
      title: 'Detail crop',
      explanation: 'The part of the mixed picture that is seen in full detail.',
    },
  },
} as const;
