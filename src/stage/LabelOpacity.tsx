/** How strongly labels cover their pictures: a slider, and the style variable that all pictures below an element read. */
import { Group, Slider, Text } from '@mantine/core';
import { labelOpacity as words } from '../words/stage';

const DEFAULT_PERCENT = 60;

interface Props {
  /** Without it the slider keeps its place itself, and nothing is rendered while it moves. */
  percent?: number;
  width?: number;
  onChange(percent: number): void;
}

export function LabelOpacity({ percent, width = 180, onChange }: Props) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm">{words.title}</Text>
      <Slider
        w={width}
        value={percent}
        defaultValue={DEFAULT_PERCENT}
        onChange={onChange}
        thumbLabel={words.title}
        label={words.percent}
      />
    </Group>
  );
}

/** The style of the element above the pictures. */
export const labelOpacity = (percent = DEFAULT_PERCENT) => ({ '--label-opacity': percent / 100 });

/** Changes that style where it stands. */
export function setLabelOpacity(element: HTMLElement | null, percent: number): void {
  element?.style.setProperty('--label-opacity', String(percent / 100));
}
