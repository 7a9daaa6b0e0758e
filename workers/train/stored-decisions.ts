/** The part of the train worker that takes decisions: by the run that goes on, or into the folder of one that rests. */
import type { DecisionsApi } from '../decisions';
import { asOnlyWriter, readRun, writableRun } from './browser-runs';
import { decideAtRest, readDecisions } from './decision-log';
import type { Session } from './session';

/** @param going the run that goes on or is paused; null for none */
export function decisionsApi(going: () => Session | null): DecisionsApi {
  return {
    runDecisions: async (run) => readDecisions(await readRun(run)),
    decide(run, choices) {
      const decisions = going()?.decisionsOf(run);
      if (decisions) return decisions.decide(choices);
      return asOnlyWriter(run, async () => decideAtRest(await writableRun(run), { choices }));
    },
    withdrawDecisions(run, withdraws) {
      const decisions = going()?.decisionsOf(run);
      if (decisions) return decisions.withdraw(withdraws);
      return asOnlyWriter(run, async () => decideAtRest(await writableRun(run), { withdraws }));
    },
  };
}
