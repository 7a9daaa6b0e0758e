/** Every patch that a run considered, as a wall of small pictures of which only those on the screen exist. */
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, startTransition, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { decisionOn, seenBox } from '../../workers/decisions';
import type { Decision } from '../../workers/protocol';
import { useSegments } from '../store/segments';
import type { RunEntry } from '../store/session';
import { useLater } from '../store/use-later';
import { useMoment } from '../timeline/at-moment';
import { segmentGallery as words } from '../words/segments';
import { DecisionBar, decideByKey, patchesOf } from './DecisionBar';
import { decisionKey, letterOf } from './keys';
import { ALL_PATCHES, found, type PatchQuery, queryUntil, tallied } from './patch-query';
import type { PatchTable } from './patch-table';
import { useRunPictures } from './run-pictures';
import { SegmentFilters } from './SegmentFilters';
import classes from './SegmentGallery.module.css';
import { SegmentModal } from './SegmentModal';
import { CAPTION_PX, SegmentTile } from './SegmentTile';
import { UnknownPictures } from './UnknownPictures';
import { type Chosen, useChosen } from './use-chosen';
import { useDeciding } from './use-decisions';
import { visibleRows } from './visible-rows';

const TILE_PX = 116;
const GAP_PX = 10;
const WINDOW_PX = 440;
/** A row of pictures is dear: each tile has a canvas. */
const SPARE_ROWS = 1;

export function SegmentGallery({ entry }: { entry: RunEntry }) {
  const known = useLater(useSegments, entry.run, (s) => s.tables[entry.run]);
  const { relabeling } = entry.options.config;
  const empty = !known || known.table.count === 0;
  return (
    <Paper component="section" aria-labelledby="segments">
      <Stack gap="sm">
        <Title order={2} size="h4" id="segments">
          {words.title}
        </Title>
        {empty ? (
          <Text size="sm" c="dimmed">
            {relabeling.relabel
              ? words.searchBegins((relabeling.collect ?? relabeling.relabel)[0] + 1)
              : words.noRelabeling}
          </Text>
        ) : (
          <Gallery entry={entry} table={known.table} version={known.version} />
        )}
      </Stack>
    </Paper>
  );
}

interface Props {
  entry: RunEntry;
  table: PatchTable;
  /** Changes when the table has grown. */
  version: number;
}

function Gallery({ entry, table, version }: Props) {
  const { taxonomy, relabeling } = entry.options.config;
  const { pictures, failure } = useRunPictures(entry.options);
  const [query, setQuery] = useState<PatchQuery>(ALL_PATCHES);
  const [open, setOpen] = useState<number | null>(null);
  const moment = useMoment();
  const wanted = useDeferredValue(query);
  const asked = useMemo(() => queryUntil(wanted, moment), [wanted, moment]);
  const now = useDeferredValue(version);
  const deciding = useDeciding(entry);
  const { holding } = deciding;
  // Only the list of what was decided changes with a decision.
  const asks = asked.outcome === 'decided' ? holding : NONE;
  const { list, tally } = useMemo(() => listed(table, asked, now, asks), [table, asked, now, asks]);
  const chosen = useChosen(list);
  const [choosing, setChoosing] = useState(false);
  const pressed = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const key = decisionKey(letterOf(event));
    if (key === null || !decideByKey(key, patchesOf(table, chosen), deciding, () => setChoosing(true))) return;
    event.preventDefault();
  };
  const show = useCallback((serial: number) => setOpen(serial), []);
  const change = (part: Partial<PatchQuery>) => setQuery((before) => ({ ...before, ...part }));
  const narrowed = list.length < table.count;
  return (
    <Stack gap="sm" onKeyDown={pressed}>
      <SegmentFilters query={query} tally={tally} taxonomy={taxonomy} onChange={change} />
      <Group gap="sm" mih={26}>
        <Text size="sm" c="dimmed" data-testid="segment-count">
          {narrowed ? words.some(list.length, table.count) : words.all(table.count)}
          {!pictures && !failure && words.opening}
          {moment !== null && words.upTo(moment)}
          {table.dropped > 0 && words.older(table.dropped)}
        </Text>
        {narrowed && (
          <Button size="compact-xs" variant="light" onClick={() => setQuery({ ...ALL_PATCHES, order: query.order })}>
            {words.showAll}
          </Button>
        )}
      </Group>
      {failure && <UnknownPictures entry={entry} failure={failure} file={table.columns.files[0]!} />}
      <DecisionBar {...{ entry, table, chosen, deciding, choosing }} shown={list.length} onChoosing={setChoosing} />
      <Tiles key={JSON.stringify(asked)} {...{ list, table, pictures, taxonomy, holding, chosen }} onOpen={show} />
      <SegmentModal
        {...{ table, list, pictures, taxonomy, deciding }}
        map={relabeling.map}
        failure={failure}
        run={entry.run}
        open={open}
        onOpen={setOpen}
      />
    </Stack>
  );
}

const NONE: readonly Decision[] = [];

function listed(table: PatchTable, query: PatchQuery, _version: number, holding: readonly Decision[]) {
  return { list: found(table, query, holding), tally: tallied(table) };
}

interface TilesProps extends Pick<Parameters<typeof SegmentTile>[0], 'table' | 'pictures' | 'taxonomy' | 'onOpen'> {
  list: Uint32Array;
  holding: readonly Decision[];
  chosen: Chosen;
}

function Tiles({ list, holding, chosen, ...shared }: TilesProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [top, setTop] = useState(0);
  const columns = Math.max(2, Math.floor((width + GAP_PX) / (TILE_PX + GAP_PX)));
  const tileWidth = Math.max(1, Math.floor((width - GAP_PX * (columns - 1)) / columns));
  const rowHeight = tileWidth + CAPTION_PX + GAP_PX;
  const rows = Math.ceil(list.length / columns);
  const [firstRow, endRow] = width > 0 ? visibleRows(top, WINDOW_PX, rowHeight, rows, SPARE_ROWS) : [0, 0];
  const tiles = [];
  for (let i = firstRow * columns; i < Math.min(endRow * columns, list.length); i++) {
    const place = { left: (i % columns) * (tileWidth + GAP_PX), top: Math.floor(i / columns) * rowHeight };
    const serial = list[i]!;
    tiles.push(
      <SegmentTile
        key={serial}
        {...{ serial, ...place }}
        width={tileWidth}
        {...shared}
        decision={decisionAbout(shared.table, serial, holding)}
        chosen={chosen.serials.has(serial)}
        onChoose={chosen.toggle}
      />,
    );
  }
  return (
    <div
      ref={ref}
      className={classes.window}
      style={{ height: Math.min(WINDOW_PX, Math.max(60, rows * rowHeight)) }}
      onScroll={({ currentTarget: { scrollTop } }) => startTransition(() => setTop(scrollTop))}
      data-testid="segments"
    >
      <div style={{ height: Math.max(0, rows * rowHeight - GAP_PX) }}>{tiles}</div>
    </div>
  );
}

function decisionAbout(table: PatchTable, serial: number, holding: readonly Decision[]): Decision | null {
  if (holding.length === 0) return null;
  const patch = table.at(serial);
  return patch && decisionOn(holding, seenBox(patch));
}
