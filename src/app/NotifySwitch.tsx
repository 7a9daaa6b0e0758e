/** Whether the system tells of runs that end while the page is hidden; off until it is asked for. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { usePage } from '../store/page';
import { notifySwitch as words } from '../words/app';
import { BellIcon } from './icons';

export function NotifySwitch() {
  const { notify, setNotify } = usePage();
  const [blocked, setBlocked] = useState(false);
  if (!('Notification' in window)) return null;
  const on = notify && Notification.permission === 'granted';
  const press = async () => {
    if (on) return setNotify(false);
    const granted = (await Notification.requestPermission()) === 'granted';
    setBlocked(!granted);
    setNotify(granted);
  };
  return (
    <Tooltip label={blocked ? words.blocked : on ? words.on : words.off}>
      <ActionIcon
        variant={on ? 'filled' : 'default'}
        size="lg"
        role="switch"
        aria-checked={on}
        aria-label={words.label}
        aria-description={blocked ? words.blocked : undefined}
        onClick={() => void press()}
      >
        <BellIcon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
