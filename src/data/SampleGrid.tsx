/** All pictures of a data set that fit the filter: only those on the screen exist in the document. */
import { Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { memo, startTransition, useCallback, useEffect, useMemo, useReducer, useState } from 'react';
import type { DatasetCard, SampleQuery, SampleRow } from '../../workers/protocol';
import { lab } from '../lab';
import { visibleRows } from '../segments/visible-rows';
import type { Palette } from '../stage/palette';
import { sampleGrid as words } from '../words/data';
import styles from './SampleGrid.module.css';
import { SampleThumbnail } from './SampleThumbnail';
import { SamplePages } from './sample-pages';

const CELL_WIDTH_PX = 200;
const GAP_PX = 10;
const CAPTION_PX = 20;
const WINDOW_PX = 480;
/** A row of pictures is dear: each cell has a canvas. */
const SPARE_ROWS = 1;
/** Twice the cells' width, for dense screens. */
const THUMBNAIL_SIDE = 320;

interface Props {
  card: DatasetCard;
  query: SampleQuery;
  revision: number;
  palette: Palette;
  onOpen(row: SampleRow): void;
}

export function SampleGrid({ card, query: { split, classId }, revision, palette, onOpen }: Props) {
  const { id, checked, sizes } = card;
  const [, count] = useReducer((n: number) => n + 1, 0);
  const redraw = useCallback(() => startTransition(count), []);
  const pages = useMemo(
    () => new SamplePages((from, count) => lab().samples(id, { split, classId }, from, count), redraw),
    [id, split, classId, redraw],
  );
  const version = `${checked.done} ${revision}`;
  useEffect(() => {
    if (version) pages.renew();
  }, [pages, version]);

  const { ref, width } = useElementSize<HTMLDivElement>();
  const [top, setTop] = useState(0);
  const columns = Math.max(2, Math.floor((width + GAP_PX) / (CELL_WIDTH_PX + GAP_PX)));
  const cellWidth = Math.max(1, (width - GAP_PX * (columns - 1)) / columns);
  const aspect = Math.min(2.2, Math.max(0.75, sizes[0] ? sizes[0].width / sizes[0].height : 1.5));
  const cellHeight = Math.round(cellWidth / aspect) + CAPTION_PX;
  const rowHeight = cellHeight + GAP_PX;
  const total = pages.total ?? 0;
  const rows = Math.ceil(total / columns);
  const [firstRow, endRow] = width > 0 ? visibleRows(top, WINDOW_PX, rowHeight, rows, SPARE_ROWS) : [0, 0];
  const [from, end] = [firstRow * columns, Math.min(endRow * columns, total)];
  useEffect(() => {
    if (end > from) pages.want(from, end);
  }, [pages, from, end]);

  const cells = [];
  for (let i = from; i < end; i++) {
    const row = pages.row(i);
    const place = {
      left: (i % columns) * (cellWidth + GAP_PX),
      top: Math.floor(i / columns) * rowHeight,
      width: cellWidth,
      height: cellHeight,
    };
    if (row) cells.push(<Cell key={row.index} {...{ row, id, revision, palette, onOpen, ...place }} />);
  }
  return (
    <div>
      <Text size="xs" c="dimmed" mb={6} data-testid="sample-count">
        {pages.failure ?? (pages.total === null ? words.reading : words.count(total))}
      </Text>
      <div
        ref={ref}
        className={styles.window}
        style={{ height: Math.min(WINDOW_PX, Math.max(60, rows * rowHeight)) }}
        onScroll={({ currentTarget: { scrollTop } }) =>
          startTransition(() => {
            setTop(scrollTop);
          })
        }
        data-testid="samples"
      >
        <div style={{ height: Math.max(0, rows * rowHeight - GAP_PX) }}>{cells}</div>
      </div>
    </div>
  );
}

interface CellProps {
  row: SampleRow;
  id: string;
  revision: number;
  palette: Palette;
  left: number;
  top: number;
  width: number;
  height: number;
  onOpen(row: SampleRow): void;
}

const Cell = memo(function Cell({ row, id, revision, palette, left, top, width, height, onOpen }: CellProps) {
  const { file, index } = row;
  return (
    <button
      type="button"
      className={styles.cell}
      style={{ left, top, width, height }}
      aria-label={file}
      onClick={() => onOpen(row)}
    >
      <SampleThumbnail id={id} index={index} revision={revision} maxSide={THUMBNAIL_SIDE} palette={palette} />
      <span className={styles.caption} title={file}>
        {file.slice(file.lastIndexOf('/') + 1)}
      </span>
    </button>
  );
});
