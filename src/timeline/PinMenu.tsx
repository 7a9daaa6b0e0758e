/** Which pictures are pinned: from the next evaluation on, these are predicted again and again. */

import { ActionIcon, Alert, Button, Group, Popover, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { DEFAULT_PINS, MAX_PINS, type Pin, pinKey } from '../../workers/run-timeline';
import { CrossIcon } from '../app/icons';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { live } from '../store/live';
import { useScores } from '../store/scores';
import { useSegments } from '../store/segments';
import { useTimeline } from '../store/timeline';
import { pinMenu as words } from '../words/timeline';
import { PinIcon } from './icons';
import { shortName } from './pinned-stage';

/** A list of thousands is searched, not scrolled. */
const LISTED = 60;

interface Props {
  run: string;
  /** What is pinned now. */
  pins: Pin[];
}

export function PinMenu({ run, pins }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={360} trapFocus withinPortal shadow="md">
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<PinIcon size={15} />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {words.button}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>{open && <PinList run={run} pins={pins} />}</Popover.Dropdown>
    </Popover>
  );
}

function PinList({ run, pins }: Props) {
  const [known] = useState(() => picturesKnown(run));
  const [failure, setFailure] = useState<string | null>(null);
  const chosen = useTimeline((s) => Boolean(s.runs[run]?.pins));
  const pinned = new Set(pins.map(pinKey));
  const choose = async (next: Pin[]) => {
    try {
      await lab().choosePins(run, next);
      useTimeline.getState().setPins(run, next);
      setFailure(null);
    } catch (error) {
      setFailure(sentenceOf(error));
    }
  };
  const free = known.filter((pin) => !pinned.has(pinKey(pin)));
  const items = (set: Pin['set']) =>
    free.filter((pin) => pin.set === set).map((pin) => ({ value: pinKey(pin), label: pin.file }));
  const full = pins.length >= MAX_PINS;
  return (
    <Stack gap="xs">
      <Text size="sm">
        {words.explanation(pins.length, MAX_PINS)} {pins.length === 0 && !chosen && words.byThemselves(DEFAULT_PINS)}
      </Text>
      <Stack gap={2} component="ul" className="plain-list" aria-label={words.list}>
        {pins.map((pin) => (
          <Group key={pinKey(pin)} component="li" gap={6} wrap="nowrap" justify="space-between">
            <Text size="sm" truncate title={pin.file}>
              {shortName(pin.file, 36)}
            </Text>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={words.unpin(shortName(pin.file))}
              onClick={() => void choose(pins.filter((other) => pinKey(other) !== pinKey(pin)))}
            >
              <CrossIcon size={14} />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
      <Select
        label={words.oneMore}
        placeholder={full ? words.unpinFirst : words.partOfName}
        size="xs"
        searchable
        disabled={full || free.length === 0}
        limit={LISTED}
        value={null}
        nothingFoundMessage={words.notSeen}
        comboboxProps={{ withinPortal: false }}
        data={(['validation', 'target'] as const).map((set) => ({ group: words.where[set], items: items(set) }))}
        onChange={(value) => {
          const pin = known.find((found) => pinKey(found) === value);
          if (pin) void choose([...pins, pin]);
        }}
      />
      {known.length === 0 && (
        <Text size="xs" c="dimmed">
          {words.noneSeen}
        </Text>
      )}
      {failure && (
        <Alert color="red" title={words.failed}>
          {failure}
        </Alert>
      )}
    </Stack>
  );
}

/** Pictures that the run has named so far: those it was scored on, and those whose crops were looked at. */
function picturesKnown(run: string): Pin[] {
  const scored = useScores.getState().latest[run]?.pictures ?? [];
  const searched = useSegments.getState().tables[run]?.table.columns.files ?? [];
  const shown = live.getState().runs[run]?.frames?.file.target;
  const learned = new Set([...(shown ? [shown] : []), ...searched]);
  return [
    ...scored.map(({ file }): Pin => ({ set: 'validation', file })),
    ...[...learned].sort().map((file): Pin => ({ set: 'target', file })),
  ];
}
