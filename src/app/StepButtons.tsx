/** Buttons that lead from one opened thing to its neighbours, with the letters that do the same. */
import { Button, Kbd } from '@mantine/core';

export interface Step<To> {
  /** A small letter. */
  key: string;
  label: string;
  /** Null: there is none. */
  to: To | null;
}

export function StepButtons<To>({ steps, onStep }: { steps: readonly Step<To>[]; onStep(to: To): void }) {
  return steps.map(({ key, label, to }) => (
    <Button
      key={key}
      size="xs"
      variant="default"
      disabled={to === null}
      onClick={() => to !== null && onStep(to)}
      rightSection={<Kbd size="xs">{key.toUpperCase()}</Kbd>}
    >
      {label}
    </Button>
  ));
}
