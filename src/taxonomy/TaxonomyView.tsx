/** Everything about classes before a run starts: prompts tried on pictures, the classes themselves, the relabeling map. */
import { Stack, Text, Title } from '@mantine/core';
import { ErrorBoundary } from '../app/ErrorBoundary';
import { PromptBench } from './PromptBench';

export function TaxonomyView() {
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2" mb={6}>
          Classes and prompts
        </Title>
        <Text c="dimmed" maw={860}>
          What the models look for, tried on pictures before hours are spent on it. Changes are for runs that you start
          with Set up; the demo and runs that have begun stay as they are.
        </Text>
      </div>
      <ErrorBoundary what="The prompt bench">
        <PromptBench />
      </ErrorBoundary>
    </Stack>
  );
}
