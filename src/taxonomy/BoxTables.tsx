/** The boxes as a list, and CLIP's probabilities of one. */
import { Group, Table, Text, Title } from '@mantine/core';
import type { BenchAnswer } from '../../workers/prompt-bench';
import { useBench } from '../store/bench';
import { useBenchPictures } from '../store/bench-pictures';
import type { Side } from '../store/bench-side';
import { useColored } from '../store/colors';
import { configOf, useExperiment } from '../store/experiment';
import { useDraft } from '../store/taxonomy';
import { boxTables as words } from '../words/taxonomy-bench';
import classes from './Bench.module.css';
import { colorsOf } from './box-colors';
import { rounded, runScale } from './concepts';

/** Boxes in the list; the best ones are first, and all are on the picture. */
const LISTED = 100;

interface Props {
  useSide: Side;
  answer: BenchAnswer;
}

export function BoxList({ useSide, answer }: Props) {
  const { asked, selected, select } = useSide();
  const picture = useBenchPictures((s) => s.picture);
  const draft = useDraft();
  const { data, relabeling } = configOf(useExperiment());
  const colors = colorsOf(asked, useColored(draft.taxonomy));
  const scale = picture ? runScale(data.target.resize, picture.width, picture.height) : 1;
  const isSmall = ({ box }: BenchAnswer['boxes'][number]) =>
    Math.min(box.x1 - box.x0, box.y1 - box.y0) * scale < relabeling.minSide;
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {words.boxes}
      </Title>
      <div className={classes.scroll}>
        <Table verticalSpacing={3} data-testid="bench-boxes">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.prompt}</Table.Th>
              <Table.Th ta="right">{words.score}</Table.Th>
              <Table.Th ta="right">{words.pixels}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {answer.boxes.slice(0, LISTED).map((found, i) => {
              const { box, concept, prompt, score } = found;
              return (
                <Table.Tr
                  key={`${box.x0} ${box.y0} ${box.x1} ${box.y1} ${concept}`}
                  bg={i === selected ? 'var(--mantine-primary-color-light)' : undefined}
                >
                  <Table.Td>
                    <Group gap={6} wrap="nowrap">
                      <svg width={12} height={12} aria-hidden="true">
                        <rect width={12} height={12} rx={3} fill={colors[concept]} />
                      </svg>
                      <button
                        type="button"
                        className={classes.choice}
                        aria-pressed={i === selected}
                        onClick={() => void select(i)}
                      >
                        {prompt}
                      </button>
                    </Group>
                  </Table.Td>
                  <Table.Td ta="right">{rounded(score)}</Table.Td>
                  <Table.Td ta="right">
                    {words.size(box.x1 - box.x0, box.y1 - box.y0)}
                    {isSmall(found) && words.small}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </div>
      {answer.boxes.length > LISTED && (
        <Text size="xs" c="dimmed">
          {words.listed(LISTED, answer.boxes.length)}
        </Text>
      )}
    </div>
  );
}

export function ClipTable({ useSide, answer }: Props) {
  const { asked, selected, table } = useSide();
  const concepts = useBench((s) => s.concepts);
  const draft = useDraft();
  const box = selected === null ? undefined : answer.boxes[selected];
  const concept = box && asked[box.concept];
  const nameOf = (id: number) => (id < 0 ? asked[-1 - id]?.name : draft.taxonomy.classes[id]?.name) ?? '';
  const threshold = concepts.find(({ key }) => key === concept?.key)?.clip ?? null;
  const wanted = concept && (concept.classId ?? -1 - box.concept);
  return (
    <div data-testid="bench-clip">
      <Title order={3} size="h6" mb={4}>
        {words.clip}
      </Title>
      {!concept && (
        <Text size="sm" c="dimmed">
          {words.chooseBox}
        </Text>
      )}
      {concept && !table && (
        <Text size="sm" c="dimmed">
          {words.clipLooks}
        </Text>
      )}
      {concept && table && (
        <>
          <Text size="sm">
            {table.predicted === wanted
              ? words.agrees(nameOf(table.predicted), table.confidence)
              : words.disagrees(nameOf(table.predicted), table.confidence, concept.name)}{' '}
            {table.predicted === wanted &&
              threshold !== null &&
              (table.confidence > threshold ? words.above(threshold) : words.notAbove(threshold))}
          </Text>
          <Text size="xs" c="dimmed" mb={4}>
            {concept.classId === null ? words.comparedOnBench : words.comparedInCategory}
          </Text>
          <div className={classes.scroll}>
            <Table verticalSpacing={3}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.prompt}</Table.Th>
                  <Table.Th>{words.classLabel}</Table.Th>
                  <Table.Th ta="right">{words.probability}</Table.Th>
                  <Table.Th w="28%" aria-hidden="true" />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {table.asked.prompts
                  .map((prompt, i) => ({
                    prompt,
                    id: table.asked.classOf[i]!,
                    probability: table.promptProbabilities[i]!,
                  }))
                  .sort((a, b) => b.probability - a.probability)
                  .map(({ prompt, id, probability }) => (
                    <Table.Tr key={`${id} ${prompt}`}>
                      <Table.Td>{prompt}</Table.Td>
                      <Table.Td>{nameOf(id)}</Table.Td>
                      <Table.Td ta="right">{probability.toFixed(4)}</Table.Td>
                      <Table.Td>
                        <div className={classes.bar} style={{ width: `${100 * probability}%` }} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
              </Table.Tbody>
            </Table>
          </div>
        </>
      )}
    </div>
  );
}
