/** One picture with its prediction over it, and the classes that it shows. */
import { Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { createStage } from '../stage/model';
import type { Stack as LayerStack } from '../stage/picture';
import { Stage } from '../stage/Stage';
import { usePrediction } from '../store/prediction';
import { predictedView as words } from '../words/predict';

const STACKS: readonly LayerStack[] = [
  {
    key: 'prediction',
    title: words.prediction,
    explanation: words.predictionExplanation,
    base: 'photo',
    over: 'prediction',
  },
  { key: 'photo', title: words.picture, explanation: words.pictureExplanation, base: 'photo' },
];

export function PredictedView() {
  const { view, facts, selected } = usePrediction();
  const [stage] = useState(() => createStage({ arrangement: 'one' }));
  useEffect(() => {
    if (!view) return;
    const { width, height } = view.picture;
    const layers = [
      { ...view.picture, name: 'photo', title: words.picture, scene: 'picture' },
      { ...view.labels, name: 'prediction', title: words.prediction, scene: 'picture' },
    ];
    stage.setState({ picture: { width, height, layers }, view: null, pointer: null });
  }, [view, stage]);
  if (!view || !facts)
    return (
      <Paper component="section" aria-label={words.label}>
        <Text size="sm" c="dimmed">
          {words.waiting}
        </Text>
      </Paper>
    );
  return (
    <Paper component="section" aria-label={words.label}>
      <Stack gap="sm">
        <Title order={2} size="h4" data-testid="predicted-file" style={{ overflowWrap: 'anywhere' }}>
          {selected}
        </Title>
        <Stage
          stage={stage}
          label={words.stage}
          stacks={STACKS}
          taxonomy={facts.taxonomy}
          aspect={view.picture.width / view.picture.height}
          waiting={words.waiting}
          legendLabel={words.legend}
        />
      </Stack>
    </Paper>
  );
}
