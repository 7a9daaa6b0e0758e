/** The first screen: what this is, the demo, and one's own data. */
import { Grid, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { DatasetPicker } from '../data/DatasetPicker';
import { ModelPicker } from '../experiment/ModelPicker';
import { StartPanel } from '../experiment/StartPanel';
import { EarlierList } from '../run/EarlierList';
import { useDataPanel } from '../store/data-panel';
import { setupView as words } from '../words/app';
import { BadLink } from './BadLink';
import { DemoCard } from './DemoCard';
import { ErrorBoundary } from './ErrorBoundary';
import { HardwareCard } from './HardwareCard';
import { Hint } from './Hint';

const DataPanel = lazy(() => import('../data/DataPanel').then((module) => ({ default: module.DataPanel })));

export function SetupView() {
  const lookedInto = useDataPanel((s) => s.role);
  return (
    <Stack gap="lg" maw={1320} mx="auto">
      <div>
        <Title order={1} size="h2" mb={6}>
          {words.title}
        </Title>
        <Text size="md" c="dimmed" maw={860}>
          {words.explanation}
        </Text>
      </div>
      <BadLink />
      <Hint name="demo" />
      <Grid gap="md" align="stretch">
        <Grid.Col span={{ base: 12, sm: 7 }}>
          <DemoCard />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 5 }}>
          <HardwareCard />
        </Grid.Col>
      </Grid>
      <EarlierList />
      <div>
        <Title order={2} size="h3" mt="sm">
          {words.ownData}
        </Title>
        <Text size="sm" c="dimmed">
          {words.folders}
        </Text>
      </div>
      <Hint name="drop" />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, xs: 6 }}>
          <DatasetPicker dataset="source" title={words.source} purpose={words.sourcePurpose} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, xs: 6 }}>
          <DatasetPicker dataset="target" title={words.target} purpose={words.targetPurpose} />
        </Grid.Col>
        <Grid.Col span={12}>
          <DatasetPicker dataset="validation" title={words.validation} purpose={words.validationPurpose} optional />
        </Grid.Col>
      </Grid>
      {lookedInto && (
        <ErrorBoundary what={words.dataPanel} key={lookedInto}>
          <Suspense fallback={<Text c="dimmed">{words.opening}</Text>}>
            <DataPanel role={lookedInto} />
          </Suspense>
        </ErrorBoundary>
      )}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, sm: 6 }}>
          <ModelPicker />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 6 }}>
          <StartPanel />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
