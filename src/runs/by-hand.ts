/** What people did to a run while it went on: changes of its map and classes, and decisions about patches. */
import { type DecisionLine, supervisionOf } from '../../workers/decisions';
import type { LoggedChange } from '../../workers/map-change';
import type { RunRecord } from '../../workers/protocol';
import { lab } from '../lab';
import { decisionSentence, supervisionMark } from '../words/decisions';
import { markWords } from '../words/map-changes';
import { byHand as words } from '../words/runs';

export interface ByHand {
  /** One sentence each, in the order in which they were made. */
  changes: string[];
  /** One sentence each, also of those that were taken back. */
  decisions: string[];
  /** How the decisions mark the run's results; null where there are none. */
  supervision: string | null;
}

/** What has held is told from what waits by the iterations that a resumed run would not repeat. */
export function byHandOf(
  { config, logged, iteration }: Pick<RunRecord, 'config' | 'logged' | 'iteration'>,
  changes: readonly LoggedChange[],
  lines: readonly DecisionLine[],
): ByHand {
  const { taxonomy } = config;
  const takenBack = new Map<number, number>();
  for (const line of lines)
    if ('withdraws' in line) for (const id of line.withdraws) takenBack.set(id, takenBack.get(id) ?? line.iteration);
  return {
    changes: changes.map((change) => markWords(change, taxonomy, logged)),
    decisions: lines.flatMap((line) => {
      if ('withdraws' in line) return [];
      const said = words.decision(line.file, line.box, decisionSentence(line, taxonomy));
      const until = takenBack.get(line.id);
      return [until === undefined ? said : words.takenBack(said, until + 1)];
    }),
    supervision: supervisionMark(supervisionOf(lines, iteration))?.long ?? null,
  };
}

/** The same from the run's folder. */
export async function readByHand(record: RunRecord): Promise<ByHand> {
  const [changes, lines] = await Promise.all([lab().runChanges(record.run), lab().runDecisions(record.run)]);
  return byHandOf(record, changes, lines);
}
