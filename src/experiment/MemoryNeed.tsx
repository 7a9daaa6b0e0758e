/** How much of the graphics card's memory the run would take, and the largest preset that fits. */
import { Button, Group, NumberInput, Progress, Stack, Text, Tooltip } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { fits } from '../../workers/experiment/fits';
import { PRESETS } from '../../workers/experiment/presets';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { MemoryPlan, ModelOrigin } from '../../workers/protocol';
import { formatBytes } from '../app/format';
import { useExperiment } from '../store/experiment';
import { useHardware } from '../store/hardware';
import { GIGABYTE, type Known, planKey, useMemory } from '../store/memory';
import { memoryNeed as words } from '../words/experiment';

/** A person who looks through the presets should not start a count for each. */
const PAUSE_MS = 400;

const PARTS: [part: keyof typeof words.parts, color: string][] = [
  ['weights', 'blue.6'],
  ['optimizer', 'violet.5'],
  ['activations', 'teal.6'],
  ['buffers', 'gray.5'],
];

interface Props {
  config: ExperimentConfig;
  /** What a preset would be when it is chosen: many classes of one's own take more than the preset's. */
  own(preset: ExperimentConfig): ExperimentConfig;
  /** What the run would relabel with; null while nothing is chosen. */
  models: ModelOrigin | null;
  wanted: boolean;
}

/** `wanted` false: nothing is counted by itself, since nobody is about to start this run. */
export function MemoryNeed({ config, own, models, wanted }: Props) {
  const { gigabytes, known, searching, setGigabytes, ask, findLargest } = useMemory();
  const usable = useHardware(({ facts }) => facts !== null && facts.problem === null);
  const choose = useExperiment((s) => s.choose);
  const [nothingFits, setNothingFits] = useState(false);
  const key = planKey(config, models);
  const latest = useRef({ config, models }); // new objects with every render, of which what the key says matters
  latest.current = { config, models };
  useEffect(() => {
    if (!usable || !wanted) return;
    const timer = setTimeout(() => {
      const { config, models } = latest.current;
      if (planKey(config, models) === key) void ask(config, models);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [ask, key, usable, wanted]);
  const found = known[key];
  const largest = async () => {
    const presets = Object.entries(PRESETS).map(([id, preset]) => [id, own(preset)] as const);
    const id = await findLargest(Object.fromEntries(presets), models);
    setNothingFits(id === null);
    if (id) choose(id);
  };
  if (!usable) return null;
  return (
    <Stack gap={6} data-testid="memory-need">
      {found && <Finding found={found} bytes={gigabytes * GIGABYTE} />}
      <Group gap="sm" align="flex-end">
        <NumberInput
          label={words.card}
          suffix={words.gigabytes}
          value={gigabytes}
          onChange={(value) => typeof value === 'number' && value > 0 && setGigabytes(value)}
          min={1}
          w={140}
        />
        <Button variant="default" loading={searching !== null} onClick={() => void largest()}>
          {words.largest}
        </Button>
        {(searching || nothingFits) && (
          <Text size="sm" c="dimmed">
            {searching ? words.searched(searching.done, searching.total) : words.nothingFits(gigabytes)}
          </Text>
        )}
      </Group>
    </Stack>
  );
}

function Finding({ found, bytes }: { found: Known; bytes: number }) {
  if (found === 'asked')
    return (
      <Text size="sm" c="dimmed">
        {words.counting}
      </Text>
    );
  if ('plan' in found) return <PlanBar plan={found.plan} bytes={bytes} />;
  return (
    <Text size="sm" c="red">
      {found.failure}
    </Text>
  );
}

function PlanBar({ plan, bytes }: { plan: MemoryPlan; bytes: number }) {
  const whole = Math.max(bytes, plan.total);
  const enough = fits(plan, bytes);
  const sentence = plan.refusals[0] ?? (enough ? null : words.tooMuch(bytes));
  const facts = [
    ...PARTS.map(([part]) => words.partInLine(words.parts[part], plan[part])),
    words.evaluating(plan.validation),
    ...(plan.models > 0 ? [words.models(plan.models, plan.modelsOnGpu)] : []),
  ];
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{words.title}</Text>
        <Text size="sm" fw={600} c={enough ? undefined : 'red'} data-testid="memory-total">
          {formatBytes(plan.total)}
        </Text>
      </Group>
      <Progress.Root size="lg" aria-label={words.title}>
        {PARTS.map(([part, color]) => (
          <Tooltip key={part} label={words.part(words.parts[part], plan[part])}>
            <Progress.Section value={(100 * plan[part]) / whole} color={color} />
          </Tooltip>
        ))}
      </Progress.Root>
      <Text size="xs" c="dimmed">
        {facts.join(' · ')}
      </Text>
      {sentence && (
        <Text size="sm" c="red">
          {sentence}
        </Text>
      )}
    </Stack>
  );
}
