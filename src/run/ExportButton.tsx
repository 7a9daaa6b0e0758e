/** Saves the network of a run: which one, in which form, and what the form cannot hold. */
import { Alert, Button, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ExportFormat, NetworkChoice } from '../../workers/protocol';
import { SaveIcon } from '../app/icons';
import { chooseSaveTarget, finishSaving } from '../app/save-target';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { exportButton as words } from '../words/run';

type Choice<Value> = { value: Value; label: string; description: string };

const NETWORKS: Choice<NetworkChoice>[] = (['student', 'teacher', 'best'] as const).map((value) => ({
  value,
  ...words.networks[value],
}));
const FORMATS: Choice<ExportFormat>[] = (['safetensors', 'hf', 'onnx'] as const).map((value) => ({
  value,
  ...words.formats[value],
}));

type Outcome = { kind: 'saved'; said: string; notes: string[] } | { kind: 'failed'; message: string };

export function ExportButton({ run }: { run: string }) {
  const [open, setOpen] = useState(false);
  const [which, setWhich] = useState<NetworkChoice>('student');
  const [format, setFormat] = useState<ExportFormat>('safetensors');
  const [saving, setSaving] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const save = async () => {
    setOutcome(null);
    try {
      const name = `${run}-${which}-${format}`;
      const target = await chooseSaveTarget(name);
      if (!target) return;
      setSaving(true);
      const saved = await lab().exportRun(run, which, format, target);
      setOutcome({ kind: 'saved', said: finishSaving(saved, name), notes: saved.notes });
    } catch (error) {
      setOutcome({ kind: 'failed', message: sentenceOf(error) });
    } finally {
      setSaving(false);
    }
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<SaveIcon size={16} />}
        onClick={() => {
          setOutcome(null);
          setOpen(true);
        }}
      >
        {words.export}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={words.title}>
        <Stack gap="md">
          <Radio.Group label={words.network} value={which} onChange={(value) => setWhich(value as NetworkChoice)}>
            <Choices choices={NETWORKS} />
          </Radio.Group>
          <Radio.Group label={words.form} value={format} onChange={(value) => setFormat(value as ExportFormat)}>
            <Choices choices={FORMATS} />
          </Radio.Group>
          <Button loading={saving} onClick={() => void save()}>
            {words.save}
          </Button>
          {outcome?.kind === 'failed' && (
            <Alert color="red" title={words.failed}>
              {outcome.message}
            </Alert>
          )}
          {outcome?.kind === 'saved' && (
            <Alert color="teal" title={outcome.said} data-testid="exported">
              {outcome.notes.map((note) => (
                <Text size="sm" key={note}>
                  {note}
                </Text>
              ))}
            </Alert>
          )}
        </Stack>
      </Modal>
    </>
  );
}

function Choices({ choices }: { choices: Choice<string>[] }) {
  return (
    <Stack gap={6} mt={6}>
      {choices.map((choice) => (
        <Radio key={choice.value} {...choice} />
      ))}
    </Stack>
  );
}
