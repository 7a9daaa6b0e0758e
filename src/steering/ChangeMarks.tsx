/** What was changed of a run's relabeling map while it went on, the newest first. */
import { Text } from '@mantine/core';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { LoggedChange } from '../../workers/map-change';
import { markWords } from '../words/map-changes';
import { changeMarks as words } from '../words/steering';
import classes from './Steering.module.css';

interface Props {
  log: readonly LoggedChange[];
  taxonomy: Taxonomy;
  /** Iterations that the map knows of. */
  done: number;
}

export function ChangeMarks({ log, taxonomy, done }: Props) {
  if (log.length === 0) return null;
  const numbered = log.map((line, i) => ({ i, said: markWords(line, taxonomy, done) })).reverse();
  return (
    <section aria-label={words.label}>
      <Text size="xs" fw={600} mb={2}>
        {words.title}
      </Text>
      <ul className={classes.marks} data-testid="map-changes">
        {numbered.map(({ i, said }) => (
          <li key={i}>{said}</li>
        ))}
      </ul>
    </section>
  );
}
