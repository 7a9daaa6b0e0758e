/** Says that a run would have other classes than its preset, and gives the preset's back. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { useSession } from '../store/session';
import { useTaxonomy } from '../store/taxonomy';
import type { Draft } from '../taxonomy/draft';

export function OwnClasses({ draft: { taxonomy, map } }: { draft: Draft }) {
  return (
    <Alert color="orange" p="xs" data-testid="own-classes">
      <Group gap="xs">
        <Text size="sm">
          Your own {taxonomy.classes.length} classes, {map.length} of them in the relabeling map, in place of the
          preset’s.
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => useSession.getState().setView('classes')}>
          Edit
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => useTaxonomy.getState().replace(null)}>
          Take the preset’s
        </Button>
      </Group>
    </Alert>
  );
}
