/** The relabeling map as it stands: which class hides under which, how it came to be known, and what steers it. */
import { Alert, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type MapChange, taxonomyAt } from '../../workers/map-change';
import type { MapEntry } from '../../workers/protocol';
import { ChangeMarks } from '../steering/ChangeMarks';
import { ChangeSteps } from '../steering/ChangeSteps';
import { entriesAfter } from '../steering/entries';
import { FlowPicture } from '../steering/FlowPicture';
import { MapElement } from '../steering/MapElement';
import { goesOn } from '../store/goes-on';
import { useSegments } from '../store/segments';
import { type RunEntry, useSession } from '../store/session';
import { changesOf, useSteering } from '../store/steering';
import { useLater } from '../store/use-later';
import { AddTarget } from '../taxonomy/AddTarget';
import { NEW_ENTRY } from '../taxonomy/draft';
import { useMapUntil, useMoment } from '../timeline/at-moment';
import { relabelMap as words } from '../words/run';

export function RelabelMap({ entry }: { entry: RunEntry }) {
  const map = useMapUntil(entry.run);
  const moment = useMoment();
  const active = useLater(useSession, entry.run, (s) => s.active);
  const { relabeling } = entry.options.config;
  // Only what is the case now can be changed.
  const live = moment === null && goesOn(entry, active);
  return (
    <Paper component="section" aria-labelledby="map">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="map">
          {words.title}
        </Title>
        <Group gap="sm">
          {map && (
            <Text size="xs" c="dimmed">
              {words.iteration(Math.min(map.iteration + 1, entry.options.config.schedule.iterations))}
            </Text>
          )}
          {moment === null && relabeling.relabel && <ChangeSteps entry={entry} />}
        </Group>
      </Group>
      {relabeling.relabel ? (
        <Elements entry={entry} live={live} />
      ) : (
        <Text size="sm" c="dimmed">
          {words.doesNotRelabel}
        </Text>
      )}
    </Paper>
  );
}

function Elements({ entry, live }: { entry: RunEntry; live: boolean }) {
  const { run, options } = entry;
  const { relabeling, taxonomy: first } = options.config;
  const map = useMapUntil(run);
  const moment = useMoment();
  const known = useLater(useSegments, run, (s) => s.tables[run]);
  const all = useSteering((s) => changesOf(s, run));
  const log = moment === null ? all : all.filter(({ iteration }) => iteration < moment);
  const refused = useSteering((s) => s.refused[run]);
  const { make } = useSteering.getState();
  const change = (next: MapChange) => void make(run, next);
  const begun: MapEntry[] = relabeling.map.map((line) => ({ ...line, origin: originOf(line.source), ...UNTOUCHED }));
  const entries = entriesAfter(map?.entries ?? begun, log, map?.iteration ?? 0);
  const taxonomy = taxonomyAt(first, log, moment ?? Number.POSITIVE_INFINITY);
  const [table, version] = known ? [known.table, known.version] : [null, 0];
  const gone = map ? relabeling.map.filter(({ target }) => !entries.some((line) => line.target === target)) : [];
  return (
    <Stack gap="sm">
      {!map && (
        <Text size="sm" c="dimmed">
          {phaseWords(relabeling)}
        </Text>
      )}
      {map && <FlowPicture {...{ entries, taxonomy, table, version }} until={moment} />}
      {refused && (
        <Alert color="red" p="xs" title={words.refused} data-testid="change-refused">
          {refused}
        </Alert>
      )}
      {entries.map((line) => (
        <MapElement key={line.target} entry={line} {...{ taxonomy, options, table, version, live }} onChange={change} />
      ))}
      {gone.map(({ target }) => (
        <Text key={target} size="sm" c="dimmed">
          <b>{taxonomy.classes[target]?.name}</b> {wasTakenOut(target, log) ? words.takenOut : words.noVote}
        </Text>
      ))}
      {live && (
        <AddTarget
          taxonomy={taxonomy}
          taken={entries.map(({ target }) => target)}
          onAdd={(target) => change({ kind: 'entry', target, before: null, after: newEntry(target, relabeling.map) })}
        />
      )}
      <ChangeMarks log={log} taxonomy={taxonomy} done={map ? map.iteration + 1 : 0} />
    </Stack>
  );
}

const UNTOUCHED = { votes: [], relabeledPatches: 0 };

const originOf = (source: number | null): MapEntry['origin'] => (source === null ? 'auto' : 'manual');

/** What the run began with, where it had the class. */
function newEntry(target: number, map: RunEntry['options']['config']['relabeling']['map']) {
  const { source, detectionThreshold, classificationThreshold } =
    map.find((line) => line.target === target) ?? NEW_ENTRY;
  return { source, detectionThreshold, classificationThreshold };
}

function wasTakenOut(target: number, log: readonly { change: MapChange }[]): boolean {
  const last = log.findLast(({ change }) => change.kind === 'entry' && change.target === target)?.change;
  return last?.kind === 'entry' && last.after === null;
}

function phaseWords({ collect, relabel }: RunEntry['options']['config']['relabeling']): string {
  const from = (range: [number, number] | null) => (range ? range[0] + 1 : null);
  const collects = from(collect);
  return collects ? words.phases(collects, from(relabel)) : words.begins(from(relabel));
}
