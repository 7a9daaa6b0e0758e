/** The relabeling map as a picture: bands from the classes that hide others to the classes that were found in them. */
import { Group, SegmentedControl, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type CSSProperties, useMemo, useState } from 'react';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import type { MapEntry } from '../../workers/protocol';
import { formatShare } from '../app/format';
import type { PatchTable } from '../segments/patch-table';
import { nameOfClass } from '../stage/class-name';
import { cssColor } from '../stage/palette';
import { useColored } from '../store/colors';
import { type Measure, flowPicture as words } from '../words/steering';
import { bandPath, type Flow, type FlowBand, type FlowNode, layoutFlow, relabeledFlows, voteFlows } from './flow';
import classes from './Steering.module.css';

const ROOM = { height: 132, gap: 6, least: 18 };
const NODE_PX = 12;
/** Flows that are drawn; the rest of the votes is noise. */
const DRAWN = 24;

interface Props {
  entries: readonly MapEntry[];
  taxonomy: Taxonomy;
  table: PatchTable | null;
  /** Changes when the table has grown. */
  version: number;
  /** Iterations that count; null: all. */
  until: number | null;
}

export function FlowPicture({ entries, taxonomy, table, version, until }: Props) {
  const [chosen, setChosen] = useState<Measure | null>(null);
  const relabeled = useMemo(() => flowsNow(table, until, version), [table, until, version]);
  const flows = { ...relabeled, votes: useMemo(() => voteFlows(entries), [entries]) };
  // While votes are collected, nothing was relabeled by them yet.
  const measure = chosen ?? (flows.pixels.length === 0 && flows.votes.length > 0 ? 'votes' : 'pixels');
  const shown = flows[measure].slice(0, DRAWN);
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {words.title}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={words.width}
          value={measure}
          onChange={(value) => setChosen(value as Measure)}
          data={[
            { value: 'pixels', label: words.measures.pixels },
            { value: 'patches', label: words.measures.patches },
            { value: 'votes', label: words.measures.votes },
          ]}
        />
      </Group>
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed" data-testid="flow-empty">
          {measure === 'votes' ? words.noVotes : words.nothing}
        </Text>
      ) : (
        <Bands flows={shown} measure={measure} taxonomy={taxonomy} />
      )}
    </Stack>
  );
}

function flowsNow(table: PatchTable | null, until: number | null, _version: number) {
  return table ? relabeledFlows(table.columns, until ?? undefined) : { pixels: [], patches: [] };
}

function Bands({ flows, measure, taxonomy }: { flows: Flow[]; measure: Measure; taxonomy: Taxonomy }) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [active, setActive] = useState<string | null>(null);
  const colors = useColored(taxonomy);
  const nameOf = (id: number) => nameOfClass(taxonomy, id);
  const layout = layoutFlow(flows, ROOM);
  const total = flows.reduce((sum, { amount }) => sum + amount, 0);
  const amountOf = (amount: number) => words.shared(words.amount(amount, measure), formatShare(amount / total));
  const wordsOf = ({ from, to, amount }: Flow) => words.flow(nameOf(from), nameOf(to), amountOf(amount));
  const pointed = layout.bands.find((band) => keyOf(band) === active);
  const end = Math.max(0, width - NODE_PX);
  return (
    <div ref={ref} data-testid="flow">
      {width > 0 && (
        <svg
          className={classes.flow}
          height={layout.height}
          viewBox={`0 0 ${width} ${layout.height}`}
          role="img"
          aria-label={words.drawn(measure, flows.map(wordsOf))}
          onPointerLeave={() => setActive(null)}
        >
          {layout.bands.map((band) => (
            <path
              key={keyOf(band)}
              className={classes.band}
              d={bandPath(band, NODE_PX, end)}
              style={classVariable(cssColor(colors, band.to))}
              data-active={keyOf(band) === active}
              data-flow={`${nameOf(band.from)} ${nameOf(band.to)}`}
              onPointerEnter={() => setActive(keyOf(band))}
            >
              <title>{wordsOf(band)}</title>
            </path>
          ))}
          <Nodes nodes={layout.sources} x={0} labelX={NODE_PX + 6} {...{ colors, nameOf }} anchor="start" />
          <Nodes nodes={layout.targets} x={end} labelX={end - 6} {...{ colors, nameOf }} anchor="end" />
        </svg>
      )}
      <Text size="xs" c="dimmed" mt={4} data-testid="flow-words">
        {pointed ? wordsOf(pointed) : words.inAll(words.amount(total, measure))}
      </Text>
      <VisuallyHidden>
        <table>
          <caption>{words.table}</caption>
          <thead>
            <tr>
              <th>{words.source}</th>
              <th>{words.target}</th>
              <th>{words.plural(measure)}</th>
            </tr>
          </thead>
          <tbody>
            {flows.map((flow) => (
              <tr key={keyOf(flow)}>
                <td>{nameOf(flow.from)}</td>
                <td>{nameOf(flow.to)}</td>
                <td>{flow.amount}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </div>
  );
}

const classVariable = (color: string) => ({ '--class': color }) as CSSProperties;

const keyOf = ({ from, to }: Pick<FlowBand, 'from' | 'to'>): string => `${from} ${to}`;

interface NodesProps {
  nodes: FlowNode[];
  x: number;
  labelX: number;
  anchor: 'start' | 'end';
  colors: Taxonomy;
  nameOf(id: number): string;
}

function Nodes({ nodes, x, labelX, anchor, colors, nameOf }: NodesProps) {
  return nodes.map(({ id, y, height }) => (
    <g key={id} pointerEvents="none">
      <rect className={classes.node} {...{ x, y, height }} width={NODE_PX} rx={2} fill={cssColor(colors, id)} />
      <text x={labelX} y={y + height / 2} dominantBaseline="central" textAnchor={anchor}>
        {nameOf(id)}
      </text>
    </g>
  ));
}
