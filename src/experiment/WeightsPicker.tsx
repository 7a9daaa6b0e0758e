/** Choice of the weights that the encoder starts from; a report and the licence come before they are used. */
import {
  Alert,
  Autocomplete,
  Button,
  FileButton,
  Group,
  Input,
  Progress,
  SegmentedControl,
  Stack,
  Text,
} from '@mantine/core';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import type { Progress as DownloadProgress } from '../../workers/protocol';
import { formatBytes, formatTimeLeft } from '../app/format';
import { sentenceOf } from '../app/sentence';
import { DropZone } from '../data/DropZone';
import type { DroppedThings } from '../data/pick';
import { useWeights, type WeightsKind } from '../store/weights';
import { weightsPicker as words } from '../words/experiment';
import { LicenceText, WeightsReport } from './WeightsReport';

const KNOWN = [
  ...['b0', 'b1', 'b2', 'b3', 'b4', 'b5'].map((size) => `nvidia/mit-${size}`),
  'nvidia/segformer-b0-finetuned-cityscapes-1024-1024',
  'nvidia/segformer-b5-finetuned-cityscapes-1024-1024',
  'nvidia/segformer-b5-finetuned-ade-640-640',
];

export function WeightsPicker({ config }: { config: ExperimentConfig }) {
  const { kind, choose, status, message, progress, cancel } = useWeights();
  return (
    <Input.Wrapper label={words.label} description={words.explanations[kind]}>
      <Stack gap="xs" mt={6} data-testid="weights">
        <SegmentedControl
          aria-label={words.where}
          value={kind}
          onChange={(value) => choose(value as WeightsKind)}
          data={[
            { value: 'file', label: words.kinds.file },
            { value: 'hub', label: words.kinds.hub },
            { value: 'random', label: words.kinds.random },
          ]}
        />
        {kind === 'file' && <WeightsDrop config={config} />}
        {kind === 'hub' && <HubModel config={config} />}
        {status === 'reading' && (
          <Stack gap={4}>
            <Group justify="space-between">
              <Text size="sm">{progress ? downloaded(progress) : words.readingNow}</Text>
              <Button size="compact-xs" variant="default" onClick={cancel}>
                {words.cancel}
              </Button>
            </Group>
            <Progress
              animated
              value={progress ? (100 * progress.done) / progress.total : 100}
              aria-label={words.reading}
            />
          </Stack>
        )}
        {status === 'refused' && (
          <Alert color="red" title={words.refused} data-testid="weights-error">
            {message}
          </Alert>
        )}
        <WeightsReport config={config} />
      </Stack>
    </Input.Wrapper>
  );
}

const downloaded = ({ what, done, total, secondsLeft }: DownloadProgress) =>
  words.downloading(what, formatBytes(done), formatBytes(total), formatTimeLeft(secondsLeft));

function WeightsDrop({ config }: { config: ExperimentConfig }) {
  const { read, refuse, report, origin } = useWeights();
  const take = (found: File | FileSystemDirectoryHandle) =>
    void read(found instanceof File ? { kind: 'file', file: found } : { kind: 'folder', handle: found }, config);
  const drop = ({ folders, files }: DroppedThings) => {
    const [first, second] = [...folders.map(({ origin }) => origin.handle), ...files];
    if (first && !second) take(first);
    else refuse(words.several);
  };
  return (
    <DropZone
      label={words.weights}
      testId="drop-weights"
      compact
      onDrop={drop}
      onFail={(error) => refuse(sentenceOf(error))}
    >
      <Group gap="sm">
        <FileButton accept=".safetensors,.pth,.pt,.bin" onChange={(file) => file && take(file)}>
          {(props) => (
            <Button variant="default" {...props}>
              {words.chooseFile}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {origin && report ? words.wasRead(report.file) : words.orDrop}
        </Text>
      </Group>
    </DropZone>
  );
}

function HubModel({ config }: { config: ExperimentConfig }) {
  const { id, name, ask, offer, status, read, report } = useWeights();
  return (
    <Stack gap="xs">
      <Group gap="xs" align="flex-end">
        <Autocomplete aria-label={words.hubModel} data={KNOWN} value={id} onChange={name} flex={1} />
        <Button variant="default" onClick={() => void ask()} loading={status === 'asking'} disabled={!id}>
          {words.lookUp}
        </Button>
      </Group>
      {offer && (
        <>
          <LicenceText licence={offer.licence} />
          {!report && status === 'idle' && (
            <Group>
              <Button variant="light" onClick={() => void read({ kind: 'hub', id: offer.id }, config)}>
                {words.download(offer.bytes)}
              </Button>
            </Group>
          )}
        </>
      )}
    </Stack>
  );
}
