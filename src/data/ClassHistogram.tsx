/** Share of each class in a data set, on a square-root axis so that rare classes show; absent classes are named. */
import { Text, Tooltip } from '@mantine/core';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { formatShare } from '../app/format';
import { cssColor } from '../stage/palette';
import classes from './ClassHistogram.module.css';
import { classShares } from './histogram';

export function ClassHistogram({ classPixels }: { classPixels: Record<string, number> }) {
  const shares = classShares(classPixels, CITYSCAPES);
  const top = Math.max(...shares.map((c) => c.share));
  if (top === 0) return null;
  const absent = shares.filter((c) => c.share === 0).map((c) => c.name);
  return (
    <div>
      <div className={classes.bars} role="img" aria-label="Share of each class">
        {shares.map(({ id, name, share }) => (
          <Tooltip key={id} label={`${name}: ${share === 0 ? 'absent' : formatShare(share)}`}>
            <div className={classes.column}>
              <div
                className={classes.bar}
                style={{
                  height: `${100 * Math.sqrt(share / top)}%`,
                  background: share > 0 ? cssColor(CITYSCAPES, id) : 'transparent',
                }}
              />
            </div>
          </Tooltip>
        ))}
      </div>
      <Text size="xs" c="dimmed" mt={4}>
        Classes by share of labelled pixels (square-root axis). {absent.length > 0 && `Absent: ${absent.join(', ')}.`}
      </Text>
    </div>
  );
}
