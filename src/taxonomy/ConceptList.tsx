/** What is looked for: prompts and thresholds of each concept, with the scores that the detector gave. */
import {
  ActionIcon,
  Autocomplete,
  Badge,
  Button,
  Group,
  NumberInput,
  Slider,
  Stack,
  TagsInput,
  Text,
} from '@mantine/core';
import { useState } from 'react';
import { fromLogScale, onLogScale } from '../../workers/prompt-bench';
import { CrossIcon } from '../app/icons';
import { Swatch } from '../stage/Legend';
import { useBench } from '../store/bench';
import { SIDES } from '../store/bench-side';
import { useDraft } from '../store/taxonomy';
import { conceptList as words } from '../words/taxonomy-bench';
import classes from './Bench.module.css';
import { type Concept, rounded } from './concepts';

/** Steps of the logarithmic scale from 0.001 to 1. */
const STEPS = 300;
const MARKS = [0.001, 0.01, 0.1, 1].map((score) => ({ value: onLogScale(score) * STEPS, label: String(score) }));

export function ConceptList() {
  const { concepts, add } = useBench();
  const { asked, answer } = SIDES[0]();
  const draft = useDraft();
  const [typed, setTyped] = useState('');
  const submit = (name: string) => {
    add(name);
    setTyped('');
  };
  return (
    <Stack gap="md">
      {concepts.map((concept) => {
        const i = asked.findIndex(({ key }) => key === concept.key);
        return (
          <ConceptRow
            key={concept.key}
            concept={concept}
            histogram={i < 0 ? null : (answer?.histogram[i] ?? null)}
            best={i < 0 ? null : (answer?.best[i] ?? null)}
          />
        );
      })}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(typed);
        }}
      >
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <Autocomplete
            flex={1}
            label={words.other}
            placeholder={words.otherPlaceholder}
            value={typed}
            onChange={setTyped}
            onOptionSubmit={submit}
            data={draft.taxonomy.classes
              .map(({ name }) => name)
              .filter((name) => !concepts.some((concept) => concept.name === name))}
          />
          <Button type="submit" variant="default" disabled={typed.trim() === ''}>
            {words.add}
          </Button>
        </Group>
      </form>
    </Stack>
  );
}

interface RowProps {
  concept: Concept;
  histogram: number[] | null;
  best: number | null;
}

function ConceptRow({ concept, histogram, best }: RowProps) {
  const { change, remove, comparing } = useBench();
  const draft = useDraft();
  const { key, classId, name, prompts, threshold, clip } = concept;
  const inMap = draft.map.some(({ target }) => target === classId);
  return (
    <section aria-label={name} data-testid={`concept-${name}`}>
      <Group gap={8} mb={4} wrap="nowrap">
        <Swatch taxonomy={draft.taxonomy} id={classId} />
        <Text size="sm" fw={600} truncate>
          {name}
        </Text>
        <Badge variant="default" size="sm">
          {classId === null ? words.noClass : inMap ? words.inMap : words.notInMap}
        </Badge>
        <ActionIcon
          ml="auto"
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={words.remove(name)}
          onClick={() => remove(key)}
        >
          <CrossIcon size={14} />
        </ActionIcon>
      </Group>
      <TagsInput
        size="xs"
        aria-label={words.promptsOf(name)}
        placeholder={prompts.length ? undefined : words.noPrompt}
        value={prompts}
        onChange={(value) => change(key, { prompts: value.map((v) => v.trim()).filter((v) => v !== '') })}
        splitChars={[',']}
        acceptValueOnBlur
      />
      <Group gap="xs" mt={6} wrap="nowrap" align="flex-start">
        <div className={classes.threshold}>
          <Histogram bins={histogram} threshold={threshold} />
          <Slider
            size="sm"
            thumbLabel={words.threshold(name)}
            min={0}
            max={STEPS}
            marks={MARKS}
            classNames={{ markLabel: classes.mark }}
            value={onLogScale(threshold) * STEPS}
            scale={(value) => rounded(fromLogScale(value / STEPS))}
            label={(value) => value}
            onChange={(value) => change(key, { threshold: rounded(fromLogScale(value / STEPS)) })}
          />
        </div>
        <NumberInput
          size="xs"
          w={76}
          aria-label={words.thresholdNumber(name)}
          min={0}
          max={1}
          step={0.01}
          decimalScale={4}
          value={threshold}
          onChange={(value) => typeof value === 'number' && value !== threshold && change(key, { threshold: value })}
        />
      </Group>
      <Group gap="xs" mt={22} justify="space-between">
        <Text size="xs" c="dimmed" data-testid={`best-${name}`}>
          {scoreWords(best, histogram, comparing)}
        </Text>
        {inMap && clip !== null && (
          <Group gap={6} wrap="nowrap">
            <Text size="xs" c="dimmed">
              {words.clip}
            </Text>
            <NumberInput
              size="xs"
              w={76}
              aria-label={words.clipThreshold(name)}
              min={0}
              max={1}
              step={0.05}
              decimalScale={4}
              value={clip}
              onChange={(value) => typeof value === 'number' && change(key, { clip: value })}
            />
          </Group>
        )}
      </Group>
    </section>
  );
}

function scoreWords(best: number | null, histogram: number[] | null, comparing: boolean): string {
  if (best === null || !histogram) return words.aboveCounts;
  const wins = histogram.some((n) => n > 0);
  return words.best(rounded(best), wins, comparing);
}

/** How many boxes have which score; those above the threshold are strong. */
function Histogram({ bins, threshold }: { bins: number[] | null; threshold: number }) {
  if (!bins) return <div className={classes.histogram} />;
  const tallest = Math.max(1, ...bins.map((n) => Math.log1p(n)));
  const from = onLogScale(threshold) * bins.length;
  return (
    <svg className={classes.histogram} viewBox={`0 0 ${bins.length} 1`} preserveAspectRatio="none" aria-hidden="true">
      {bins.map((n, i) => {
        const height = Math.log1p(n) / tallest;
        const key = `bin ${i}`;
        return <rect key={key} x={i} width={0.9} y={1 - height} height={height} opacity={i + 1 > from ? 1 : 0.35} />;
      })}
    </svg>
  );
}
