/** Where the run stands, and the buttons that steer it. */
import { Alert, Badge, Button, Group, Paper, Progress, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useRef } from 'react';
import { PauseIcon, PlayIcon, StopIcon } from '../app/icons';
import { HumanSupervision } from '../segments/HumanSupervision';
import { RESTS, type RunEntry, useSession } from '../store/session';
import { useLive } from '../store/use-live';
import { runHeader as words } from '../words/run';
import { STATUS_WORDS, whereItIs } from '../words/run-status';
import { pause, resume, stop } from './control';
import { ExportButton } from './ExportButton';

export function RunHeader({ entry }: { entry: RunEntry }) {
  const { record, runs, active, asked, show } = useSession();
  const status =
    asked && entry.run === active ? { text: words.asked[asked], color: 'yellow' } : STATUS_WORDS[entry.status];
  return (
    <Paper component="section" aria-label={words.label}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap="sm">
            <Title order={1} size="h3">
              {record?.title}
            </Title>
            <Badge color={status.color} variant="light" radius="sm" size="lg" data-testid="status">
              {status.text}
            </Badge>
            <HumanSupervision entry={entry} />
            {runs.length > 1 && (
              <SegmentedControl
                aria-label={words.shownRun}
                size="xs"
                value={entry.run}
                onChange={show}
                data={runs.map((run, i) => ({
                  value: run.run,
                  label: words.place(i + 1, run.label),
                  disabled: run.status === 'waiting',
                }))}
              />
            )}
          </Group>
          <Group gap="xs">
            {RESTS.includes(entry.status) && <ExportButton run={entry.run} />}
            <Buttons entry={entry} active={active} asked={asked} />
          </Group>
        </Group>
        <ProgressLine run={entry.run} iterations={entry.options.config.schedule.iterations} />
        {entry.status === 'failed' && (
          <Alert color="red" title={words.failed} data-testid="failure">
            {words.checkpointKept(entry.message)}
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}

interface ButtonsProps {
  entry: RunEntry;
  active: string | null;
  asked: 'pause' | 'stop' | null;
}

function Buttons({ entry, active, asked }: ButtonsProps) {
  if (entry.run !== active)
    return active ? (
      <Text size="sm" c="dimmed">
        {words.anotherGoesOn}
      </Text>
    ) : null;
  return (
    <Group gap="xs">
      {entry.status === 'paused' ? (
        <Button leftSection={<PlayIcon size={16} />} disabled={asked !== null} onClick={() => void resume()}>
          {words.resume}
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<PauseIcon size={16} />}
          disabled={entry.status !== 'running' || asked !== null}
          onClick={() => void pause()}
        >
          {words.pause}
        </Button>
      )}
      <Button
        variant="light"
        color="red"
        leftSection={<StopIcon size={16} />}
        disabled={asked === 'stop'}
        onClick={() => void stop()}
      >
        {words.stop}
      </Button>
    </Group>
  );
}

/** Filled outside React: it changes with every iteration. */
function ProgressLine({ run, iterations }: { run: string; iterations: number }) {
  const bar = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLParagraphElement>(null);
  useLive(
    run,
    (live) => live,
    (live) => {
      const { share, text } = whereItIs(live, iterations);
      if (bar.current) {
        bar.current.style.setProperty('--progress-section-size', `${100 * share}%`);
        bar.current.setAttribute('aria-valuenow', String(Math.round(100 * share)));
      }
      if (line.current) line.current.textContent = text;
    },
  );
  return (
    <div>
      <Progress.Root size="lg">
        <Progress.Section value={0} ref={bar} aria-label={words.progress} />
      </Progress.Root>
      <Text size="sm" mt={6} ref={line} data-testid="progress" />
    </div>
  );
}
