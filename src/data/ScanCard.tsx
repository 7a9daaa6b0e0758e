/** What a scan found: layout, pictures, splits, classes, and the files that are left out. */
import { Badge, Group, ScrollArea, Stack, Text } from '@mantine/core';
import type { ScanReport } from '../../workers/protocol';
import { counted } from '../app/format';
import { ClassHistogram } from './ClassHistogram';

const LAYOUT_NAMES: Record<NonNullable<ScanReport['layout']>, string> = {
  synthia: 'SYNTHIA',
  gta: 'GTA',
  cityscapes: 'Cityscapes',
  acdc: 'ACDC',
  darkzurich: 'Dark Zurich',
  folder: 'Folder pair',
  images: 'Pictures only',
};

/** Problems listed by name; the rest is counted. */
const LISTED_PROBLEMS = 50;

export function ScanCard({ name, report }: { name: string; report: ScanReport }) {
  if (!report.layout) return null;
  const { problems, splits } = report;
  return (
    <Stack gap="sm" data-testid="scan-card">
      <Group gap="xs">
        <Text fw={600}>{name}</Text>
        <Badge variant="light" radius="sm">
          {LAYOUT_NAMES[report.layout]}
        </Badge>
        <Text size="sm">{counted(report.pairs, 'picture')}</Text>
        {splits && (
          <Text size="sm" c="dimmed">
            {Object.entries(splits)
              .map(([split, { pairs }]) => `${split} ${pairs.toLocaleString('en')}`)
              .join(' · ')}
          </Text>
        )}
      </Group>
      <ClassHistogram classPixels={report.classPixels} />
      {problems.length > 0 && (
        <div>
          <Text size="sm" fw={600} c="light-dark(var(--mantine-color-orange-9), var(--mantine-color-orange-4))">
            {counted(problems.length, 'file')} left out
          </Text>
          <ScrollArea.Autosize mah={120} type="auto">
            <ul className="plain-list" data-testid="problems">
              {problems.slice(0, LISTED_PROBLEMS).map((problem) => (
                <li key={`${problem.file} ${problem.message}`}>
                  <Text size="xs">
                    <b>{problem.file}</b>: {problem.message}
                  </Text>
                </li>
              ))}
            </ul>
            {problems.length > LISTED_PROBLEMS && (
              <Text size="xs" c="dimmed">
                and {counted(problems.length - LISTED_PROBLEMS, 'more file', 'more files')}
              </Text>
            )}
          </ScrollArea.Autosize>
        </div>
      )}
    </Stack>
  );
}
