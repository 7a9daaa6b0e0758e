/** What can be done with the chosen patches of the gallery. */
import { Button, Group, Text } from '@mantine/core';
import { decisionOn, seenBox } from '../../workers/decisions';
import type { RunEntry } from '../store/session';
import { decisionBar as words } from '../words/segments';
import { DecisionButtons } from './DecisionButtons';
import { DecisionHistory } from './DecisionHistory';
import type { DecisionKey } from './keys';
import type { PatchTable, SerialPatch } from './patch-table';
import type { Chosen } from './use-chosen';
import type { Deciding } from './use-decisions';

interface Props {
  entry: RunEntry;
  table: PatchTable;
  /** How many the gallery shows. */
  shown: number;
  chosen: Chosen;
  deciding: Deciding;
  choosing: boolean;
  onChoosing(open: boolean): void;
}

export function DecisionBar({ entry, table, shown, chosen, deciding, choosing, onChoosing }: Props) {
  const { taxonomy, relabeling } = entry.options.config;
  const patches = patchesOf(table, chosen);
  const nothing = patches.length === 0;
  return (
    <Group gap="sm" data-testid="decisions" mih={34}>
      {!nothing && (
        <>
          <Text size="sm" fw={600} data-testid="chosen-count">
            {words.chosen(patches.length)}
          </Text>
          <DecisionButtons
            taxonomy={taxonomy}
            map={relabeling.map}
            lookedFor={null}
            decision={null}
            disabled={deciding.blocked !== null}
            decided={anyDecided(patches, deciding)}
            choosing={choosing}
            onChoosing={onChoosing}
            onWish={(wish) => deciding.decide(patches, wish)}
            onBack={() => deciding.withdraw(patches)}
          />
          <Button size="compact-xs" variant="subtle" onClick={chosen.none}>
            {words.none}
          </Button>
        </>
      )}
      {patches.length < shown && (
        <Button size="compact-xs" variant="subtle" onClick={chosen.all}>
          {words.all(shown)}
        </Button>
      )}
      {(deciding.past.length > 0 || deciding.future.length > 0 || deciding.failure !== null) && (
        <DecisionHistory deciding={deciding} />
      )}
    </Group>
  );
}

export function patchesOf(table: PatchTable, { serials }: Pick<Chosen, 'serials'>): SerialPatch[] {
  return [...serials].flatMap((serial) => table.at(serial) ?? []);
}

/** Asked of a few: where thousands are chosen, leaving them to the models is always offered. */
const ASKED = 200;

function anyDecided(patches: SerialPatch[], { holding }: Deciding): boolean {
  if (holding.length === 0) return false;
  return patches.length > ASKED || patches.some((patch) => decisionOn(holding, seenBox(patch)) !== null);
}

/** What a key does to patches; true where it did something. */
export function decideByKey(
  key: DecisionKey,
  patches: readonly SerialPatch[],
  deciding: Deciding,
  chooseClass: () => void,
): boolean {
  if (patches.length === 0) return false;
  if (key === 'reassign') chooseClass();
  else if (key === 'back') deciding.withdraw(patches);
  else deciding.decide(patches, { ruling: key });
  return true;
}
