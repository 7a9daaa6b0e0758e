/** What is known about the pixel under the pointer, in one line that never changes its height. */
import { Text } from '@mantine/core';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { probe as words } from '../words/stage';
import { nameOfClass } from './class-name';
import { Swatch } from './Legend';
import type { StageStore } from './model';
import classes from './Probe.module.css';
import type { Stack } from './picture';
import { type ClassReading, type Probability, probe } from './probe';
import { useStage } from './use-stage';

const nameOf = (taxonomy: Taxonomy, id: number): string => (id === 255 ? words.nothing : nameOfClass(taxonomy, id));

/** Shares of three digits, as a probability is read. */
const formatProbability = (share: number): string => (share > 0.9995 ? '1.00' : share.toFixed(2));

interface Props {
  stage: StageStore;
  stacks: readonly Stack[];
  taxonomy: Taxonomy;
}

export function Probe({ stage, stacks, taxonomy }: Props) {
  const pointer = useStage(stage, (s) => s.pointer);
  const picture = useStage(stage, (s) => s.picture);
  const stack = stacks.find(({ key }) => key === pointer?.stack);
  const reading = pointer && picture && stack ? probe(picture, stack, pointer.at) : null;
  return (
    <div className={classes.probe} data-testid="probe" data-reads={reading ? true : undefined}>
      {reading ? (
        <>
          <span className={classes.fact}>
            <Text span size="xs" c="dimmed">
              {words.pixel}
            </Text>
            {`${reading.pixel.x}, ${reading.pixel.y}`}
          </span>
          {reading.classes.map((found, i) => (
            <ClassFact key={found.title} {...{ found, taxonomy }} before={reading.classes[i - 1] ?? null} />
          ))}
          {reading.probable && (
            <span className={classes.fact}>
              <Text span size="xs" c="dimmed">
                {reading.probable.title}
              </Text>
              {reading.probable.top.map((entry) => (
                <ProbabilityFact key={entry.id} entry={entry} taxonomy={taxonomy} />
              ))}
            </span>
          )}
          {reading.scalars.map(({ title, value }) => (
            <span className={classes.fact} key={title}>
              <Text span size="xs" c="dimmed">
                {title}
              </Text>
              {value.toFixed(2)}
            </span>
          ))}
        </>
      ) : (
        <Text span size="xs" c="dimmed">
          {words.howTo}
        </Text>
      )}
    </div>
  );
}

function ClassFact({
  found,
  before,
  taxonomy,
}: {
  found: ClassReading;
  before: ClassReading | null;
  taxonomy: Taxonomy;
}) {
  const differs = before !== null && before.id !== found.id;
  return (
    <span className={classes.fact} data-differs={differs || undefined}>
      <Text span size="xs" c="dimmed">
        {found.title}
      </Text>
      <Swatch taxonomy={taxonomy} id={found.id} />
      <Text span size="sm" fw={differs ? 700 : undefined}>
        {nameOf(taxonomy, found.id)}
      </Text>
    </span>
  );
}

function ProbabilityFact({ entry, taxonomy }: { entry: Probability; taxonomy: Taxonomy }) {
  return (
    <span className={classes.probability}>
      <Swatch taxonomy={taxonomy} id={entry.id} />
      {nameOf(taxonomy, entry.id)} {formatProbability(entry.share)}
    </span>
  );
}
