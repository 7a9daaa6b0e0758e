/** One picture of a data set, large, with its labels and their classes. */
import { Group, Modal, Stack, Text } from '@mantine/core';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import type { SampleRow } from '../../workers/protocol';
import { LabelOpacity, labelOpacity } from '../stage/LabelOpacity';
import { Swatch } from '../stage/Legend';
import legend from '../stage/Legend.module.css';
import type { Palette } from '../stage/palette';
import styles from './SampleGrid.module.css';
import { SampleThumbnail } from './SampleThumbnail';

const MAX_SIDE = 1200;

interface Props {
  row: SampleRow | null;
  id: string;
  revision: number;
  palette: Palette;
  opacity: number;
  onOpacity(percent: number): void;
  onClose(): void;
}

export function SampleModal({ row, id, revision, palette, opacity, onOpacity, onClose }: Props) {
  return (
    <Modal
      opened={row !== null}
      onClose={onClose}
      size="min(1240px, 94vw)"
      title={
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {row?.file}
        </Text>
      }
    >
      {row && (
        <Stack gap="sm" style={labelOpacity(opacity)}>
          <div className={styles.large} style={{ aspectRatio: row.width / row.height, maxHeight: '68vh' }}>
            <SampleThumbnail {...{ id, revision, palette }} index={row.index} maxSide={MAX_SIDE} />
          </div>
          <Group gap="lg">
            <Text size="sm" c="dimmed">
              {row.width} × {row.height}
              {row.split !== 'all' && ` · ${row.split}`}
            </Text>
            {row.classes ? (
              <LabelOpacity width={140} percent={opacity} onChange={onOpacity} />
            ) : (
              <Text size="sm" c="dimmed">
                no label
              </Text>
            )}
          </Group>
          {row.classes && (
            <ul className={`plain-list ${legend.legend}`} aria-label="Classes of this picture">
              {row.classes.map((trainId) => (
                <li key={trainId} className={legend.entry}>
                  <Swatch taxonomy={CITYSCAPES} id={trainId} />
                  {CITYSCAPES.classes[trainId]?.name ?? `class ${trainId}`}
                </li>
              ))}
            </ul>
          )}
        </Stack>
      )}
    </Modal>
  );
}
