/** One picture of a data set, large, with its labels and their classes. */
import { Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { SampleRow, Thumbnail } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { createStage } from '../stage/model';
import type { Stack as LayerStack, StagePicture } from '../stage/picture';
import { Stage } from '../stage/Stage';
import { useDraft } from '../store/taxonomy';
import { sampleModal as words } from '../words/data';

/** Pictures are shown in their own size up to this one. */
const MAX_SIDE = 4096;

const STACKS: readonly LayerStack[] = [
  {
    key: 'labels',
    ...words.stacks.labels,
    base: 'photo',
    over: 'labels',
  },
  { key: 'photo', ...words.stacks.photo, base: 'photo' },
  { key: 'labelsOnly', ...words.stacks.labelsOnly, base: 'labels' },
];

interface Props {
  row: SampleRow | null;
  id: string;
  revision: number;
  /** Only this class is coloured at first; null: all. */
  classId: number | null;
  onClose(): void;
}

export function SampleModal({ row, onClose, revision, ...rest }: Props) {
  return (
    <Modal
      opened={row !== null}
      onClose={onClose}
      size="min(1500px, 96vw)"
      title={
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {row?.file}
        </Text>
      }
    >
      {row && <SampleStage key={`${row.index} ${revision}`} row={row} {...rest} />}
    </Modal>
  );
}

function SampleStage({ row, id, classId }: Omit<Props, 'row' | 'onClose' | 'revision'> & { row: SampleRow }) {
  const { taxonomy } = useDraft();
  const [failure, setFailure] = useState<string | null>(null);
  const [stage] = useState(() => createStage({ arrangement: 'one', solo: new Set(classId === null ? [] : [classId]) }));
  useEffect(() => {
    let wanted = true;
    lab()
      .thumbnail(id, row.index, MAX_SIDE)
      .then(
        (loaded) => wanted && stage.setState({ picture: pictureOf(loaded) }),
        (error: unknown) => wanted && setFailure(sentenceOf(error)),
      );
    return () => {
      wanted = false;
    };
  }, [stage, id, row.index]);
  return (
    <Stack gap="sm" style={{ '--stage-pane-height': 'max(260px, calc(100dvh - 330px))' }}>
      <Text size="sm" c="dimmed">
        {words.facts(row.width, row.height, row.split === 'all' ? null : row.split, row.classes !== null)}
      </Text>
      <Stage
        stage={stage}
        label={words.stage}
        stacks={row.classes ? STACKS : STACKS.filter(({ base, over }) => base === 'photo' && !over)}
        taxonomy={taxonomy}
        aspect={row.width / row.height}
        waiting={failure ?? words.waiting}
        legendLabel={words.legend}
      />
    </Stack>
  );
}

function pictureOf({ width, height, rgb, labels }: Thumbnail): StagePicture {
  const scene = 'picture';
  const photo = { name: 'photo', title: words.photo, scene, kind: 'rgb', width, height, data: rgb } as const;
  const truth = labels && ({ name: 'labels', title: words.truth, scene, kind: 'labels', width, height } as const);
  return { width, height, layers: truth ? [photo, { ...truth, data: labels }] : [photo] };
}
