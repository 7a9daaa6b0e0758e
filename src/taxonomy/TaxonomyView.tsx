/** Everything about classes before a run starts: prompts tried on pictures, the classes themselves, the relabeling map. */
import { Paper, Stack, Tabs, Text, Title } from '@mantine/core';
import { ErrorBoundary } from '../app/ErrorBoundary';
import { useLayout } from '../store/layout';
import { ClassTable } from './ClassTable';
import { MapTable } from './MapTable';
import { PromptBench } from './PromptBench';
import { TaxonomyBar } from './TaxonomyBar';

export function TaxonomyView() {
  const tab = useLayout((s) => s.classesTab);
  const { openTab } = useLayout.getState();
  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="h2" mb={6}>
          Classes and prompts
        </Title>
        <Text c="dimmed" maw={860}>
          What the models look for, tried on pictures before hours are spent on it. Changes are for runs that you start
          with Set up. A run that goes on is changed in its own view, under Relabeling map.
        </Text>
      </div>
      <TaxonomyBar />
      <Tabs value={tab} onChange={openTab} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="bench">Try prompts</Tabs.Tab>
          <Tabs.Tab value="classes">Edit classes</Tabs.Tab>
          <Tabs.Tab value="map">Relabeling map</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="bench">
          <ErrorBoundary what="The prompt bench">
            <PromptBench />
          </ErrorBoundary>
        </Tabs.Panel>
        <Tabs.Panel value="classes">
          <ErrorBoundary what="The table of classes">
            <Paper>
              <ClassTable />
            </Paper>
          </ErrorBoundary>
        </Tabs.Panel>
        <Tabs.Panel value="map">
          <ErrorBoundary what="The relabeling map">
            <Paper>
              <MapTable />
            </Paper>
          </ErrorBoundary>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
