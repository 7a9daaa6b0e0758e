/** Marks what a person had a hand in. */
import { Badge, Tooltip } from '@mantine/core';
import { supervisionOf } from '../../workers/decisions';
import { icon } from '../app/icons';
import { decisionsOf, useDecisions } from '../store/decisions';
import type { RunEntry } from '../store/session';
import { useTimeline } from '../store/timeline';
import { type SupervisionMark, supervisionMark } from '../words/decisions';

export const HandIcon = icon(
  <path
    d="M7 12V6.5a1.5 1.5 0 0 1 3 0V11V4.5a1.5 1.5 0 0 1 3 0V11V5.5a1.5 1.5 0 0 1 3 0V12V8.5a1.5 1.5 0 0 1 3 0V15a6 6 0 0 1-6 6h-1a6 6 0 0 1-5-2.7L3.6 14a1.5 1.5 0 0 1 2.4-1.8z"
    strokeWidth={1.6}
  />,
);

/** `long` is read where the pointer rests, and by screen readers. */
export function SupervisionBadge({ short, long }: SupervisionMark) {
  return (
    <Tooltip label={long} multiline maw={320}>
      <Badge
        color="grape"
        variant="light"
        c="var(--mantine-color-text)"
        radius="sm"
        tabIndex={0}
        aria-label={long}
        leftSection={<HandIcon size={13} />}
        data-testid="supervision"
      >
        {short}
      </Badge>
    </Tooltip>
  );
}

/** The mark of a run that is shown; nothing where nobody decided anything. */
export function HumanSupervision({ entry }: { entry: RunEntry }) {
  const { lines } = useDecisions((state) => decisionsOf(state, entry.run));
  const checkpoints = useTimeline((state) => state.runs[entry.run]?.checkpoints);
  const goesOn = entry.status === 'running' || entry.status === 'preparing';
  const done = goesOn ? Number.POSITIVE_INFINITY : Math.max(0, ...(checkpoints ?? []));
  const mark = supervisionMark(supervisionOf(lines, done));
  return mark && <SupervisionBadge {...mark} />;
}
