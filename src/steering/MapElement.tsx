/** One class of the relabeling map: where it hides, how that is known, and, opened, what is steered by. */
import { Badge, Button, Collapse, Group, Stack, Switch, TagsInput, Text } from '@mantine/core';
import { useId, useState } from 'react';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { MapChange } from '../../workers/map-change';
import type { MapEntry, StartOptions } from '../../workers/protocol';
import type { PatchTable } from '../segments/patch-table';
import { nameOfClass } from '../stage/class-name';
import { Swatch } from '../stage/Legend';
import { USUAL_CLIP_THRESHOLD } from '../taxonomy/MapTable';
import { SourceSelect } from '../taxonomy/SourceSelect';
import { mapElement as words } from '../words/steering';
import { ElementScores } from './ElementScores';

/** Source classes listed per target; the rest of the votes is noise. */
const LISTED_VOTES = 4;

interface Props {
  entry: MapEntry;
  /** With the prompts of now. */
  taxonomy: Taxonomy;
  options: StartOptions;
  table: PatchTable | null;
  version: number;
  /** False: nothing can be changed. */
  live: boolean;
  onChange(change: MapChange): void;
}

export function MapElement({ entry, taxonomy, options, table, version, live, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const part = useId();
  const { target, source, detectionThreshold, classificationThreshold } = entry;
  const name = nameOfClass(taxonomy, target);
  const votes = entry.votes.toSorted((a, b) => b.count - a.count);
  const total = votes.reduce((sum, vote) => sum + vote.count, 0);
  const listed = votes
    .slice(0, LISTED_VOTES)
    .map(({ source: from, count, byHand }) => words.vote(taxonomy.classes[from]?.name ?? String(from), count, byHand));
  return (
    <div data-testid={`map-${name}`}>
      <Group gap={8}>
        <Named taxonomy={taxonomy} id={target} />
        <Text size="sm" c="dimmed">
          {words.hidesIn}
        </Text>
        {source === null ? (
          <Text size="sm" fs="italic">
            {words.unknown}
          </Text>
        ) : (
          <Named taxonomy={taxonomy} id={source} />
        )}
        <Badge variant="default" radius="sm" size="sm">
          {words.origins[entry.origin]}
        </Badge>
        <Text size="sm" c="dimmed" ml="auto">
          {words.patches(entry.relabeledPatches)}
          {entry.relabeledByHand ? words.byHand(entry.relabeledByHand) : null}
        </Text>
      </Group>
      <Group gap={8} justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed" data-testid={`thresholds-${name}`}>
          {words.thresholds(detectionThreshold, classificationThreshold)}
          {total > 0 && words.votes(total, listed)}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          style={{ flexShrink: 0 }}
          aria-expanded={open}
          aria-controls={part}
          aria-label={live ? words.changeOf(name) : words.scoresOf(name)}
          onClick={() => setOpen(!open)}
        >
          {live ? words.change : words.scores}
        </Button>
      </Group>
      <Collapse expanded={open} id={part}>
        {open && (
          <Stack gap="sm" py="xs">
            {live && <Settings {...{ entry, name, taxonomy, onChange }} />}
            {table ? (
              <ElementScores
                {...{ entry, name, options, table, version, live }}
                onChange={(after) => onChange({ kind: 'entry', target, before: sameFields(entry, after), after })}
              />
            ) : (
              <Text size="sm" c="dimmed">
                {words.noPatch}
              </Text>
            )}
          </Stack>
        )}
      </Collapse>
    </div>
  );
}

/** What the fields of a change are now. */
function sameFields(entry: MapEntry, part: object) {
  const { source, detectionThreshold, classificationThreshold } = entry;
  const all = { source, detectionThreshold, classificationThreshold };
  return Object.fromEntries(Object.entries(all).filter(([key]) => key in part));
}

function Settings({
  entry,
  name,
  taxonomy,
  onChange,
}: Pick<Props, 'entry' | 'taxonomy' | 'onChange'> & { name: string }) {
  const { target, source, detectionThreshold, classificationThreshold } = entry;
  const { prompts } = taxonomy.classes[target]!;
  const change = (after: Parameters<typeof sameFields>[1]) =>
    onChange({ kind: 'entry', target, before: sameFields(entry, after), after });
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <SourceSelect {...{ taxonomy, target, source }} onChange={(chosen) => change({ source: chosen })} />
        <Switch
          size="sm"
          label={words.askClip}
          checked={classificationThreshold !== null}
          onChange={(event) =>
            change({ classificationThreshold: event.currentTarget.checked ? USUAL_CLIP_THRESHOLD : null })
          }
        />
        <Button
          size="compact-sm"
          variant="default"
          ml="auto"
          onClick={() =>
            onChange({
              kind: 'entry',
              target,
              before: { source, detectionThreshold, classificationThreshold },
              after: null,
            })
          }
        >
          {words.takeOut}
        </Button>
      </Group>
      <TagsInput
        size="xs"
        label={words.prompts}
        aria-label={words.promptsOf(name)}
        value={prompts}
        splitChars={[',']}
        acceptValueOnBlur
        onChange={(value) => {
          const after = value.map((prompt) => prompt.trim()).filter((prompt) => prompt !== '');
          if (after.join('\n') !== prompts.join('\n')) onChange({ kind: 'prompts', target, before: prompts, after });
        }}
      />
    </Stack>
  );
}

function Named({ taxonomy, id }: { taxonomy: Taxonomy; id: number }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Swatch taxonomy={taxonomy} id={id} />
      <Text size="sm" fw={600}>
        {nameOfClass(taxonomy, id)}
      </Text>
    </Group>
  );
}
