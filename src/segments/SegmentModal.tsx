/** One relabeled segment, large: its picture before and after, with the box that was found. */
import { Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMemo, useRef } from 'react';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { counted } from '../app/format';
import { LabelOpacity, setLabelOpacity } from '../stage/LabelOpacity';
import { Swatch } from '../stage/Legend';
import { paletteOf } from '../stage/palette';
import { useSegments } from '../store/segments';
import { SegmentPicture } from './SegmentPicture';

export function SegmentModal({ taxonomy }: { taxonomy: Taxonomy }) {
  const { open, show } = useSegments();
  const palette = useMemo(() => paletteOf(taxonomy), [taxonomy]);
  const area = useRef<HTMLDivElement>(null);
  const name = (id: number | null) => (id === null ? 'anything' : (taxonomy.classes[id]?.name ?? `class ${id}`));
  return (
    <Modal
      opened={open !== null}
      onClose={() => show(null)}
      size="min(1100px, 92vw)"
      title={
        open && (
          <Group gap={8}>
            <Swatch taxonomy={taxonomy} id={open.from} />
            <Text>{name(open.from)}</Text>
            <Text c="dimmed">→</Text>
            <Swatch taxonomy={taxonomy} id={open.to} />
            <Text fw={700}>{name(open.to)}</Text>
          </Group>
        )
      }
    >
      {open && (
        <Stack gap="md" ref={area}>
          <SimpleGrid cols={2} spacing="md">
            <div>
              <Text size="sm" fw={600} mb={4}>
                Before: the teacher’s pseudo-label
              </Text>
              <SegmentPicture segment={open} labels={open.before} palette={palette} title="Before relabeling" />
            </div>
            <div>
              <Text size="sm" fw={600} mb={4}>
                After relabeling
              </Text>
              <SegmentPicture segment={open} labels={open.after} palette={palette} title="After relabeling" />
            </div>
          </SimpleGrid>
          <Group gap="xl">
            <Fact what="Iteration" value={String(open.iteration + 1)} />
            <Fact what="OWL-ViT" value={open.detectionScore.toFixed(3)} />
            <Fact what="CLIP" value={open.confidence.toFixed(3)} />
            <Fact what="Changed" value={counted(open.relabeledPixels, 'pixel')} />
            <Fact what="Picture" value={open.file} />
          </Group>
          <LabelOpacity onChange={(percent) => setLabelOpacity(area.current, percent)} />
        </Stack>
      )}
    </Modal>
  );
}

function Fact({ what, value }: { what: string; value: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {what}
      </Text>
      <Text size="sm">{value}</Text>
    </div>
  );
}
