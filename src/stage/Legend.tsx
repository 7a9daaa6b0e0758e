/** Names and colours of classes. */
import { Text } from '@mantine/core';
import { useState } from 'react';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { formatShare } from '../app/format';
import type { Frames } from '../store/live';
import { useLive } from '../store/use-live';
import classes from './Legend.module.css';
import { cssColor } from './palette';
import { classesPresent, type Presence } from './presence';

export function Swatch({ taxonomy, id }: { taxonomy: Taxonomy; id: number | null }) {
  return <span className={classes.swatch} style={{ background: cssColor(taxonomy, id) }} />;
}

/** The classes that the pictures of a run show now, most frequent first. */
export function Legend({ run, taxonomy }: { run: string | null; taxonomy: Taxonomy }) {
  const [present, setPresent] = useState<Presence[]>([]);
  useLive(
    run,
    (live) => live.frames,
    (frames) => setPresent(frames ? classesPresent(labelMaps(frames)) : []),
  );
  if (present.length === 0)
    return (
      <Text size="xs" c="dimmed">
        The classes in these pictures will be listed here.
      </Text>
    );
  return (
    <ul className={`plain-list ${classes.legend}`} aria-label="Classes in these pictures">
      {present.map(({ id, share }) => (
        <li key={id} className={classes.entry}>
          <Swatch taxonomy={taxonomy} id={id} />
          {taxonomy.classes[id]?.name ?? `class ${id}`}
          <Text span size="xs" c="dimmed">
            {formatShare(share)}
          </Text>
        </li>
      ))}
    </ul>
  );
}

const labelMaps = (frames: Frames): Uint8Array[] =>
  Object.values(frames.layers)
    .filter((layer) => layer.kind === 'labels')
    .map((layer) => layer.data);
