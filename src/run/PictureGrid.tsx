/** The live pictures of a run, the heart of the page. */
import { Group, Paper, SimpleGrid, Stack, Title } from '@mantine/core';
import { useRef } from 'react';
import { LabelOpacity, labelOpacity, setLabelOpacity } from '../stage/LabelOpacity';
import { LayeredPicture, type PictureSpec } from '../stage/LayeredPicture';
import { Legend } from '../stage/Legend';
import { paletteOf } from '../stage/palette';
import type { RunEntry } from '../store/session';

const SOURCE: PictureSpec = {
  title: 'Source with labels',
  explanation: 'A labelled crop of the look that is known.',
  base: 'source',
  labels: 'sourceLabel',
};
const TARGET: PictureSpec = {
  title: 'Target',
  explanation: 'A crop of the unlabelled look that is to be learned.',
  base: 'target',
};
const PSEUDO: PictureSpec = {
  title: 'Pseudo-label',
  explanation: 'What the teacher, an average of the network, sees in the target.',
  base: 'target',
  labels: 'pseudoLabel',
};
const RELABELED: PictureSpec = {
  title: 'After relabeling',
  explanation: 'The same, corrected by OWL-ViT and CLIP; changes are outlined.',
  base: 'target',
  labels: 'relabeled',
  changedSince: 'pseudoLabel',
};
const MIXED: PictureSpec = {
  title: 'Mixed picture',
  explanation: 'Half of the source’s classes pasted over the target: what is trained on.',
  base: 'mixed',
  labels: 'mixedLabel',
};
const WEIGHT: PictureSpec = {
  title: 'Weight',
  explanation: 'How much each pixel counts: white fully, darker where the teacher is unsure.',
  base: 'weight',
};
const PICTURES = [SOURCE, TARGET, MIXED, PSEUDO, RELABELED, WEIGHT];

export function PictureGrid({ entry }: { entry: RunEntry }) {
  const area = useRef<HTMLDivElement>(null);
  const { config } = entry.options;
  const palette = paletteOf(config.taxonomy);
  const [width, height] = config.data.target.crop;
  const ended = entry.status === 'finished' || entry.status === 'stopped' || entry.status === 'failed';
  const waiting = ended ? 'No picture of this run was kept.' : 'Waiting for the first iteration';
  return (
    <Paper component="section" aria-labelledby="pictures" ref={area} style={labelOpacity()}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4" id="pictures">
            What it sees
          </Title>
          <LabelOpacity onChange={(percent) => setLabelOpacity(area.current, percent)} />
        </Group>
        <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="md" verticalSpacing="md">
          {PICTURES.map((spec) => (
            <LayeredPicture
              key={spec.title}
              run={entry.run}
              spec={spec}
              palette={palette}
              aspect={width / height}
              waiting={waiting}
            />
          ))}
        </SimpleGrid>
        <Legend run={entry.run} taxonomy={config.taxonomy} />
      </Stack>
    </Paper>
  );
}
