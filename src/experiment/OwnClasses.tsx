/** Says that a run would have other classes than its preset, and gives the preset's back. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { useSession } from '../store/session';
import { useTaxonomy } from '../store/taxonomy';
import type { Draft } from '../taxonomy/draft';
import { ownClasses as words } from '../words/experiment';

export function OwnClasses({ draft: { taxonomy, map } }: { draft: Draft }) {
  return (
    <Alert color="orange" p="xs" data-testid="own-classes">
      <Group gap="xs">
        <Text size="sm">{words.instead(taxonomy.classes.length, map.length)}</Text>
        <Button size="compact-xs" variant="default" onClick={() => useSession.getState().setView('classes')}>
          {words.edit}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => useTaxonomy.getState().replace(null)}>
          {words.giveUp}
        </Button>
      </Group>
    </Alert>
  );
}
