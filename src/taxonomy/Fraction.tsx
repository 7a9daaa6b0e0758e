/** A number from 0 to 1; it is taken when the field is left or Enter is pressed, so that undo takes it back in one step. */
import { NumberInput } from '@mantine/core';
import { useState } from 'react';

interface Props {
  label: string;
  value: number;
  onTake(value: number): void;
}

export function Fraction({ label, value, onTake }: Props) {
  const [typed, setTyped] = useState<number | null>(null);
  const finish = () => {
    if (typed !== null && typed !== value) onTake(typed);
    setTyped(null);
  };
  return (
    <NumberInput
      size="xs"
      w={92}
      aria-label={label}
      min={0}
      max={1}
      step={0.05}
      decimalScale={4}
      clampBehavior="strict"
      value={typed ?? value}
      onChange={(next) => typeof next === 'number' && setTyped(next)}
      onBlur={finish}
      onKeyDown={(event) => event.key === 'Enter' && finish()}
    />
  );
}
