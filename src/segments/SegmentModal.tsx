/** One considered patch in its picture: before and after, CLIP's whole table, and what came before and after it. */
import { Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { decisionOn, seenBox } from '../../workers/decisions';
import type { RelabelingConfig } from '../../workers/experiment/schema';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { LabelPair, PictureCrop } from '../../workers/patch-columns';
import { type Step, StepButtons } from '../app/StepButtons';
import { sentenceOf } from '../app/sentence';
import { lab } from '../lab';
import { Swatch } from '../stage/Legend';
import { createStage } from '../stage/model';
import { Stage } from '../stage/Stage';
import { decisionSentence } from '../words/decisions';
import { explained, nameOf } from '../words/segment-verdicts';
import { segmentModal as words } from '../words/segments';
import { decideByKey } from './DecisionBar';
import { DecisionButtons } from './DecisionButtons';
import { DecisionHistory } from './DecisionHistory';
import { decisionKey, letterOf } from './keys';
import { PromptTable } from './PromptTable';
import type { PatchTable, SerialPatch } from './patch-table';
import type { RunPictures } from './run-pictures';
import classes from './SegmentGallery.module.css';
import { segmentPicture, stacksFor, viewOf } from './segment-picture';
import type { Deciding } from './use-decisions';

/** Pictures are shown in their own size up to this one. */
const MAX_SIDE = 4096;

interface Props {
  run: string;
  table: PatchTable;
  /** Serial numbers in the order of the gallery. */
  list: Uint32Array;
  pictures: RunPictures | null;
  failure: string | null;
  taxonomy: Taxonomy;
  /** The run's relabeling map, whose classes are offered first. */
  map: RelabelingConfig['map'];
  deciding: Deciding;
  open: number | null;
  onOpen(serial: number | null): void;
}

export function SegmentModal({ table, list, taxonomy, map, deciding, open, onOpen, ...rest }: Props) {
  const [choosing, setChoosing] = useState(false);
  const patch = open === null ? null : table.at(open);
  const place = open === null ? -1 : list.indexOf(open);
  const inTime = (direction: -1 | 1) => (open === null ? null : table.neighbour(open, direction));
  const steps: Step<number>[] = [
    { key: 'p', label: words.previous, to: place > 0 ? list[place - 1]! : null },
    { key: 'n', label: words.next, to: place >= 0 && place < list.length - 1 ? list[place + 1]! : null },
    { key: 'e', label: words.earlier, to: inTime(-1) },
    { key: 'd', label: words.later, to: inTime(1) },
  ];
  const decision = patch && decisionOn(deciding.holding, seenBox(patch));
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!patch) return;
    const letter = letterOf(event);
    const step = steps.find(({ key }) => key === letter);
    const wish = decisionKey(letter);
    if (step) {
      if (step.to !== null) onOpen(step.to);
    } else if (!wish || !decideByKey(wish, [patch], deciding, () => setChoosing(true))) return;
    event.preventDefault();
    event.stopPropagation();
  });
  const isOpen = patch !== null;
  useEffect(() => {
    if (!isOpen) return;
    const down = (event: KeyboardEvent) => pressed(event);
    // Before the stage, which has an A of its own.
    document.addEventListener('keydown', down, { capture: true });
    return () => document.removeEventListener('keydown', down, { capture: true });
  }, [isOpen]);
  return (
    <Modal
      opened={isOpen}
      onClose={() => onOpen(null)}
      size="min(1500px, 96vw)"
      title={
        patch && (
          <Group gap={8}>
            <Swatch taxonomy={taxonomy} id={patch.from} />
            <Text>{nameOf(taxonomy, patch.from)}</Text>
            <Text c="dimmed">{'→'}</Text>
            <Swatch taxonomy={taxonomy} id={patch.to} />
            <Text fw={700}>{nameOf(taxonomy, patch.to)}</Text>
          </Group>
        )
      }
    >
      {patch && (
        <Stack gap="sm" data-testid="segment">
          <Group gap="xs">
            <StepButtons steps={steps} onStep={onOpen} />
            <Text size="sm" c="dimmed" data-testid="segment-place">
              {place < 0 ? words.notShown : words.place(place + 1, list.length)}
            </Text>
          </Group>
          <Text size="sm" data-testid="segment-verdict">
            {explained(patch, taxonomy)}
          </Text>
          <Group gap="sm" data-testid="segment-decisions">
            <DecisionButtons
              {...{ taxonomy, map, decision, choosing }}
              lookedFor={patch.lookedFor ?? patch.to}
              disabled={deciding.blocked !== null}
              decided={decision !== null}
              onChoosing={setChoosing}
              onWish={(wish) => deciding.decide([patch], wish)}
              onBack={() => deciding.withdraw([patch])}
            />
            <DecisionHistory deciding={deciding} />
          </Group>
          {decision && (
            <Text size="sm" fw={600} data-testid="segment-decision">
              {decisionSentence(decision, taxonomy)}
            </Text>
          )}
          <div className={classes.opened}>
            <Opened patch={patch} taxonomy={taxonomy} {...rest} />
            <div className={classes.facts}>
              <div className={classes.numbers}>
                <Fact what={words.iteration} value={(patch.iteration + 1).toLocaleString('en')} />
                <Fact what={words.owlVit} value={patch.detectionScore.toFixed(3)} />
                <Fact what={words.clip} value={patch.classScore?.toFixed(3) ?? words.notAsked} />
                <Fact
                  what={words.box}
                  value={words.boxSize(patch.box.x1 - patch.box.x0, patch.box.y1 - patch.box.y0)}
                />
                <Fact what={words.weaker} value={words.duplicates(patch.duplicates)} />
              </div>
              <Fact what={words.picture} value={patch.file} />
              <PromptTable run={rest.run} patch={patch} taxonomy={taxonomy} />
            </div>
          </div>
        </Stack>
      )}
    </Modal>
  );
}

