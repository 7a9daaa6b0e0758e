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

/** A person who looks through the presets should not start a count for each. */
const PAUSE_MS = 400;

const PARTS: [keyof MemoryPlan & ('weights' | 'optimizer' | 'activations' | 'buffers'), string, string][] = [
  ['weights', 'Weights', 'blue.6'],
  ['optimizer', 'Gradients and moments', 'violet.5'],
  ['activations', 'Activations', 'teal.6'],
  ['buffers', 'Buffers', 'gray.5'],
];

interface Props {
  config: ExperimentConfig;
  /** What the run would relabel with; null while nothing is chosen. */
  models: ModelOrigin | null;
  wanted: boolean;
}

/** `wanted` false: nothing is counted by itself, since nobody is about to start this run. */
export function MemoryNeed({ config, models, wanted }: Props) {
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
    const id = await findLargest(PRESETS, models);
    setNothingFits(id === null);
    if (id) choose(id);
  };
  if (!usable) return null;
  return (
    <Stack gap={6} data-testid="memory-need">
      {found && <Finding found={found} bytes={gigabytes * GIGABYTE} />}
      <Group gap="sm" align="flex-end">
        <NumberInput
          label="Graphics memory"
          suffix=" GB"
          value={gigabytes}
          onChange={(value) => typeof value === 'number' && value > 0 && setGigabytes(value)}
          min={1}
          w={140}
        />
        <Button variant="default" loading={searching !== null} onClick={() => void largest()}>
          Largest preset that fits
        </Button>
        {(searching || nothingFits) && (
          <Text size="sm" c="dimmed">
            {searching ? `${searching.done} of ${searching.total} presets` : `No preset fits ${gigabytes} GB.`}
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
        Counting the memory that this run takes …
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
  const sentence =
    plan.refusals[0] ??
    (enough ? null : `More than the ${formatBytes(bytes)} of the graphics card: choose a smaller preset.`);
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">Memory of this run</Text>
        <Text size="sm" fw={600} c={enough ? undefined : 'red'} data-testid="memory-total">
          {formatBytes(plan.total)}
        </Text>
      </Group>
      <Progress.Root size="lg" aria-label="Memory of this run">
        {PARTS.map(([part, label, color]) => (
          <Tooltip key={part} label={`${label}: ${formatBytes(plan[part])}`}>
            <Progress.Section value={(100 * plan[part]) / whole} color={color} />
          </Tooltip>
        ))}
      </Progress.Root>
      <Text size="xs" c="dimmed">
        {PARTS.map(([part, label]) => `${label} ${formatBytes(plan[part])}`).join(' · ')} · while evaluating{' '}
        {formatBytes(plan.validation)}
        {plan.models > 0 &&
          ` · vision-language models ${formatBytes(plan.models)}${plan.modelsOnGpu ? '' : ' of main memory'}`}
      </Text>
      {sentence && (
        <Text size="sm" c="red">
          {sentence}
        </Text>
      )}
    </Stack>
  );
}
