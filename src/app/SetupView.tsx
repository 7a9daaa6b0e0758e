/** The first screen: what this is, the demo, and one's own data. */
import { Grid, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { DatasetPicker } from '../data/DatasetPicker';
import { ModelPicker } from '../experiment/ModelPicker';
import { StartPanel } from '../experiment/StartPanel';
import { EarlierList } from '../run/EarlierList';
import { useDataPanel } from '../store/data-panel';
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
          Teach a network classes that its labels never named
        </Title>
        <Text size="md" c="dimmed" maw={860}>
          CSI Lab adapts a segmentation network from labelled pictures to an unlabelled look whose class list is finer;
          two vision-language models, OWL-ViT and CLIP, find the new classes and correct what the network learns from.
          Everything runs in this tab: no account, no upload.
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
          Your own data
        </Title>
        <Text size="sm" c="dimmed">
          Two folders make a run, a third one may score it. They are read where they lie and never copied or sent.
        </Text>
      </div>
      <Hint name="drop" />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, xs: 6 }}>
          <DatasetPicker
            dataset="source"
            title="Source"
            purpose="Pictures with labels: SYNTHIA, GTA, Cityscapes, or your own images/ and labels/."
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, xs: 6 }}>
          <DatasetPicker
            dataset="target"
            title="Target"
            purpose="Pictures of the other look: Cityscapes, ACDC, Dark Zurich, or any folder of pictures. Labels only score."
          />
        </Grid.Col>
        <Grid.Col span={12}>
          <DatasetPicker
            dataset="validation"
            title="Validation"
            purpose="Not needed: labelled pictures to score on, where the target has no split val of its own."
            optional
          />
        </Grid.Col>
      </Grid>
      {lookedInto && (
        <ErrorBoundary what="The data panel" key={lookedInto}>
          <Suspense fallback={<Text c="dimmed">Opening…</Text>}>
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
