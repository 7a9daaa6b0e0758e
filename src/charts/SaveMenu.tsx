/** A menu that saves a figure as SVG or PNG, and its values as CSV or JSON. */
import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import { download } from '../app/download';
import { SaveIcon } from '../app/icons';
import { saveMenu as words } from '../words/charts';
import { pngOf } from './figure';
import { csvOf, jsonOf, type Table } from './table';

interface Props {
  /** Of the file, without its ending. */
  name: string;
  /** What is saved, in words. */
  what: string;
  /** The text of an SVG; absent where there is only a table. */
  figure?: () => string;
  table?: () => Table;
}

export function SaveMenu({ name, what, figure, table }: Props) {
  const [failed, setFailed] = useState<string | null>(null);
  const text = (ending: string, type: string, content: string) =>
    download(`${name}.${ending}`, new Blob([content], { type }));
  const png = async () => {
    setFailed(null);
    try {
      download(`${name}.png`, await pngOf(figure!()));
    } catch {
      setFailed(words.cannotDraw);
    }
  };
  return (
    <Menu position="bottom-end" closeOnItemClick>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.save(what)}>
          <SaveIcon size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {failed && <Menu.Label>{failed}</Menu.Label>}
        {figure && <Menu.Item onClick={() => text('svg', 'image/svg+xml', figure())}>{words.svg}</Menu.Item>}
        {figure && <Menu.Item onClick={() => void png()}>{words.png}</Menu.Item>}
        {table && <Menu.Item onClick={() => text('csv', 'text/csv', csvOf(table()))}>{words.csv}</Menu.Item>}
        {table && <Menu.Item onClick={() => text('json', 'application/json', jsonOf(table()))}>{words.json}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
