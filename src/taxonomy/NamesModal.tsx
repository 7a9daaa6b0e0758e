/** Classes from a plain list of names. */

import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { classesFromNames } from '../../workers/experiment/taxonomy-file';
import { sentenceOf } from '../app/sentence';
import { useTaxonomy } from '../store/taxonomy';
import { thingsOf } from './draft';

export function NamesModal({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const take = () => {
    try {
      const taxonomy = { classes: classesFromNames(text) };
      useTaxonomy.getState().replace({ taxonomy, map: [], things: thingsOf(taxonomy) });
      setRefused(null);
      onClose();
    } catch (error) {
      setRefused(sentenceOf(error));
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Classes from a list">
      <Stack gap="sm">
        <Textarea
          label="Names, one a line"
          placeholder={'road\nfield: meadow, cropland\ntractor'}
          autosize
          minRows={8}
          maxRows={18}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <Text size="sm" c="dimmed">
          Prompts may follow a colon. Names of Cityscapes’ classes bring their category, colour and prompts; others are
          looked for by their name. The map begins empty. Undo brings the present classes back.
        </Text>
        {refused && (
          <Alert color="red" p="xs" data-testid="names-refused">
            {refused}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={take}>Use these classes</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
