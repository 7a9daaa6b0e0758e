/** Starts a new run with the configuration of another: another seed, another length, the same everything else. */
import { Alert, Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { scaleSchedule } from '../../workers/experiment/config';
import type { RunRecord, StartOptions } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { startSession } from '../run/control';
import { keptSessions, lacksFiles, stampOf } from '../run/session';
import { useDatasets } from '../store/datasets';
import { isBusy, useSession } from '../store/session';
import { RUN_GOES_ON, runLabel } from '../words/run-status';
import { duplicateModal as words } from '../words/runs';

type Data = Pick<StartOptions, 'source' | 'target' | 'validation' | 'models' | 'encoder'>;

export function DuplicateModal({ record, onClose }: { record: RunRecord; onClose: () => void }) {
  const { config } = record;
  const busy = useSession(isBusy);
  const [title, setTitle] = useState(words.again(record.about.title ?? record.run));
  const [seed, setSeed] = useState(config.seed + 1);
  const [iterations, setIterations] = useState(config.schedule.iterations);
  const [problem, setProblem] = useState<string | null>(null);
  const start = async (event: React.FormEvent) => {
    event.preventDefault();
    try {
      const data = await dataOf(record.run);
      const changed = { ...scaleSchedule(config, iterations), seed };
      const run = `${config.name}-seed${seed}-${stampOf(new Date())}`;
      const label = runLabel(config.relabeling.relabel !== null);
      await lab().describeRun(run, { title, note: words.note(record.run) });
      onClose();
      const options = { run, config: changed, ...data, resume: false };
      await startSession(title, 'own', [{ run, part: 'single', label, options }]);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  return (
    <Modal opened onClose={onClose} title={words.title}>
      <form onSubmit={(event) => void start(event)}>
        <Stack>
          <Text size="sm" c="dimmed">
            {words.explanation}
          </Text>
          <TextInput label={words.name} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
          <Group grow>
            <NumberInput
              label={words.seed}
              value={seed}
              onChange={(value) => typeof value === 'number' && setSeed(value)}
              min={0}
              allowDecimal={false}
            />
            <NumberInput
              label={words.iterations}
              value={iterations}
              onChange={(value) => typeof value === 'number' && value >= 1 && setIterations(value)}
              min={1}
              allowDecimal={false}
              thousandSeparator=","
            />
          </Group>
          {problem && <Alert color="red">{problem}</Alert>}
          {busy && <Alert color="gray">{RUN_GOES_ON}</Alert>}
          <Group justify="flex-end">
            <Button type="submit" disabled={busy}>
              {words.start}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/**
 * Where the data of a run comes from: what it was started with here, or else the folders that are chosen now.
 * @throws a sentence where neither is there.
 */
async function dataOf(run: string): Promise<Data> {
  const planned = (await keptSessions()).flatMap((session) => session.runs).find((found) => found.run === run);
  if (planned && !lacksFiles(planned.options)) {
    const { source, target, validation, models, encoder } = planned.options;
    return { source, target, validation, models, encoder };
  }
  const { source, target } = useDatasets.getState();
  if (!source.origin || !target.origin || source.status !== 'ready' || target.status !== 'ready')
    throw new Error(words.dataNotKnown);
  return { source: source.origin, target: target.origin, validation: null, models: { kind: 'builtin' }, encoder: null };
}
