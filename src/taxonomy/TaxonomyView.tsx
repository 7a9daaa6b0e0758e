/** Everything about classes before a run starts: prompts tried on pictures, the classes themselves, the relabeling map. */
import { Paper, Stack, Tabs, Text, Title } from '@mantine/core';
import { ErrorBoundary } from '../app/ErrorBoundary';
import { useLayout } from '../store/layout';
import { taxonomyView as words } from '../words/taxonomy';
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
          {words.title}
        </Title>
        <Text c="dimmed" maw={860}>
          {words.explanation}
        </Text>
      </div>
      <TaxonomyBar />
      <Tabs value={tab} onChange={openTab} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="bench">{words.bench}</Tabs.Tab>
          <Tabs.Tab value="classes">{words.classes}</Tabs.Tab>
          <Tabs.Tab value="map">{words.map}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="bench">
          <ErrorBoundary what={words.parts.bench}>
            <PromptBench />
          </ErrorBoundary>
        </Tabs.Panel>
        <Tabs.Panel value="classes">
          <ErrorBoundary what={words.parts.classes}>
            <Paper>
              <ClassTable />
            </Paper>
          </ErrorBoundary>
        </Tabs.Panel>
        <Tabs.Panel value="map">
          <ErrorBoundary what={words.parts.map}>
            <Paper>
              <MapTable />
            </Paper>
          </ErrorBoundary>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
