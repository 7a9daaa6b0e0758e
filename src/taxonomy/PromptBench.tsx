/** The prompt bench: pictures and concepts at the left, the picture with its boxes and what CLIP says at the right. */
import { Alert, Button, Grid, Group, Paper, Progress, Stack, Switch, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { ModelPicker } from '../experiment/ModelPicker';
import { useBench } from '../store/bench';
import { useBenchPictures } from '../store/bench-pictures';
import { SIDES } from '../store/bench-side';
import { promptBench as words } from '../words/taxonomy-bench';
import { BenchPictures } from './BenchPictures';
import { BenchView } from './BenchView';
import { ConceptList } from './ConceptList';
import { isAnswered, promptsOf } from './concepts';
import { DetectorType } from './DetectorChoice';

export function PromptBench() {
  const { fill, comparing, compare, notice } = useBench();
  const pictures = useBenchPictures((s) => s.error);
  const sides = [SIDES[0]((s) => s.error), SIDES[1]((s) => s.error)];
  const error = [pictures, ...sides].find((problem) => problem !== null);
  useEffect(() => fill(), [fill]);
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, sm: 7, lg: 8 }} order={{ base: 1, sm: 2 }}>
        <BenchView />
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 5, lg: 4 }} order={{ base: 2, sm: 1 }}>
        <Stack gap="md">
          <BenchPictures />
          <Paper component="section" aria-labelledby="concepts">
            <Stack gap="sm">
              <Title order={2} size="h5" id="concepts">
                {words.concepts}
              </Title>
              <LookButton />
              {error && (
                <Alert color="red" title={words.failed} data-testid="bench-error">
                  {error}
                </Alert>
              )}
              {notice && (
                <Text size="sm" c="dimmed" role="status" data-testid="bench-notice">
                  {notice}
                </Text>
              )}
              <ConceptList />
            </Stack>
          </Paper>
          <Paper component="section" aria-labelledby="bench-detector">
            <Title order={2} size="h5" id="bench-detector" mb="xs">
              {words.detector}
            </Title>
            <Stack gap="sm">
              {!comparing && <DetectorType useSide={SIDES[0]} labelledBy="bench-detector" />}
              <Switch
                label={words.compare}
                checked={comparing}
                onChange={(event) => compare(event.currentTarget.checked)}
              />
            </Stack>
          </Paper>
          <ModelPicker />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function LookButton() {
  const { concepts, look, save, cancel } = useBench();
  const { picture, opening } = useBenchPictures();
  const [first, second] = [SIDES[0](), SIDES[1]()];
  const { seen, models } = first;
  const { working, progress } = second.working ? second : first;
  const nothing = promptsOf(concepts).length === 0;
  const missing = !picture ? words.noPicture : nothing ? words.noPrompt : null;
  const stale = seen !== null && !nothing && !isAnswered(concepts, seen);
  const busy = working !== null;
  return (
    <Stack gap={6}>
      <Group gap="sm">
        <Button disabled={missing !== null || opening || busy} onClick={() => void look()}>
          {words.look}
        </Button>
        <Button variant="default" disabled={concepts.length === 0 || busy} onClick={save}>
          {words.save}
        </Button>
      </Group>
      {busy ? (
        <Group gap="sm" wrap="nowrap">
          <Stack gap={2} flex={1}>
            <Progress
              animated
              value={working === 'models' && progress?.total ? (100 * progress.done) / progress.total : 100}
              aria-label={working === 'models' ? words.loadingModels : words.lookingAtPicture}
            />
            <Text size="xs" c="dimmed">
              {working === 'looking' ? words.looking : progress ? words.progress(progress) : words.loading}
            </Text>
          </Stack>
          <Button size="compact-sm" variant="default" onClick={cancel}>
            {words.cancel}
          </Button>
        </Group>
      ) : (
        <Text size="xs" c="dimmed" data-testid="bench-hint">
          {missing ?? (stale ? words.stale : seen ? words.seen(models) : words.hint)}
        </Text>
      )}
    </Stack>
  );
}
