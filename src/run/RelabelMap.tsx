/** The relabeling map as it stands: which class hides under which, and how it came to be known. */
import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { MapEntry } from '../../workers/protocol';
import { counted } from '../app/format';
import { Swatch } from '../stage/Legend';
import { useSegments } from '../store/segments';
import { type RunEntry, useSession } from '../store/session';
import { changesOf, useSteering } from '../store/steering';
import { AddTarget } from '../taxonomy/AddTarget';
import { NEW_ENTRY } from '../taxonomy/draft';
import { HistoryButtons } from '../taxonomy/HistoryButtons';

export function RelabelMap({ entry }: { entry: RunEntry }) {
  const map = useSegments((s) => s.maps[entry.run]);
  const { config } = entry.options;
  const { relabeling, taxonomy } = config;
  return (
    <Paper component="section" aria-labelledby="map">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="map">
          Relabeling map
        </Title>
        {map && (
          <Text size="xs" c="dimmed">
            iteration {map.iteration + 1}
          </Text>
        )}
      </Group>
      {!relabeling.relabel ? (
        <Text size="sm" c="dimmed">
          This run does not relabel; it is what the other is compared with.
        </Text>
      ) : !map || map.entries.length === 0 ? (
        <Text size="sm" c="dimmed">
          {emptyWords(relabeling)}
        </Text>
      ) : (
        <Stack gap="sm">
          {map.entries.map((line) => (
            <MapLine key={line.target} entry={line} taxonomy={taxonomy} />
          ))}
          {relabeling.map
            .filter(({ target }) => !map.entries.some((line) => line.target === target))
            .map(({ target }) => (
              <Group key={target} gap={8}>
                <Named taxonomy={taxonomy} id={target} />
                <Text size="sm" c="dimmed">
                  no vote yet; it is not relabeled
                </Text>
              </Group>
            ))}
        </Stack>
      )}
    </Paper>
  );
}

function Steps({ run, taxonomy }: { run: string; taxonomy: Taxonomy }) {
  const log = useSteering((s) => changesOf(s, run));
  const { undo, redo } = useSteering.getState();
  const steps = nextSteps(log);
  const words = (does: string, change: MapChange | null) =>
    change ? `${does}: ${changeWords(change, taxonomy)}` : `Nothing to ${does.toLowerCase()}`;
  return (
    <HistoryButtons
      what=" the last change of the map"
      undo={{ words: words('Undo', steps.undo), possible: steps.undo !== null, take: () => void undo(run) }}
      redo={{ words: words('Redo', steps.redo), possible: steps.redo !== null, take: () => void redo(run) }}
    />
  );
}

function Elements({ entry, live }: { entry: RunEntry; live: boolean }) {
  const { run, options } = entry;
  const { relabeling, taxonomy: first } = options.config;
  const map = useSegments((s) => s.maps[run]);
  const known = useSegments((s) => s.tables[run]);
  const log = useSteering((s) => changesOf(s, run));
  const refused = useSteering((s) => s.refused[run]);
  const { make } = useSteering.getState();
  const change = (next: MapChange) => void make(run, next);
  const begun: MapEntry[] = relabeling.map.map((line) => ({ ...line, origin: originOf(line.source), ...UNTOUCHED }));
  const entries = entriesAfter(map?.entries ?? begun, log, map?.iteration ?? 0);
  const taxonomy = taxonomyAt(first, log, Number.POSITIVE_INFINITY);
  const [table, version] = known ? [known.table, known.version] : [null, 0];
  const gone = map ? relabeling.map.filter(({ target }) => !entries.some((line) => line.target === target)) : [];
  return (
    <div data-testid={`map-${taxonomy.classes[entry.target]?.name}`}>
      <Group gap={8}>
        <Named taxonomy={taxonomy} id={entry.target} />
        <Text size="sm" c="dimmed">
          hides in
        </Text>
        {entry.source === null ? (
          <Text size="sm" fs="italic">
            not known yet
          </Text>
        ) : (
          <Named taxonomy={taxonomy} id={entry.source} />
        )}
        <Badge variant="default" radius="sm" size="sm">
          {ORIGIN_WORDS[entry.origin]}
        </Badge>
        <Text size="sm" c="dimmed" ml="auto">
          {counted(entry.relabeledPatches, 'patch', 'patches')}
        </Text>
      </Group>
      <Text size="xs" c="dimmed">
        OWL-ViT above {entry.detectionThreshold},{' '}
        {entry.classificationThreshold === null ? 'CLIP not asked' : `CLIP above ${entry.classificationThreshold}`}
        {total > 0 && (
          <>
            {' '}
            · {counted(total, 'vote')}:{' '}
            {votes
              .slice(0, LISTED_VOTES)
              .map((vote) => `${taxonomy.classes[vote.source]?.name ?? vote.source} ${vote.count}`)
              .join(', ')}
          </>
        )}
      </Text>
    </div>
  );
}

function Named({ taxonomy, id }: { taxonomy: Taxonomy; id: number }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Swatch taxonomy={taxonomy} id={id} />
      <Text size="sm" fw={600}>
        {taxonomy.classes[id]?.name ?? `class ${id}`}
      </Text>
    </Group>
  );
}

function emptyWords({ collect, relabel }: RunEntry['options']['config']['relabeling']): string {
  const from = (range: [number, number] | null) => (range ? range[0] + 1 : null);
  const collects = from(collect);
  return collects
    ? `Votes are collected from iteration ${collects}, relabeling begins at iteration ${from(relabel)}.`
    : `Relabeling begins at iteration ${from(relabel)}.`;
}
