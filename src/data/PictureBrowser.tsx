/** Pictures of a data set with their labels, filtered by split and class. */
import { Box, Group, Select, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { DatasetCard, SampleRow } from '../../workers/protocol';
import { LabelOpacity, labelOpacity } from '../stage/LabelOpacity';
import { paletteOf } from '../stage/palette';
import { useDataPanel } from '../store/data-panel';
import { useDraft } from '../store/taxonomy';
import { pictureBrowser as words } from '../words/data';
import { SampleGrid } from './SampleGrid';
import { SampleModal } from './SampleModal';

export function PictureBrowser({ card, revision }: { card: DatasetCard; revision: number }) {
  const { taxonomy } = useDraft();
  const { split, classId, filter } = useDataPanel();
  const [opacity, setOpacity] = useState(50);
  const [open, setOpen] = useState<SampleRow | null>(null);
  /** Where one class is looked for, only that one is coloured. */
  const palette = useMemo(() => {
    const all = paletteOf(taxonomy);
    return classId === null ? all : all.map((color, id) => (id === classId ? color : 0));
  }, [classId, taxonomy]);
  const splits = Object.entries(card.splits ?? {});
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        {splits.length > 1 && (
          <Select
            label={words.split}
            size="xs"
            w={170}
            clearable
            placeholder={words.all}
            value={split}
            onChange={(value) => filter({ split: value })}
            data={splits.map(([name, { pairs }]) => ({
              value: name,
              label: words.splitOption(name, pairs),
            }))}
          />
        )}
        {card.classes.length > 0 && (
          <Select
            label={words.classLabel}
            size="xs"
            w={230}
            clearable
            searchable
            placeholder={words.all}
            value={classId === null ? null : String(classId)}
            onChange={(value) => filter({ classId: value === null ? null : Number(value) })}
            data={card.classes.map(({ trainId, pictures, rare }) => ({
              value: String(trainId),
              label: words.classOption(taxonomy.classes[trainId]?.name ?? String(trainId), pictures, rare),
            }))}
          />
        )}
        {card.labelled > 0 && <LabelOpacity width={140} percent={opacity} onChange={setOpacity} />}
      </Group>
      <Box style={labelOpacity(opacity)}>
        <SampleGrid
          key={`${card.id} ${split} ${classId}`}
          card={card}
          query={{ split, classId }}
          revision={revision}
          palette={palette}
          onOpen={setOpen}
        />
      </Box>
      <SampleModal row={open} id={card.id} revision={revision} classId={classId} onClose={() => setOpen(null)} />
    </Stack>
  );
}
