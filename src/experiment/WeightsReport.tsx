/** What was found in a file of weights, and its licence, before the weights are used. */
import { Alert, Button, Group, ScrollArea, Text } from '@mantine/core';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { Licence } from '../../workers/protocol';
import { useWeights } from '../store/weights';

export function LicenceText({ licence: { name, nonCommercial, text, url } }: { licence: Licence }) {
  return (
    <Alert
      color={nonCommercial ? 'orange' : 'gray'}
      title={nonCommercial ? `${name}: for non-commercial use only` : `Licence: ${name}`}
      data-testid="licence"
    >
      {text && (
        <ScrollArea.Autosize mah={140} type="auto">
          <Text size="xs" style={{ whiteSpace: 'pre-wrap' }}>
            {text}
          </Text>
        </ScrollArea.Autosize>
      )}
      <Text size="xs" mt={4}>
        {url}
      </Text>
    </Alert>
  );
}

export function WeightsReport({ config }: { config: ExperimentConfig }) {
  const { report, licence, accepted, accept, variant, origin, read, status } = useWeights();
  if (!report || !origin) return null;
  if (variant !== config.network.encoder.variant)
    return (
      <Group>
        <Button variant="default" onClick={() => void read(origin, config)} loading={status === 'reading'}>
          Compare {report.file} with this preset's encoder
        </Button>
      </Group>
    );
  return (
    <>
      {licence && <LicenceText licence={licence} />}
      <Alert
        color={report.complete ? 'teal' : 'red'}
        title={report.complete ? 'These weights fit' : 'These weights do not fit this encoder'}
        data-testid="weights-report"
      >
        <Text size="sm">{report.sentence}</Text>
        <Text size="xs" c="dimmed">
          {report.loaded.length} found, {report.missing.length} missing, {report.otherShape.length} of another shape,{' '}
          {report.unexpected.length} unexpected, {report.aside} left aside
        </Text>
        {report.complete && (
          <Button size="xs" mt="xs" onClick={accept} disabled={accepted}>
            {accepted ? 'In use' : 'Use these weights'}
          </Button>
        )}
      </Alert>
    </>
  );
}
