/** Saves the network of a run: which one, in which form, and what the form cannot hold. */
import { Alert, Button, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ExportFormat, NetworkChoice } from '../../workers/protocol';
import { SaveIcon } from '../app/icons';
import { chooseSaveTarget, finishSaving } from '../app/save-target';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';

const NETWORKS: [NetworkChoice, string, string][] = [
  ['student', 'Student', 'The network that is trained and scored.'],
  ['teacher', 'Teacher', 'The average of the students, which makes the pseudo-labels.'],
  ['best', 'Best student', 'The student of the best evaluation so far.'],
];
const FORMATS: [ExportFormat, string, string][] = [
  ['safetensors', 'safetensors', 'With the parameter names of the reference, for mmsegmentation and this lab.'],
  ['hf', 'Hugging Face', "safetensors with Hugging Face's names and its config.json."],
  ['onnx', 'ONNX', 'A folder that transformers.js and onnxruntime run, for pictures of any size.'],
];

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
        Export
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="Export the network">
        <Stack gap="md">
          <Radio.Group label="Network" value={which} onChange={(value) => setWhich(value as NetworkChoice)}>
            <Choices choices={NETWORKS} />
          </Radio.Group>
          <Radio.Group label="Form" value={format} onChange={(value) => setFormat(value as ExportFormat)}>
            <Choices choices={FORMATS} />
          </Radio.Group>
          <Button loading={saving} onClick={() => void save()}>
            Save
          </Button>
          {outcome?.kind === 'failed' && (
            <Alert color="red" title="It could not be exported">
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

function Choices({ choices }: { choices: [string, string, string][] }) {
  return (
    <Stack gap={6} mt={6}>
      {choices.map(([value, label, description]) => (
        <Radio key={value} value={value} label={label} description={description} />
      ))}
    </Stack>
  );
}
