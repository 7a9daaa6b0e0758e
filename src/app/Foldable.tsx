/** A panel that can be folded away to a line, which is remembered. What is folded away is not drawn at all. */
import { ActionIcon, Button, Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLayout } from '../store/layout';
import { foldable as words } from '../words/app';
import { ErrorBoundary } from './ErrorBoundary';
import classes from './Foldable.module.css';
import { FoldIcon } from './icons';

interface Props {
  /** How the layout calls it. */
  panel: string;
  /** How a person calls it: its heading. */
  title: string;
  children: ReactNode;
}

export function Foldable({ panel, title, children }: Props) {
  const away = useLayout((s) => s.folded.includes(panel));
  const { fold } = useLayout.getState();
  if (away)
    return (
      <Paper p={4} data-testid={`folded-${panel}`}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-expanded={false}
          onClick={() => fold(panel, false)}
        >
          {words.show(title)}
        </Button>
      </Paper>
    );
  return (
    <div className={classes.panel}>
      <ErrorBoundary what={title}>{children}</ErrorBoundary>
      <ActionIcon
        className={classes.fold}
        variant="default"
        size={22}
        radius="xl"
        aria-expanded
        aria-label={words.fold(title)}
        title={words.fold(title)}
        onClick={() => fold(panel, true)}
      >
        <FoldIcon size={14} />
      </ActionIcon>
    </div>
  );
}
