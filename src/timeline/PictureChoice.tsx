/** What the stage of a run shows: crops that it trains on, or one of the pinned pictures. */
import { Button, Group } from '@mantine/core';
import { type Pin, pinKey } from '../../workers/run-timeline';
import { pictureChoice as words } from '../words/timeline';
import { shortName } from './pinned-stage';

interface Props {
  pins: Pin[];
  /** Null: the crops. */
  shown: Pin | null;
  /** False where no crops are there and none will come. */
  crops: boolean;
  onChoose(pin: Pin | null): void;
}

export function PictureChoice({ pins, shown, crops, onChoose }: Props) {
  const now = shown && pinKey(shown);
  return (
    <Group gap={6} role="group" aria-label={words.label}>
      {crops && <Choice label={words.crops} pressed={now === null} onClick={() => onChoose(null)} />}
      {pins.map((pin) => (
        <Choice
          key={pinKey(pin)}
          label={shortName(pin.file)}
          title={pin.file}
          pressed={now === pinKey(pin)}
          onClick={() => onChoose(pin)}
        />
      ))}
    </Group>
  );
}

interface ChoiceProps {
  label: string;
  title?: string;
  pressed: boolean;
  onClick(): void;
}

function Choice({ label, title, pressed, onClick }: ChoiceProps) {
  return (
    <Button
      size="compact-sm"
      variant={pressed ? 'filled' : 'default'}
      aria-pressed={pressed}
      title={title}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
