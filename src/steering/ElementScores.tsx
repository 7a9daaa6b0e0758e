/** Scores of one class of the map, with both thresholds as lines, and what moving them would change. */
import { Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { EntryPart } from '../../workers/map-change';
import type { MapEntry, StartOptions } from '../../workers/protocol';
import type { PatchTable } from '../segments/patch-table';
import { useRunPictures } from '../segments/run-pictures';
import { elementScores as words } from '../words/steering';
import { FlippedTiles } from './FlippedTiles';
import { ScoreLine } from './ScoreLine';
import { type Difference, difference, scoredPatches, type Thresholds } from './scores';

/** Patches that the counts are about. */
const RECENT = 500;

interface Props {
  entry: MapEntry;
  name: string;
  options: StartOptions;
  table: PatchTable;
  /** Changes when the table has grown. */
  version: number;
  live: boolean;
  onChange(part: EntryPart): void;
}

export function ElementScores({ entry, name, options, table, version, live, onChange }: Props) {
  const { detectionThreshold, classificationThreshold } = entry;
  const now: Thresholds = { detectionThreshold, classificationThreshold };
  const [moved, setMoved] = useState<EntryPart>({});
  const then: Thresholds = { ...now, ...moved };
  const { pictures, failure } = useRunPictures(options);
  const all = useMemo(() => patchesNow(table, entry.target, version), [table, entry.target, version]);
  const recent = useMemo(() => patchesNow(table, entry.target, version, RECENT), [table, entry.target, version]);
  const take = (part: EntryPart) => {
    if (!live) return;
    setMoved({});
    onChange(part);
  };
  const shared = { name, patches: all, wanted: then, live, onGiveUp: () => setMoved({}) };
  return (
    <Stack gap="sm" data-testid={`scores-${name}`}>
      <ScoreLine
        {...shared}
        which="detection"
        present={now.detectionThreshold}
        value={then.detectionThreshold}
        onMove={(value) => setMoved({ detectionThreshold: value })}
        onTake={(value) => take({ detectionThreshold: value })}
      />
      {classificationThreshold !== null && (
        <ScoreLine
          {...shared}
          which="clip"
          present={classificationThreshold}
          value={then.classificationThreshold ?? classificationThreshold}
          onMove={(value) => setMoved({ classificationThreshold: value })}
          onTake={(value) => take({ classificationThreshold: value })}
        />
      )}
      <Text size="sm" role="status" data-testid={`difference-${name}`}>
        {differenceWords(difference(recent, now, then), then.detectionThreshold < now.detectionThreshold)}
      </Text>
      <Text size="xs" c="dimmed">
        {live ? words.live : words.ended}
      </Text>
      <FlippedTiles {...{ table, patches: recent, now, then, pictures, failure }} />
    </Stack>
  );
}

function patchesNow(table: PatchTable, target: number, _version: number, most?: number) {
  return scoredPatches(table, target, most);
}

function differenceWords({ accepted, refused, of }: Difference, lower: boolean): string {
  const unknown = lower ? words.notRecorded : '';
  if (of === 0) return words.noPatch + unknown;
  return (accepted === 0 && refused === 0 ? words.none(of) : words.some(of, accepted, refused)) + unknown;
}
