/** Just predict: a checkpoint and pictures in, label PNGs out. Nothing is trained. */
import { Alert, Grid, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { ErrorBoundary } from '../app/ErrorBoundary';
import { DropZone } from '../data/DropZone';
import type { DroppedThings } from '../data/pick';
import { usePrediction } from '../store/prediction';
import { DID_NOT_WORK } from '../words/app';
import { predictView as words } from '../words/predict';
import { CheckpointCard } from './CheckpointCard';
import { sortDropped } from './dropped';
import { PictureCard } from './PictureCard';
import { PredictedView } from './PredictedView';

export function PredictView() {
  const error = usePrediction((s) => s.error);
  const { load, choose, refuse } = usePrediction.getState();
  const [notice, setNotice] = useState<string | null>(null);
  const drop = async (things: DroppedThings) => {
    setNotice(null);
    const { checkpoint, pictures, notice: said } = sortDropped(things);
    setNotice(said);
    // Without a checkpoint of its own the drop is predicted by the one that is loaded.
    if (checkpoint && pictures) usePrediction.setState({ pictures });
    if (checkpoint) await load(checkpoint);
    else if (pictures) await choose(pictures);
  };
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2" mb={6}>
          {words.title}
        </Title>
        <Text c="dimmed" maw={860}>
          {words.explanation}
        </Text>
      </div>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <DropZone label={words.drop} testId="drop-prediction" onDrop={drop} onFail={refuse}>
            <Stack gap="md">
              <CheckpointCard />
              <PictureCard />
              {notice && (
                <Alert
                  color="blue"
                  p="xs"
                  withCloseButton
                  onClose={() => setNotice(null)}
                  data-testid="prediction-notice"
                >
                  {notice}
                </Alert>
              )}
              {error && (
                <Alert color="red" title={DID_NOT_WORK} data-testid="prediction-error">
                  {error}
                </Alert>
              )}
            </Stack>
          </DropZone>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <ErrorBoundary what={words.prediction}>
            <PredictedView />
          </ErrorBoundary>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
