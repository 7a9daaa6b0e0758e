/** Whether the system tells of runs that end while the page is hidden; off until it is asked for. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { usePage } from '../store/page';
import { BellIcon } from './icons';

const BLOCKED = 'This browser blocks notifications of this page: allow them beside its address, then press again.';

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
  const words = on ? 'You are told when a run ends while this page is hidden.' : 'Tell me when a run ends';
  return (
    <Tooltip label={blocked ? BLOCKED : words}>
      <ActionIcon
        variant={on ? 'filled' : 'default'}
        size="lg"
        role="switch"
        aria-checked={on}
        aria-label="Tell me when a run ends while the page is hidden"
        aria-description={blocked ? BLOCKED : undefined}
        onClick={() => void press()}
      >
        <BellIcon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
