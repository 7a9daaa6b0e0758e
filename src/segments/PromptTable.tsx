/** CLIP's answer for one box: the probability of every prompt of the category. */
import { Text } from '@mantine/core';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { taxonomyAt } from '../../workers/map-change';
import type { ConsideredPatch } from '../../workers/protocol';
import { Swatch } from '../stage/Legend';
import { changesOf, useSteering } from '../store/steering';
import { nameOf } from '../words/segment-verdicts';
import { promptTable as words } from '../words/segments';
import { promptTable } from './prompt-rows';
import classes from './SegmentGallery.module.css';

interface Props {
  run: string;
  patch: ConsideredPatch;
  taxonomy: Taxonomy;
}

export function PromptTable({ run, patch, taxonomy }: Props) {
  const log = useSteering((s) => changesOf(s, run));
  const rows = promptTable(patch, taxonomyAt(taxonomy, log, patch.iteration));
  if (rows.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.notAsked}
      </Text>
    );
  return (
    <table className={classes.prompts} data-testid="segment-prompts">
      <caption style={{ textAlign: 'left' }}>
        <Text size="xs" c="dimmed">
          {words.caption}
        </Text>
      </caption>
      <tbody>
        {rows.map(({ prompt, classId, probability }) => (
          <tr key={`${classId} ${prompt}`}>
            <th scope="row" title={nameOf(taxonomy, classId)}>
              <span className={classes.prompt}>
                <Swatch taxonomy={taxonomy} id={classId} />
                {prompt}
              </span>
            </th>
            <td style={{ width: 90 }} aria-hidden="true">
              <span className={classes.bar} style={{ width: `${100 * probability}%` }} />
            </td>
            <td className={classes.number}>{words.percent(probability)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
