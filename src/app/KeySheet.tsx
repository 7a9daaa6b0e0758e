/** All keys of the page on one sheet, opened by `?`. */
import { ActionIcon, Modal, Tooltip } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { KeyboardIcon } from '../stage/icons';
import { keySheet as words } from '../words/app';
import classes from './KeySheet.module.css';
import { asksForKeys, KEY_SHEET } from './key-sheet';

export function KeySheet() {
  const [opened, setOpened] = useState(false);
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
      <Modal opened={opened} onClose={() => setOpened(false)} title={words.title} size="min(860px, 94vw)" zIndex={500}>
        <div className={classes.sheet}>
          {KEY_SHEET.map(({ where, keys }) => (
            <section key={where} className={classes.group} aria-label={where}>
              <h3>{where}</h3>
              <dl>
                {keys.map(({ label, does }) => (
                  <div key={label}>
                    <dt>
                      <kbd>{label}</kbd>
                    </dt>
                    <dd>{does}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </Modal>
    </>
  );
}
