/** What was found in a file of weights, and its licence, before the weights are used. */
import { Alert, Button, Group, ScrollArea, Text } from '@mantine/core';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { Licence } from '../../workers/protocol';
import { useWeights } from '../store/weights';
import { weightsReport as words } from '../words/experiment';

export function LicenceText({ licence: { name, nonCommercial, text, url } }: { licence: Licence }) {
  return (
    <Alert
      color={nonCommercial ? 'orange' : 'gray'}
      title={nonCommercial ? words.nonCommercial(name) : words.licence(name)}
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
          {words.compare(report.file)}
        </Button>
      </Group>
    );
  return (
    <>
      {licence && <LicenceText licence={licence} />}
      <Alert
        color={report.complete ? 'teal' : 'red'}
        title={report.complete ? words.fit : words.doNotFit}
        data-testid="weights-report"
      >
        <Text size="sm">{report.sentence}</Text>
        <Text size="xs" c="dimmed">
          {words.counts(
            report.loaded.length,
            report.missing.length,
            report.otherShape.length,
            report.unexpected.length,
            report.aside,
          )}
        </Text>
        {report.complete && (
          <Button size="xs" mt="xs" onClick={accept} disabled={accepted}>
            {accepted ? words.inUse : words.use}
          </Button>
        )}
      </Alert>
    </>
  );
}
