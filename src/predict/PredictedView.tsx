/** One picture with its prediction over it, and the classes that it shows. */
import { Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { createStage } from '../stage/model';
import type { Stack as LayerStack } from '../stage/picture';
import { Stage } from '../stage/Stage';
import { usePrediction } from '../store/prediction';

const STACKS: readonly LayerStack[] = [
  {
    key: 'prediction',
    title: 'Prediction',
    explanation: 'The class that the network gives each pixel.',
    base: 'photo',
    over: 'prediction',
  },
  { key: 'photo', title: 'Picture', explanation: 'The picture as it was read.', base: 'photo' },
];

export function PredictedView() {
  const { view, facts, selected } = usePrediction();
  const [stage] = useState(() => createStage({ arrangement: 'one' }));
  useEffect(() => {
    if (!view) return;
    const { width, height } = view.picture;
    const layers = [
      { ...view.picture, name: 'photo', title: 'Picture', scene: 'picture' },
      { ...view.labels, name: 'prediction', title: 'Prediction', scene: 'picture' },
    ];
    stage.setState({ picture: { width, height, layers }, view: null, pointer: null });
  }, [view, stage]);
  if (!view || !facts)
    return (
      <Paper component="section" aria-label="Prediction">
        <Text size="sm" c="dimmed">
          The prediction will be shown here.
        </Text>
      </Paper>
    );
  return (
    <Paper component="section" aria-label="Prediction">
      <Stack gap="sm">
        <Title order={2} size="h4" data-testid="predicted-file" style={{ overflowWrap: 'anywhere' }}>
          {selected}
        </Title>
        <Stage
          stage={stage}
          label="Picture and prediction"
          stacks={STACKS}
          taxonomy={facts.taxonomy}
          aspect={view.picture.width / view.picture.height}
          waiting="The prediction will be shown here."
          legendLabel="Classes in this picture"
        />
      </Stack>
    </Paper>
  );
}
