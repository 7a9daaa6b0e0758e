/** All keys of the page; loaded when it is first opened. */
import { Modal } from '@mantine/core';
import { keySheet as words } from '../words/app';
import { KeyList } from './KeyList';
import classes from './KeySheetModal.module.css';
import { KEY_SHEET } from './key-sheet';

export default function KeySheetModal({ opened, onClose }: { opened: boolean; onClose(): void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.title} size="min(860px, 94vw)" zIndex={500}>
      <div className={classes.sheet}>
        {KEY_SHEET.map(({ where, keys }) => (
          <section key={where} className={classes.group} aria-label={where}>
            <h3>{where}</h3>
            <KeyList keys={keys} />
          </section>
        ))}
      </div>
    </Modal>
  );
}
