/** A run's name and note. */
import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RunRecord } from '../../workers/protocol';
import { useRuns } from '../store/runs';
import { describeModal as words } from '../words/runs';

export function DescribeModal({ record, onClose }: { record: RunRecord; onClose: () => void }) {
  const [title, setTitle] = useState(record.about.title ?? '');
  const [note, setNote] = useState(record.about.note);
  const change = useRuns((s) => s.describe);
  const save = async (event: React.FormEvent) => {
    event.preventDefault();
    await change(record.run, { title: title.trim() || null, note: note.trim() });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={words.title}>
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <TextInput
            label={words.name}
            placeholder={record.run}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            data-autofocus
          />
          <Textarea
            label={words.note}
            autosize
            minRows={3}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit">{words.save}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
