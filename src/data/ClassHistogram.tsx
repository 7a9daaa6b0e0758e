/** Share of each class in a data set on a logarithmic axis; rare classes are marked, absent ones named. */
import { Text, Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import type { ClassShare } from '../../workers/protocol';
import { cssColor } from '../stage/palette';
import { useDraft } from '../store/taxonomy';
import { percent, classHistogram as words } from '../words/data';
import styles from './ClassHistogram.module.css';
import { histogramOf } from './histogram';

interface Props {
  classes: ClassShare[];
  /** A click on a class. */
  onPick(id: number): void;
}

export function ClassHistogram({ classes, onPick }: Props) {
  const { taxonomy } = useDraft();
  const { bars, lines } = useMemo(() => histogramOf(classes, taxonomy), [classes, taxonomy]);
  if (classes.length === 0) return null;
  const absent = bars.filter(({ share }) => share === 0).map(({ name }) => name);
  const rare = bars.filter((bar) => bar.rare).map(({ name }) => name);
  return (
    <div>
      <div className={styles.chart}>
        {lines.map(({ share, height }, i) => (
          <div key={share} className={styles.line} style={{ bottom: `${100 * height}%` }}>
            {(lines.length <= 4 || i % 2 === 0) && <span className={styles.tick}>{percent(share)}</span>}
          </div>
        ))}
        <div className={styles.bars}>
          {bars.map((bar) => (
            <Tooltip key={bar.id} label={words.bar(bar)}>
              <button
                type="button"
                className={styles.column}
                disabled={bar.share === 0}
                aria-label={words.bar(bar)}
                onClick={() => onPick(bar.id)}
              >
                <span
                  className={styles.bar}
                  style={{ height: `${100 * bar.height}%`, background: cssColor(taxonomy, bar.id) }}
                  hidden={bar.share === 0}
                />
                {bar.rare && <span className={styles.rare} />}
              </button>
            </Tooltip>
          ))}
        </div>
      </div>
      <Text size="xs" c="dimmed" mt={6}>
        {words.explanation}
        {rare.length > 0 && (
          <>
            {' '}
            <span className={styles.mark} />
            {words.rare(rare)}
          </>
        )}
        {absent.length > 0 && words.absent(absent)}
      </Text>
    </div>
  );
}
