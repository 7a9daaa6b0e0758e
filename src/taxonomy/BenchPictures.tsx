/** Where the bench's pictures come from: the built-in city, chosen folders, or whatever is dropped. */
import { Button, FileButton, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { counted } from '../app/format';
import { DropZone } from '../data/DropZone';
import type { DroppedThings } from '../data/pick';
import { chosenPictures, PICTURES_ACCEPT, sortDropped } from '../predict/dropped';
import { useBenchPictures } from '../store/bench-pictures';
import { SIDES } from '../store/bench-side';
import { useDatasets } from '../store/datasets';

export function BenchPictures() {
  const { set: pictures, opening, progress, openPictures, takePictures, cancel, fail } = useBenchPictures();
  const [first, second] = [SIDES[0]((s) => s.working), SIDES[1]((s) => s.working)];
  const source = useDatasets((s) => s.source);
  const target = useDatasets((s) => s.target);
  const busy = opening || first !== null || second !== null;
  const drop = (things: DroppedThings) => {
    try {
      const { pictures: dropped, checkpoint } = sortDropped(things);
      if (!dropped) throw new Error(`${checkpoint?.name ?? 'This'} is no picture. Drop PNG, JPEG or WebP files.`);
      void openPictures(dropped.name, dropped.origin);
    } catch (error) {
      fail(error);
    }
  };
  const take = (files: File[]) => {
    const chosen = chosenPictures(files);
    if (chosen) void openPictures(chosen.name, chosen.origin);
  };
  return (
    <Paper component="section" aria-labelledby="bench-pictures">
      <Stack gap="sm">
        <Title order={2} size="h5" id="bench-pictures">
          Pictures
        </Title>
        <DropZone label="Pictures to try prompts on" testId="drop-bench" compact onDrop={drop} onFail={fail}>
          <Group gap="xs">
            <Button
              size="compact-md"
              variant="default"
              disabled={busy}
              onClick={() => void openPictures('the built-in city', { kind: 'demo', part: 'target' })}
            >
              Built-in city
            </Button>
            {[target, source].map(
              ({ card, name, status }) =>
                card &&
                status === 'ready' && (
                  <Button
                    key={card.id}
                    size="compact-md"
                    variant="default"
                    disabled={busy}
                    onClick={() => void takePictures(card.id, name)}
                  >
                    {name}
                  </Button>
                ),
            )}
            <FileButton multiple accept={PICTURES_ACCEPT} onChange={take}>
              {(props) => (
                <Button size="compact-md" variant="default" disabled={busy} {...props}>
                  Choose files
                </Button>
              )}
            </FileButton>
            <Text size="sm" c="dimmed">
              or drop some here
            </Text>
          </Group>
        </DropZone>
        {opening && (
          <Group gap="sm" wrap="nowrap">
            <Stack gap={2} flex={1}>
              <Progress
                animated
                value={progress?.total ? (100 * progress.done) / progress.total : 100}
                aria-label="Opening the pictures"
              />
              <Text size="xs" c="dimmed">
                {progress?.what ?? 'Opening the pictures'}…
              </Text>
            </Stack>
            <Button size="compact-sm" variant="default" onClick={cancel}>
              Cancel
            </Button>
          </Group>
        )}
        {pictures && pictures.total > 0 && (
          <Text size="sm" c="dimmed">
            {counted(pictures.total, 'picture')} of {pictures.name}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
