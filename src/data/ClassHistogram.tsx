/** Share of each class in a data set on a logarithmic axis; rare classes are marked, absent ones named. */
import { Text, Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import type { ClassShare } from '../../workers/protocol';
import { counted } from '../app/format';
import { cssColor } from '../stage/palette';
import { useDraft } from '../store/taxonomy';
import styles from './ClassHistogram.module.css';
import { type ClassBar, histogramOf } from './histogram';

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
            <Tooltip key={bar.id} label={words(bar)}>
              <button
                type="button"
                className={styles.column}
                disabled={bar.share === 0}
                aria-label={words(bar)}
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
        Classes by share of labelled pixels, each line a tenth of the one above.
        {rare.length > 0 && (
          <>
            {' '}
            <span className={styles.mark} />
            Rare, below 1 %: {rare.join(', ')}.
          </>
        )}
        {absent.length > 0 && ` Absent: ${absent.join(', ')}.`}
      </Text>
    </div>
  );
}

/** Three digits at most: "34 %", "0.82 %", "0.0013 %". */
const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

function words({ name, share, rare, pictures, drawable }: ClassBar): string {
  if (share === 0) return `${name}: absent`;
  const drawn = rare ? `, rare; ${drawable.toLocaleString('en')} with enough pixels to be drawn for it` : '';
  return `${name}: ${percent(share)}, in ${counted(pictures, 'picture')}${drawn}`;
}
