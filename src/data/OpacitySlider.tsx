/** How strongly labels cover their picture. */
import { Group, Slider, Text } from '@mantine/core';

export function OpacitySlider({ percent, onChange }: { percent: number; onChange(percent: number): void }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm">Labels</Text>
      <Slider
        w={140}
        value={percent}
        onChange={onChange}
        thumbLabel="Strength of the labels"
        label={(value) => `${value} %`}
      />
    </Group>
  );
}
