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
import { formatBytes, formatTimeLeft } from '../app/format';
import { sentenceOf } from '../app/sentence';
import { DropZone } from '../data/DropZone';
import type { DroppedThings } from '../data/pick';
import { useWeights, type WeightsKind } from '../store/weights';
import { LicenceText, WeightsReport } from './WeightsReport';

const EXPLANATION: Record<WeightsKind, string> = {
  file: 'safetensors, or .pth, .pt and .bin of PyTorch; names of the reference, mmsegmentation or Hugging Face.',
  hub: 'Downloaded once, checked, and kept by the browser.',
  random: 'The encoder starts from random numbers, and the feature distance is off: there are no ImageNet features.',
};

const KNOWN = [
  ...['b0', 'b1', 'b2', 'b3', 'b4', 'b5'].map((size) => `nvidia/mit-${size}`),
  'nvidia/segformer-b0-finetuned-cityscapes-1024-1024',
  'nvidia/segformer-b5-finetuned-cityscapes-1024-1024',
  'nvidia/segformer-b5-finetuned-ade-640-640',
];

export function WeightsPicker({ config }: { config: ExperimentConfig }) {
  const { kind, choose, status, message, progress, cancel } = useWeights();
  return (
    <Input.Wrapper label="Pretrained encoder" description={EXPLANATION[kind]}>
      <Stack gap="xs" mt={6} data-testid="weights">
        <SegmentedControl
          aria-label="Where the encoder's weights come from"
          value={kind}
          onChange={(value) => choose(value as WeightsKind)}
          data={[
            { value: 'file', label: 'File or folder' },
            { value: 'hub', label: 'Hugging Face' },
            { value: 'random', label: 'Random' },
          ]}
        />
        {kind === 'file' && <WeightsDrop config={config} />}
        {kind === 'hub' && <HubModel config={config} />}
        {status === 'reading' && (
          <Stack gap={4}>
            <Group justify="space-between">
              <Text size="sm">{progress ? `${progress.what}: ${downloaded(progress)}` : 'Reading the weights…'}</Text>
              <Button size="compact-xs" variant="default" onClick={cancel}>
                Cancel
              </Button>
            </Group>
            <Progress
              animated
              value={progress ? (100 * progress.done) / progress.total : 100}
              aria-label="Reading the weights"
            />
          </Stack>
        )}
        {status === 'refused' && (
          <Alert color="red" title="These weights cannot be used" data-testid="weights-error">
            {message}
          </Alert>
        )}
        <WeightsReport config={config} />
      </Stack>
    </Input.Wrapper>
  );
}

const downloaded = ({ done, total, secondsLeft }: { done: number; total: number; secondsLeft: number | null }) =>
  `${formatBytes(done)} of ${formatBytes(total)}, ${formatTimeLeft(secondsLeft)} left`;

function WeightsDrop({ config }: { config: ExperimentConfig }) {
  const { read, refuse, report, origin } = useWeights();
  const take = (found: File | FileSystemDirectoryHandle) =>
    void read(found instanceof File ? { kind: 'file', file: found } : { kind: 'folder', handle: found }, config);
  const drop = ({ folders, files }: DroppedThings) => {
    const [first, second] = [...folders.map(({ origin }) => origin.handle), ...files];
    if (first && !second) take(first);
    else refuse('Several things were dropped at once. Drop one file of weights, or the folder that holds them.');
  };
  return (
    <DropZone label="Weights" testId="drop-weights" compact onDrop={drop} onFail={(error) => refuse(sentenceOf(error))}>
      <Group gap="sm">
        <FileButton accept=".safetensors,.pth,.pt,.bin" onChange={(file) => file && take(file)}>
          {(props) => (
            <Button variant="default" {...props}>
              Choose file
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {origin && report ? `"${report.file}" was read; drop another to change it` : 'or drop a file or folder here'}
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
        <Autocomplete aria-label="Model of the hub" data={KNOWN} value={id} onChange={name} flex={1} />
        <Button variant="default" onClick={() => void ask()} loading={status === 'asking'} disabled={!id}>
          Look up
        </Button>
      </Group>
      {offer && (
        <>
          <LicenceText licence={offer.licence} />
          {!report && status === 'idle' && (
            <Group>
              <Button variant="light" onClick={() => void read({ kind: 'hub', id: offer.id }, config)}>
                Accept licence and download {formatBytes(offer.bytes)}
              </Button>
            </Group>
          )}
        </>
      )}
    </Stack>
  );
}
