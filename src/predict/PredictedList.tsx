/** The predicted pictures by name; only the rows on the screen exist. */
import { Text } from '@mantine/core';
import { useState } from 'react';
import { visibleRows } from '../segments/visible-rows';
import { type PredictedEntry, usePrediction } from '../store/prediction';
import classes from './PredictedList.module.css';

const ROW_HEIGHT_PX = 30;
const WINDOW_HEIGHT_PX = 300;

export function PredictedList({ entries }: { entries: PredictedEntry[] }) {
  const selected = usePrediction((s) => s.selected);
  const { select } = usePrediction.getState();
  const [top, setTop] = useState(0);
  const [from, end] = visibleRows(top, WINDOW_HEIGHT_PX, ROW_HEIGHT_PX, entries.length);
  return (
    <div
      className={classes.window}
      style={{ height: Math.min(WINDOW_HEIGHT_PX, entries.length * ROW_HEIGHT_PX) }}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      data-testid="predicted"
    >
      <div style={{ height: entries.length * ROW_HEIGHT_PX }}>
        {entries.slice(from, end).map(({ file, width, height }, i) => (
          <button
            key={file}
            type="button"
            className={classes.row}
            style={{ top: (from + i) * ROW_HEIGHT_PX, height: ROW_HEIGHT_PX }}
            aria-pressed={file === selected}
            onClick={() => void select(file)}
          >
            <span className={classes.name}>{file}</span>
            <Text size="xs" c="dimmed" component="span">{`${width} × ${height}`}</Text>
          </button>
        ))}
      </div>
    </div>
  );
}
