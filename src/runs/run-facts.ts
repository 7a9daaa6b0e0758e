/** What a list of runs says of each. */
import type { Evaluation, RunRecord } from '../../workers/protocol';
import { type SupervisionMark, supervisionMark } from '../words/decisions';
import { runFacts as words } from '../words/runs';

export interface RunFacts {
  title: string;
  /** How far it came, in words. */
  status: string;
  finished: boolean;
  seed: number;
  /** How a person's decisions mark it; null where nobody decided anything. */
  supervision: SupervisionMark | null;
  best: Evaluation | null;
  last: Evaluation | null;
}

/** @param active name of the run that is computed now, which is then `running`. */
export function runFacts(
  { run, about, config, logged, evaluations, supervision }: RunRecord,
  active: string | null,
): RunFacts {
  const { iterations } = config.schedule;
  const scored = evaluations.filter(({ scores }) => scores.miou !== null);
  const finished = logged >= iterations;
  return {
    title: about.title ?? run,
    status:
      run === active ? words.running : finished ? words.finished : logged === 0 ? words.notBegun : words.unfinished,
    finished,
    seed: config.seed,
    supervision: supervision ? supervisionMark(supervision) : null,
    best: scored.reduce<Evaluation | null>(
      (best, next) => (best === null || next.scores.miou! > best.scores.miou! ? next : best),
      null,
    ),
    last: evaluations.at(-1) ?? null,
  };
}
