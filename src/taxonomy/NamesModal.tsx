/** Classes from a plain list of names. */

import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { classesFromNames } from '../../workers/experiment/class-list';
import { sentenceOf } from '../app/sentence';
import { useTaxonomy } from '../store/taxonomy';
import { namesModal as words } from '../words/taxonomy';
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
    <Modal opened={opened} onClose={onClose} title={words.title}>
      <Stack gap="sm">
        <Textarea
          label={words.names}
          placeholder={words.example}
          autosize
          minRows={8}
          maxRows={18}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <Text size="sm" c="dimmed">
          {words.explanation}
        </Text>
        {refused && (
          <Alert color="red" p="xs" data-testid="names-refused">
            {refused}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button onClick={take}>{words.use}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
