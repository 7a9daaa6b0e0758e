/** Which detector looks at the bench's picture: the models that it is one of, and its type where they have both. */
import { SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { chosenModels, useBenchModels } from '../store/bench-models';
import type { Side } from '../store/bench-side';
import { useModels } from '../store/models';

const TYPES = [
  { value: 'any', label: 'As the models' },
  { value: 'owlvit', label: 'OWL-ViT' },
  { value: 'owlv2', label: 'OWLv2' },
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

const PLACES = ['First', 'Second'];
const AS_CHOSEN = 'chosen';

/** @param place 0 follows the models that are chosen for runs, until others are named. */
export function DetectorChoice({ useSide, place }: { useSide: Side; place: number }) {
  const { known } = useBenchModels();
  const { source, choose, working, models } = useSide();
  useModels((s) => s.kind); // what is chosen may have another name now
  const chosen = place === 0 ? chosenModels() : null;
  const options = known.map(({ label }) => ({ value: label, label }));
  const first = chosen ? [{ value: AS_CHOSEN, label: `As chosen: ${chosen.label}` }] : [];
  return (
    <Stack gap={6} mb="xs">
      <Select
        size="xs"
        aria-label={`${PLACES[place]} detector’s models`}
        placeholder="Choose models…"
        allowDeselect={false}
        disabled={working !== null}
        value={source?.label ?? (chosen ? AS_CHOSEN : null)}
        data={[...first, ...options]}
        onChange={(value) => choose({ source: known.find(({ label }) => label === value) ?? null })}
      />
      <DetectorType useSide={useSide} label={`${PLACES[place]} detector`} />
      <Text size="xs" c="dimmed" truncate>
        {models ?? 'Not loaded yet.'}
      </Text>
      {place === 1 && known.length === 1 && (
        <Text size="xs" data-testid="compare-needs">
          Only the built-in OWL-ViT is at hand. To compare it with an OWLv2, load one under “Vision-language models”:
          Xenova/owlv2-base-patch16-ensemble of Hugging Face, or a folder with the sub-folders clip and owlv2.
        </Text>
      )}
    </Stack>
  );
}
