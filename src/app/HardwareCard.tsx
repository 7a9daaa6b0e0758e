/** The hardware check: one line per finding, in plain words. */
import { Alert, Group, Loader, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useHardware } from '../store/hardware';
import { hardwareCard as words } from '../words/app';
import { type Finding, findings } from '../words/hardware';
import { CrossIcon, TickIcon, WarningIcon } from './icons';

const LOOK = {
  good: { color: 'teal', icon: <TickIcon size={14} /> },
  slow: { color: 'yellow', icon: <WarningIcon size={14} /> },
  bad: { color: 'red', icon: <CrossIcon size={14} /> },
};

export function HardwareCard() {
  const { facts, failure } = useHardware();
  const memoryGB = (navigator as Navigator & { deviceMemory?: number }).deviceMemory;
  return (
    <Paper component="section" aria-labelledby="hardware">
      <Title order={2} size="h4" id="hardware" mb="sm">
        {words.title}
      </Title>
      {failure && (
        <Alert color="red" title={words.failed}>
          {`${failure} ${words.reload}`}
        </Alert>
      )}
      {!facts && !failure && (
        <Group gap="sm">
          <Loader size="xs" />
          <Text size="sm">{words.looking}</Text>
        </Group>
      )}
      {facts && (
        <Stack gap="sm" data-testid="hardware">
          {findings(facts, memoryGB).map((finding) => (
            <FindingLine key={finding.title} {...finding} />
          ))}
        </Stack>
      )}
    </Paper>
  );
}

function FindingLine({ level, title, text }: Finding) {
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <ThemeIcon size={22} radius="xl" variant="light" color={LOOK[level].color} mt={1}>
        {LOOK[level].icon}
      </ThemeIcon>
      <div>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </div>
    </Group>
  );
}