interface OpenedProps extends Pick<Props, 'run' | 'pictures' | 'failure' | 'taxonomy'> {
  patch: SerialPatch;
}

/** What was read of one patch. */
interface Read {
  serial: number;
  photo: PictureCrop | null;
  labels: LabelPair | null;
  problems: string[];
}

function Opened({ patch, run, pictures, failure, taxonomy }: OpenedProps) {
  const [stage] = useState(() => createStage({ arrangement: 'two', chosen: ['before', 'after'] }));
  const [read, setRead] = useState<Read | null>(null);
  const { serial, file, iteration, sample } = patch;
  const show = useEffectEvent((now: Read) => {
    stage.setState({ picture: segmentPicture(patch, now.photo, now.labels), view: viewOf(patch, now.photo !== null) });
    setRead(now);
  });
  useEffect(() => {
    let wanted = true;
    const problems: string[] = [];
    const sentence = (error: unknown): null => {
      problems.push(sentenceOf(error));
      return null;
    };
    Promise.all([
      pictures ? pictures.cut(file, null, MAX_SIDE).catch(sentence) : null,
      lab().patchLabels(run, iteration, sample).catch(sentence),
    ]).then(([photo, labels]) => wanted && show({ serial, photo, labels, problems }));
    return () => {
      wanted = false;
    };
  }, [serial, file, iteration, sample, run, pictures]);
  const notes = [
    ...(failure ? [failure] : []),
    ...(read?.problems ?? []),
    ...(read && !read.labels && read.problems.length === 0 ? [words.labelsNotKept] : []),
  ];
  const { width, height } = patch.crop;
  return (
    <Stack gap="xs" style={{ '--stage-pane-height': 'max(260px, calc(100dvh - 460px))' }}>
      {notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
      {(!read || read.photo || read.labels) && (
        <Stage
          stage={stage}
          label={words.stage}
          stacks={stacksFor(read ? read.photo !== null : true, read ? read.labels !== null : true)}
          taxonomy={taxonomy}
          aspect={width / height}
          waiting={words.waiting}
          legendLabel={words.legend}
        />
      )}
    </Stack>
  );
}

function Fact({ what, value }: { what: string; value: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {what}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {value}
      </Text>
    </div>
  );
}
