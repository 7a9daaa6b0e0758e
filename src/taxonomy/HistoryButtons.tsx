/** Undo and redo, side by side. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { icon } from '../app/icons';
import { historyButtons as historyWords } from '../words/taxonomy';

const UndoIcon = icon(<path d="M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3" />);
const RedoIcon = icon(<path d="M16 5l4 4-4 4M20 9H10a5.5 5.5 0 0 0 0 11h3" />);

interface Step {
  /** What the step would do, for the tooltip. */
  words: string;
  possible: boolean;
  take(): void;
}

export function HistoryButtons({ undo, redo, what = '' }: { undo: Step; redo: Step; what?: string }) {
  const steps = [
    { ...undo, name: historyWords.undo, Icon: UndoIcon },
    { ...redo, name: historyWords.redo, Icon: RedoIcon },
  ];
  return (
    <ActionIcon.Group>
      {steps.map(({ name, words, possible, take, Icon }) => (
        <Tooltip key={name} label={words} multiline maw={320}>
          <ActionIcon variant="default" size={34} aria-label={name + what} disabled={!possible} onClick={take}>
            <Icon size={17} />
          </ActionIcon>
        </Tooltip>
      ))}
    </ActionIcon.Group>
  );
}
