/**
 * The relabeling map as flows from source classes to target classes, and where their bands lie in a picture: sources at the
 * left, targets at the right, as high as their amounts.
 */
import { NO_CLASS, type PatchColumns } from '../../workers/patch-columns';
import type { MapEntry } from '../../workers/protocol';

export interface Flow {
  from: number;
  to: number;
  amount: number;
}

type Relabeled = Pick<PatchColumns, 'count' | 'iteration' | 'from' | 'to' | 'relabeledPixels'>;

/** Pixels and patches that were relabeled from one class to another before iteration `until`; largest first. */
export function relabeledFlows(
  columns: Relabeled,
  until = Number.POSITIVE_INFINITY,
): { pixels: Flow[]; patches: Flow[] } {
  const pixels = new Map<number, number>();
  const patches = new Map<number, number>();
  for (let i = 0; i < columns.count && columns.iteration[i]! < until; i++) {
    const changed = columns.relabeledPixels[i]!;
    if (changed === 0 || columns.from[i] === NO_CLASS) continue;
    const key = columns.from[i]! * PAIRS + columns.to[i]!;
    pixels.set(key, (pixels.get(key) ?? 0) + changed);
    patches.set(key, (patches.get(key) ?? 0) + 1);
  }
  return { pixels: flowsOf(pixels), patches: flowsOf(patches) };
}

const PAIRS = 256;

const flowsOf = (amounts: Map<number, number>): Flow[] =>
  largestFirst([...amounts].map(([key, amount]) => ({ from: Math.floor(key / PAIRS), to: key % PAIRS, amount })));

/** Votes for the classes that a target may hide in. */
export const voteFlows = (entries: readonly MapEntry[]): Flow[] =>
  largestFirst(
    entries.flatMap(({ target, votes }) =>
      votes.map(({ source, count }) => ({ from: source, to: target, amount: count })),
    ),
  );

const largestFirst = (flows: Flow[]): Flow[] => flows.sort((a, b) => b.amount - a.amount || a.from - b.from);

export interface FlowNode {
  id: number;
  amount: number;
  y: number;
  height: number;
}

export interface FlowBand extends Flow {
  /** Upper edge and thickness at the source, and at the target. */
  left: { y: number; height: number };
  right: { y: number; height: number };
}

export interface FlowLayout {
  sources: FlowNode[];
  targets: FlowNode[];
  bands: FlowBand[];
  /** At least what was asked for: more where the nodes need it. */
  height: number;
}

/**
 * @param room height of the picture, gap between nodes, and the least height of a node, in pixels
 */
export function layoutFlow(flows: readonly Flow[], room: { height: number; gap: number; least: number }): FlowLayout {
  const sources = amountsBy(flows, 'from');
  const targets = amountsBy(flows, 'to');
  const needed = (nodes: unknown[]) => nodes.length * room.least + Math.max(0, nodes.length - 1) * room.gap;
  const height = Math.max(room.height, needed(sources), needed(targets));
  const left = placed(sources, { ...room, height });
  const right = placed(targets, { ...room, height });
  return { sources: left, targets: right, bands: bandsOf(flows, left, right), height };
}

function amountsBy(flows: readonly Flow[], side: 'from' | 'to'): { id: number; amount: number }[] {
  const amounts = new Map<number, number>();
  for (const flow of flows) amounts.set(flow[side], (amounts.get(flow[side]) ?? 0) + flow.amount);
  return [...amounts].map(([id, amount]) => ({ id, amount })).sort((a, b) => b.amount - a.amount || a.id - b.id);
}

/** Stacks nodes over the whole height: what is left beyond their least heights is shared by amount. */
function placed(
  nodes: { id: number; amount: number }[],
  { height, gap, least }: { height: number; gap: number; least: number },
): FlowNode[] {
  const total = nodes.reduce((sum, { amount }) => sum + amount, 0);
  const free = height - nodes.length * least - Math.max(0, nodes.length - 1) * gap;
  let y = 0;
  return nodes.map((node) => {
    const own = least + (total > 0 ? (free * node.amount) / total : 0);
    const at = { ...node, y, height: own };
    y += own + gap;
    return at;
  });
}

function bandsOf(flows: readonly Flow[], sources: FlowNode[], targets: FlowNode[]): FlowBand[] {
  const filled = new Map<FlowNode, number>();
  const cut = (node: FlowNode, amount: number) => {
    const before = filled.get(node) ?? 0;
    filled.set(node, before + amount);
    return { y: node.y + (node.height * before) / node.amount, height: (node.height * amount) / node.amount };
  };
  const nodeOf = (nodes: FlowNode[], id: number) => nodes.find((node) => node.id === id)!;
  const place = (nodes: FlowNode[], id: number) => nodes.findIndex((node) => node.id === id);
  // In the order of the other side's nodes, so that bands of one node do not cross each other.
  const lefts = flows.toSorted((a, b) => place(targets, a.to) - place(targets, b.to));
  const atSource = new Map(lefts.map((flow) => [flow, cut(nodeOf(sources, flow.from), flow.amount)]));
  const rights = flows.toSorted((a, b) => place(sources, a.from) - place(sources, b.from));
  const atTarget = new Map(rights.map((flow) => [flow, cut(nodeOf(targets, flow.to), flow.amount)]));
  return flows.map((flow) => ({ ...flow, left: atSource.get(flow)!, right: atTarget.get(flow)! }));
}

/** Outline of a band between two columns, as an SVG path. */
export function bandPath({ left, right }: FlowBand, x0: number, x1: number): string {
  const middle = (x0 + x1) / 2;
  const at = (...numbers: number[]) => numbers.map((n) => Number(n.toFixed(1))).join(' ');
  return [
    `M${at(x0, left.y)}`,
    `C${at(middle, left.y, middle, right.y, x1, right.y)}`,
    `L${at(x1, right.y + right.height)}`,
    `C${at(middle, right.y + right.height, middle, left.y + left.height, x0, left.y + left.height)}Z`,
  ].join('');
}
