/** A picture of the list of scores on a stage: ground truth beside prediction, at the place of the error. */
import { Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { type Step, StepButtons } from '../app/StepButtons';
import { letterOf } from '../segments/keys';
import { nameOfClass } from '../stage/class-name';
import { createStage } from '../stage/model';
import { Stage } from '../stage/Stage';
import type { Question } from '../store/scores';
import type { RunEntry } from '../store/session';
import { scoredPictureModal as words } from '../words/evaluate';
import type { PictureRow } from './picture-rows';
import { errorOf, scoredLayers, scoredStacks, viewOfPlace } from './scored-picture';
import { type ReadPicture, useScoredPicture } from './use-scored-picture';

interface Props {
  entry: RunEntry;
  /** Iteration of the scores that the list tells. */
  iteration: number;
  question: Question;
  rows: PictureRow[];
  file: string | null;
  onOpen(file: string | null): void;
}

export function ScoredPictureModal({ entry, iteration, question, rows, file, onOpen }: Props) {
  const [stage] = useState(() => createStage({ arrangement: 'two', chosen: ['truth', 'prediction'] }));
  const read = useScoredPicture(entry, file, errorOf(question));
  const { config } = entry.options;
  const show = useEffectEvent(({ picture, prediction }: ReadPicture) =>
    stage.setState({
      picture: picture && scoredLayers(picture, prediction),
      view: picture && viewOfPlace(picture.place),
      pointer: null,
    }),
  );
  useEffect(() => {
    if (read) show(read);
  }, [read]);

  const at = rows.findIndex((row) => row.file === file);
  const steps: Step<string>[] = [
    { key: 'p', label: words.previous, to: rows[at - 1]?.file ?? null },
    { key: 'n', label: words.next, to: at < 0 ? null : (rows[at + 1]?.file ?? null) },
  ];
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const letter = letterOf(event);
    const to = steps.find(({ key }) => key === letter)?.to;
    if (to) onOpen(to);
  });
  const isOpen = file !== null;
  useEffect(() => {
    if (!isOpen) return;
    const down = (event: KeyboardEvent) => pressed(event);
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, [isOpen]);
  const last = config.schedule.iterations;
  const size = read?.picture ?? { width: config.data.target.resize[0], height: config.data.target.resize[1] };
  return (
    <Modal
      opened={isOpen}
      onClose={() => onOpen(null)}
      size="min(1500px, 96vw)"
      title={<span style={{ overflowWrap: 'anywhere' }}>{file}</span>}
    >
      <Stack gap="sm" data-testid="scored-picture">
        <Group gap="xs">
          <StepButtons steps={steps} onStep={onOpen} />
          <Text size="sm" c="dimmed" data-testid="scored-place">
            {words.place(at + 1, rows.length)}
          </Text>
        </Group>
        <Text size="sm" data-testid="scored-words">
          {wordsOf(read, question, (id) => nameOfClass(config.taxonomy, id))}
        </Text>
        {read?.picture && !read.prediction && (
          <Text size="sm" c="dimmed">
            {iteration < last ? words.keptLater(last) : words.noneKept}
          </Text>
        )}
        {!read?.failure && (
          <div style={{ '--stage-pane-height': 'max(260px, calc(100dvh - 420px))' } as React.CSSProperties}>
            <Stage
              stage={stage}
              label={words.label}
              stacks={scoredStacks(!read?.picture || read.prediction !== null)}
              taxonomy={config.taxonomy}
              aspect={size.width / size.height}
              waiting={words.waiting}
              legendLabel={words.legend}
            />
          </div>
        )}
      </Stack>
    </Modal>
  );
}

function wordsOf(read: ReadPicture | null, question: Question, name: (id: number) => string): string {
  if (!read) return words.reading;
  if (read.failure) return read.failure;
  const error = errorOf(question);
  if (!error) return words.whole;
  const what =
    error.predicted === null
      ? words.anyError(name(error.truth))
      : words.error(name(error.truth), name(error.predicted));
  if (!read.prediction) return words.lookedAt(what);
  const place = read.picture?.place;
  return place ? words.largest(what, place.pixels) : words.none(what);
}
