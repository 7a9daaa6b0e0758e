/** Where the bench's pictures come from: the built-in city, chosen folders, or whatever is dropped. */
import { Button, FileButton, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { DropZone } from '../data/DropZone';
import type { DroppedThings } from '../data/pick';
import { chosenPictures, PICTURES_ACCEPT, sortDropped } from '../predict/dropped';
import { useBenchPictures } from '../store/bench-pictures';
import { SIDES } from '../store/bench-side';
import { useDatasets } from '../store/datasets';
import { benchPictures as words } from '../words/taxonomy-bench';

export function BenchPictures() {
  const { set: pictures, opening, progress, openPictures, takePictures, cancel, fail } = useBenchPictures();
  const [first, second] = [SIDES[0]((s) => s.working), SIDES[1]((s) => s.working)];
  const source = useDatasets((s) => s.source);
  const target = useDatasets((s) => s.target);
  const busy = opening || first !== null || second !== null;
  const drop = (things: DroppedThings) => {
    try {
      const { pictures: dropped, checkpoint } = sortDropped(things);
      if (!dropped) throw new Error(words.noPicture(checkpoint?.name));
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
          {words.title}
        </Title>
        <DropZone label={words.zone} testId="drop-bench" compact onDrop={drop} onFail={fail}>
          <Group gap="xs">
            <Button
              size="compact-md"
              variant="default"
              disabled={busy}
              onClick={() => void openPictures(words.cityName, { kind: 'demo', part: 'target' })}
            >
              {words.city}
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
                  {words.choose}
                </Button>
              )}
            </FileButton>
            <Text size="sm" c="dimmed">
              {words.drop}
            </Text>
          </Group>
        </DropZone>
        {opening && (
          <Group gap="sm" wrap="nowrap">
            <Stack gap={2} flex={1}>
              <Progress
                animated
                value={progress?.total ? (100 * progress.done) / progress.total : 100}
                aria-label={words.opening}
              />
              <Text size="xs" c="dimmed">
                {words.step(progress?.what ?? words.opening)}
              </Text>
            </Stack>
            <Button size="compact-sm" variant="default" onClick={cancel}>
              {words.cancel}
            </Button>
          </Group>
        )}
        {pictures && pictures.total > 0 && (
          <Text size="sm" c="dimmed">
            {words.count(pictures.total, pictures.name)}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
