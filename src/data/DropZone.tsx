/** A place where files and folders are dropped with the mouse, or pasted with the keyboard while the focus is inside. */
import { type ClipboardEvent, type DragEvent, type ReactNode, useState } from 'react';
import classes from './DropZone.module.css';
import { type DroppedThings, droppedThings } from './pick';

interface Props {
  /** What belongs here, for those who do not see the frame. */
  label: string;
  testId: string;
  onDrop(things: DroppedThings): void;
  /** What was dropped cannot be read. */
  onFail(error: unknown): void;
  /** Something is open here already. */
  filled?: boolean;
  /** As low as its contents. */
  compact?: boolean;
  children: ReactNode;
}

export function DropZone({ label, testId, onDrop, onFail, filled = false, compact = false, children }: Props) {
  const [over, setOver] = useState(false);
  const take = (transfer: DataTransfer) => {
    droppedThings(transfer).then(onDrop).catch(onFail);
  };
  const leave = ({ currentTarget, relatedTarget }: DragEvent) => {
    // Moving on to a button inside is no leaving.
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
  };
  const paste = (event: ClipboardEvent) => {
    // Text that is pasted into a field of the zone is none of its business.
    if (![...event.clipboardData.items].some(({ kind }) => kind === 'file')) return;
    event.preventDefault();
    take(event.clipboardData);
  };
  return (
    <section
      className={classes.zone}
      aria-label={label}
      data-testid={testId}
      data-over={over}
      data-filled={filled}
      data-compact={compact}
      onDragEnter={(event) => event.preventDefault()}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={leave}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer);
      }}
      onPaste={paste}
    >
      {children}
    </section>
  );
}
