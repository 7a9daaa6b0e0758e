/** Accept, reject, re-assign, and back to the models: for one patch or for many. */
import { Button, Group, Kbd, Menu, ScrollArea } from '@mantine/core';
import type { RelabelingConfig } from '../../workers/experiment/schema';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { Decision } from '../../workers/protocol';
import { Swatch } from '../stage/Legend';
import { decisionButtons as words } from '../words/segments';
import type { Wish } from './wish';

/** Those that need no class. */
const SIMPLE = [
  { ruling: 'accept', color: 'teal', key: 'A' },
  { ruling: 'reject', color: 'red', key: 'X' },
] as const;

interface Props {
  taxonomy: Taxonomy;
  /** Its target classes stand first among those to choose from. */
  map: RelabelingConfig['map'];
  /** Class that was looked for, which cannot be re-assigned to itself; null for several. */
  lookedFor: number | null;
  /** What holds for the patch; null for nothing, and for several. */
  decision: Decision | null;
  disabled: boolean;
  /** Whether anything can be left to the models again. */
  decided: boolean;
  /** The list of classes; the key that opens it is pressed elsewhere. */
  choosing: boolean;
  onChoosing(open: boolean): void;
  onWish(wish: Wish): void;
  onBack(): void;
}

export function DecisionButtons({ taxonomy, map, lookedFor, decision, disabled, decided, ...props }: Props) {
  const targets = map.map(({ target }) => target).filter((id) => id !== lookedFor);
  const others = taxonomy.classes.map((_, id) => id).filter((id) => id !== lookedFor && !targets.includes(id));
  const look = (ruling: Wish['ruling']) =>
    decision?.ruling === ruling
      ? { variant: 'filled', 'aria-pressed': true }
      : { variant: 'default', 'aria-pressed': false };
  const item = (id: number) => (
    <Menu.Item
      key={id}
      leftSection={<Swatch taxonomy={taxonomy} id={id} />}
      onClick={() => props.onWish({ ruling: 'reassign', to: id })}
    >
      {taxonomy.classes[id]?.name}
    </Menu.Item>
  );
  return (
    <Group gap={6}>
      {SIMPLE.map(({ ruling, color, key }) => (
        <Button
          key={ruling}
          size="xs"
          {...look(ruling)}
          color={color}
          autoContrast
          disabled={disabled}
          rightSection={<Kbd size="xs">{key}</Kbd>}
          onClick={() => props.onWish({ ruling })}
        >
          {words[ruling]}
        </Button>
      ))}
      <Menu opened={props.choosing && !disabled} onChange={props.onChoosing} position="bottom-start" withinPortal>
        <Menu.Target>
          <Button
            size="xs"
            {...look('reassign')}
            color="grape"
            autoContrast
            disabled={disabled}
            rightSection={<Kbd size="xs">{'R'}</Kbd>}
          >
            {words.reassign}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ScrollArea.Autosize mah={320}>
            {targets.length > 0 && <Menu.Label>{words.classesOfMap}</Menu.Label>}
            {targets.map(item)}
            <Menu.Label>{words.otherClasses}</Menu.Label>
            {others.map(item)}
          </ScrollArea.Autosize>
        </Menu.Dropdown>
      </Menu>
      <Button
        size="xs"
        variant="default"
        disabled={disabled || !decided}
        rightSection={<Kbd size="xs">{'M'}</Kbd>}
        onClick={props.onBack}
      >
        {words.back}
      </Button>
    </Group>
  );
}
