/** Which detector looks at the bench's picture: the models that it is one of, and its type where they have both. */
import { SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { chosenModels, useBenchModels } from '../store/bench-models';
import type { Side } from '../store/bench-side';
import { useModels } from '../store/models';
import { detectorChoice as words } from '../words/taxonomy-bench';

const TYPES = [
  { value: 'any', label: words.types.any },
  { value: 'owlvit', label: words.types.owlvit },
  { value: 'owlv2', label: words.types.owlv2 },
];

export function DetectorType({ useSide, ...named }: { useSide: Side; labelledBy?: string; label?: string }) {
  const { detector, choose, working } = useSide();
  return (
    <SegmentedControl
      fullWidth
      aria-labelledby={named.labelledBy}
      aria-label={named.label}
      disabled={working !== null}
      value={detector ?? 'any'}
      onChange={(value) => choose({ detector: value === 'owlvit' || value === 'owlv2' ? value : null })}
      data={TYPES}
    />
  );
}

const AS_CHOSEN = 'chosen';

/** @param place 0 follows the models that are chosen for runs, until others are named. */
export function DetectorChoice({ useSide, place }: { useSide: Side; place: number }) {
  const { known } = useBenchModels();
  const { source, choose, working, models } = useSide();
  useModels((s) => s.kind); // what is chosen may have another name now
  const chosen = place === 0 ? chosenModels() : null;
  const options = known.map(({ label }) => ({ value: label, label }));
  const first = chosen ? [{ value: AS_CHOSEN, label: words.chosen(chosen.label) }] : [];
  return (
    <Stack gap={6} mb="xs">
      <Select
        size="xs"
        aria-label={words.models[place]}
        placeholder={words.chooseModels}
        allowDeselect={false}
        disabled={working !== null}
        value={source?.label ?? (chosen ? AS_CHOSEN : null)}
        data={[...first, ...options]}
        onChange={(value) => choose({ source: known.find(({ label }) => label === value) ?? null })}
      />
      <DetectorType useSide={useSide} label={words.detectors[place]} />
      <Text size="xs" c="dimmed" truncate>
        {models ?? words.notLoaded}
      </Text>
      {place === 1 && known.length === 1 && (
        <Text size="xs" data-testid="compare-needs">
          {words.onlyOne}
        </Text>
      )}
    </Stack>
  );
}
