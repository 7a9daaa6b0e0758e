/** Opens the sheet of all keys, also by `?`. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { lazy, Suspense, useEffect, useEffectEvent, useState } from 'react';
import { KeyboardIcon } from '../stage/icons';
import { keySheet as words } from '../words/app';
import { asksForKeys } from './asks-for-keys';

const KeySheetModal = lazy(() => import('./KeySheetModal'));

export function KeySheet() {
  const [opened, setOpened] = useState(false);
  const [asked, setAsked] = useState(false);
  if (opened && !asked) setAsked(true);
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!asksForKeys(event)) return;
    event.preventDefault();
    setOpened((open) => !open);
  });
  useEffect(() => {
    const down = (event: KeyboardEvent) => pressed(event);
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, []);
  return (
    <>
      <Tooltip label={words.tip}>
        <ActionIcon variant="default" size={34} aria-label={words.title} onClick={() => setOpened(true)}>
          <KeyboardIcon size={18} />
        </ActionIcon>
      </Tooltip>
      {asked && (
        <Suspense>
          <KeySheetModal opened={opened} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
